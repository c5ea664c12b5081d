package wire

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
)

// retrySeconds is when a webhook that nobody could hold should come again.
const retrySeconds = "30"

// Ack answers a webhook call by its status. The kind and the words are those of
// one that was taken; those of the others are for people who look why.
func Ack(w http.ResponseWriter, o providers.Outcome, kind, words string) {
	status := http.StatusOK
	if o != providers.Taken {
		kind = "text/plain; charset=utf-8"
	}
	switch o {
	case providers.Taken:
	case providers.BadSignature:
		status, words = http.StatusUnauthorized, "the signature is missing or wrong"
	case providers.Malformed:
		status, words = http.StatusBadRequest, "the request cannot be read"
	case providers.TooLarge:
		status, words = http.StatusRequestEntityTooLarge, "the request is too large"
	default:
		status, words = http.StatusServiceUnavailable, "busy, send it again"
		w.Header().Set("Retry-After", retrySeconds)
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(words)) // the caller is gone, or it is not
}
