package whatsapp

import "github.com/connective-messaging/connective/providers"

var _ providers.Guide = (*Provider)(nil)

// Hooks are the one address for all events, which Meta asks for its verify token
// first.
func (p *Provider) Hooks(base string) []providers.Hook {
	return []providers.Hook{{Address: base + "/inbound", Where: "texts and reports: in the app, WhatsApp, Configuration, with the verify token of WHATSAPP_VERIFY_TOKEN; subscribe to messages, and to user_preferences if it is offered"}}
}

// Mend says how WhatsApp takes texts again (Meta, Error Codes).
func (p *Provider) Mend(class providers.Class, code string) string {
	switch {
	case code == "368", code == "131031":
		return "Meta has locked the account: look at it in WhatsApp Manager, under Account quality, and appeal there"
	case code == "33", code == "131005", code == "133010":
		return "the number is gone, or is not registered: look at it in WhatsApp Manager, and at its id in WHATSAPP_NUMBERS"
	case class == providers.Auth:
		return "the token has ended, or was taken back: make one that does not expire for the system user, and start again"
	case class == providers.Config:
		return "the token may not send: give the system user the app and the account, with whatsapp_business_messaging"
	case class == providers.Balance:
		return "Meta has no way to be paid: add one in WhatsApp Manager, under Payment settings"
	}
	return ""
}
