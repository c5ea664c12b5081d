package twilio

import "github.com/connective-messaging/connective/providers"

var _ providers.Guide = (*Provider)(nil)

// tries has Twilio call again when a webhook was not answered. It is told in the
// address, and is no part of what Twilio calls and signs. See
// https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
const tries = "#rc=2&rp=5xx,ct,rt"

// Hooks are the address for texts: each text carries that for its reports.
func (p *Provider) Hooks(base string) []providers.Hook {
	where := "texts: Phone Numbers, your number, A message comes in, and again as Primary handler fails; reports find their own way"
	if p.config.MessagingServiceSID != "" {
		where = "texts: the Messaging Service, Integration, as request URL and as fallback URL; reports find their own way"
	}
	return []providers.Hook{{Address: base + "/inbound" + tries, Where: where}}
}

// Mend says how Twilio takes texts again.
func (p *Provider) Mend(class providers.Class, code string) string {
	switch {
	case class == providers.Balance:
		return "the account is suspended, as it is when the credit is used up: top up in the console, then resume the broadcasts that are paused"
	case class == providers.Auth:
		return "it does not take the account SID or the auth token: copy both from the front page of the console, and start again"
	case code == "21606", code == "21659", code == "21660", code == "21703", code == "21705":
		return "the number of org.yaml is not of this account, or not among the senders of the Messaging Service: add it there, or correct org.yaml"
	}
	return ""
}
