package govuknotify

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	tokenHeader  = "Authorization"
	scheme       = "Bearer "
	longestToken = 500
	reportPath   = "/status" // where delivery receipts come to
)

// bearer knows the tokens of one kind of callback, by their digests.
type bearer [][sha256.Size]byte

func newBearer(tokens []string) bearer {
	b := make(bearer, len(tokens))
	for i, token := range tokens {
		b[i] = sha256.Sum256([]byte(scheme + token))
	}
	return b
}

// knows looks through all tokens, whichever fits.
func (b bearer) knows(given string) bool {
	sum, fits := sha256.Sum256([]byte(given)), 0
	for i := range b {
		fits |= subtle.ConstantTimeCompare(sum[:], b[i][:])
	}
	return fits == 1
}

// Verify proves that the caller knows the token that was given to Notify for this
// kind of callback. Notify signs nothing: neither the words, nor the address, nor
// the time are covered, so that TLS alone keeps them whole, and a repeat is
// dropped by the id of its text. The token for receipts opens no door for texts.
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	given, err := wire.Signature(r, tokenHeader, len(scheme)+longestToken)
	if err != nil {
		return providers.Proof{}, err
	}
	known, kind := p.texts, "received texts"
	if isReceipt(r) {
		known, kind = p.receipts, "delivery receipts"
	}
	if !known.knows(given) {
		return providers.Proof{}, fmt.Errorf("%w: the bearer token is not that for %s", providers.ErrSignature, kind)
	}
	return providers.Proof{Until: r.At}, nil
}

// isReceipt reports whether a callback came to the address for delivery receipts.
func isReceipt(r *providers.Request) bool {
	path, _, _ := strings.Cut(r.URL, "?")
	return strings.HasSuffix(path, reportPath)
}
