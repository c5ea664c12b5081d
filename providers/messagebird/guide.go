package messagebird

import "github.com/connective-messaging/connective/providers"

var _ providers.Guide = (*Provider)(nil)

// Hooks are the address for texts: each text carries that for its reports.
func (p *Provider) Hooks(base string) []providers.Hook {
	return []providers.Hook{{Address: base + "/inbound", Where: "texts: in Flow Builder, the first step of your number's flow, Forward to URL, POST; reports find their own way"}}
}

// Mend says how MessageBird takes texts again.
func (p *Provider) Mend(class providers.Class, _ string) string {
	switch class {
	case providers.Auth:
		return "it does not take the access key: make a live one under Developers, API access; one that begins with bk_ is for the provider bird"
	case providers.Balance:
		return "there is no credit left: top up in the dashboard, then resume the broadcasts that are paused"
	case providers.Config:
		return "the account or the sender is not set up for such texts: look the code up in the dashboard, or ask its support"
	}
	return ""
}
