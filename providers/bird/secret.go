package bird

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

var _ providers.SecretChecker = (*Provider)(nil)

// trial is what Bird is asked to call us with: a report that names no text, which is
// none. It has the type alone in it, signed as any other.
const trial = `{"event_type":"sms.sent"}`

// CheckSecret has Bird call our webhook, which only its own secret proves.
func (p *Provider) CheckSecret(ctx context.Context) providers.Findings {
	var f providers.Findings
	const look = "text your number to see whether the webhook secret is right"
	hooks := p.webhooks(ctx)
	if hooks == nil {
		f.Note("Bird does not tell this key of webhooks: " + look)
		return f
	}
	for _, h := range *hooks {
		if string(h.URL) != p.config.HookURL || h.ID == "" {
			continue
		}
		a := p.api.Call(ctx, "POST", "/v1/webhooks/"+url.PathEscape(string(h.ID))+"/test", []byte(trial))
		var told struct {
			Status wire.Loose `json:"status"`
			Answer int        `json:"response_status_code"`
		}
		switch {
		case a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &told) != nil:
			f.Note("this key may not have Bird call us (" + a.Why(errorCode(a)) + "): " + look)
		case told.Status == "delivered":
			f.Note("Bird has called " + p.config.HookURL + " itself, and its signature fits")
		case told.Answer == http.StatusUnauthorized:
			f.Fault("Bird has called " + p.config.HookURL + " itself, and its signature does not fit: the webhook secret is that of another webhook, or was changed; rotate it in the dashboard under Webhooks, and copy the new one")
		case told.Answer != 0:
			f.Fault(fmt.Sprintf("Bird has called %s itself, and was answered %d: something in front of Connective answers for it", p.config.HookURL, told.Answer))
		default:
			f.Fault("Bird could not reach " + p.config.HookURL + ", though this machine does: is the address to be had from everywhere, or does a firewall keep it out?")
		}
		return f
	}
	return f // that there is none is said with the key
}
