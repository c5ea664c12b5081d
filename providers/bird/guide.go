package bird

import (
	"strings"

	"github.com/connective-messaging/connective/providers"
)

var _ providers.Guide = (*Provider)(nil)

// Hooks are the one address for all events.
func (p *Provider) Hooks(base string) []providers.Hook {
	return []providers.Hook{{Address: base + "/inbound", Where: "texts and reports: Webhooks, one endpoint with the events " + strings.Join(Events, ", ")}}
}

// Mend says how Bird takes texts again.
func (p *Provider) Mend(class providers.Class, code string) string {
	switch {
	case code == codeRegion:
		return "the key is of another region than the API's URL: leave the URL empty, which takes the region from the key; if it is empty, make a new key"
	case code == "E13006", code == "sender_unregistered":
		return "the number of org.yaml is not in the workspace, or not registered: look at it in the dashboard under Numbers"
	case class == providers.Balance:
		return "there is no credit left: top up in the dashboard, then resume the broadcasts that are paused"
	case class == providers.Auth:
		return "it does not take the API key: make a new one under API keys, and start again"
	}
	return ""
}
