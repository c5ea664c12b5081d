package messagebird

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
)

// retrySeconds is when a webhook that nobody could hold should come again.
const retrySeconds = "30"

// Ack answers a webhook call. MessageBird reads the status alone and sends
// again after any that is not 2xx.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	status, words := http.StatusServiceUnavailable, "busy, send it again"
	switch o {
	case providers.Taken:
		status, words = http.StatusOK, "OK"
	case providers.BadSignature:
		status, words = http.StatusUnauthorized, "the signature is missing or wrong"
	case providers.Malformed:
		status, words = http.StatusBadRequest, "the request cannot be read"
	case providers.TooLarge:
		status, words = http.StatusRequestEntityTooLarge, "the request is too large"
	default:
		w.Header().Set("Retry-After", retrySeconds)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(words)) // the caller is gone, or it is not
}
