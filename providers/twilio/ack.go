package twilio

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// noReply is TwiML that sends nothing: replies leave by the API, where what
// becomes of them is known.
const noReply = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<Response/>\n"

// Ack answers a webhook call. Twilio sends again what was not answered with 2xx
// only if the webhook's address asks for it.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	wire.Ack(w, o, "text/xml; charset=utf-8", noReply)
}
