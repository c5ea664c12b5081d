package whatsapp

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Ack answers a webhook call. Meta sends again, for up to seven days, what was not
// answered with 200.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	wire.Ack(w, o, "text/plain; charset=utf-8", "OK")
}
