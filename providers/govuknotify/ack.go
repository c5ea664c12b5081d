package govuknotify

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Ack answers a callback. Notify calls again, five times in 25 minutes, after a
// 5xx, a 429 or no answer within five seconds, and never after another 4xx: what
// nobody could hold is answered with 503 for that reason.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	wire.Ack(w, o, "text/plain; charset=utf-8", "OK")
}
