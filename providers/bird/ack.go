package bird

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Ack answers a webhook call. Bird sends again what was not answered with 2xx.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	wire.Ack(w, o, "text/plain; charset=utf-8", "OK")
}
