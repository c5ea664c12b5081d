package govuknotify

import "github.com/connective-messaging/connective/providers"

var _ providers.Guide = (*Provider)(nil)

// Hooks are the addresses of both callbacks, each with a token of its own.
func (p *Provider) Hooks(base string) []providers.Hook {
	return []providers.Hook{
		{Address: base + "/inbound", Where: "received text messages, with the token for texts: API integration, Callbacks"},
		{Address: base + reportPath, Where: "delivery receipts, with the token for receipts: API integration, Callbacks"},
	}
}

// Mend says how Notify takes texts again.
func (p *Provider) Mend(class providers.Class, code string) string {
	switch {
	case class == providers.Balance:
		return "the day's allowance is used up: it comes back at midnight UTC, and texts go on by themselves; ask Notify for a higher limit, and resume the broadcasts that are paused"
	case code == codeClock:
		return "this machine's clock is off by more than 30 seconds: keep it right with NTP, and leave the key as it is"
	case class == providers.Auth:
		return "it does not take the API key: make a new live one under API integration, copy all of it, and start again"
	case code == codeTemplate:
		return "the template is missing, or holds more than ((body)): correct it under Templates"
	case code == codeSender:
		return "the service has no such text message sender: copy its id from Settings, Text message senders, or leave it out"
	}
	return ""
}
