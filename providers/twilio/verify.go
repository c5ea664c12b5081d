package twilio

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	signatureHeader = "X-Twilio-Signature" // as http.Header keeps it
	bodyHashKey     = "bodySHA256"         // in the query of a webhook whose body is no form
	maxSignature    = 200
)

// verifier proves signatures with any of its tokens.
type verifier struct{ tokens []string }

func newVerifier(tokens []string) verifier { return verifier{slices.Clone(tokens)} }

// Verify proves that Twilio made the request for this URL and with these fields.
// Its scheme has no time in it, so that a repeat passes at any later time: what
// drops it is the id of its text. Nor has it a mark between a name and its
// value: whoever could read the wire could move that border, and nothing else.
// See https://www.twilio.com/docs/usage/security
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	given, err := wire.Signature(r, signatureHeader, maxSignature)
	if err != nil {
		return providers.Proof{}, err
	}
	fields, err := signedFields(r)
	if err != nil {
		return providers.Proof{}, fmt.Errorf("%w: %w", providers.ErrSignature, err)
	}
	if !p.verifier.proves(given, spellings(r.URL), fields) {
		return providers.Proof{}, fmt.Errorf("%w: no auth token fits; is it the account's own, and does CONNECTIVE_PUBLIC_URL differ from what Twilio calls?",
			providers.ErrSignature)
	}
	return providers.Proof{Until: r.At}, nil
}

// proves looks through all tokens and spellings, whichever fits.
func (v verifier) proves(given string, addresses []string, fields string) bool {
	fits := 0
	for _, token := range v.tokens {
		for _, address := range addresses {
			fits |= subtle.ConstantTimeCompare([]byte(given), []byte(sign(token, address, fields)))
		}
	}
	return fits == 1
}

// sign is Twilio's signature: base64 of the HMAC-SHA1 of the URL and the fields.
func sign(token, address, fields string) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(address))
	mac.Write([]byte(fields))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signedFields is what is signed of a body: a form's names and values, sorted by
// name. Twilio signs a form with a name that comes twice in no way that it tells;
// here every value counts. Of another body the URL has the hash.
func signedFields(r *providers.Request) (string, error) {
	hash, hashed := bodyHash(r.URL)
	switch {
	case hashed && !isHash(hash, r.Body):
		return "", errors.New("the body is another")
	case hashed || len(r.Body) == 0:
		return "", nil
	case !isForm(r):
		return "", errors.New("its body is no form, and the address has no hash of it")
	}
	return joined(string(r.Body)), nil
}

func joined(form string) string {
	var pairs [][2]string
	for name, value := range wire.Pairs(form) {
		pairs = append(pairs, [2]string{name, value})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	var all strings.Builder
	for _, pair := range pairs {
		all.WriteString(pair[0])
		all.WriteString(pair[1])
	}
	return all.String()
}

func bodyHash(address string) (string, bool) {
	for name, value := range wire.Pairs(wire.Query(address)) {
		if name == bodyHashKey {
			return value, true
		}
	}
	return "", false
}

// isHash reports whether claim is the lower-case hex SHA-256 of data.
func isHash(claim string, data []byte) bool {
	sum := sha256.Sum256(data)
	return subtle.ConstantTimeCompare([]byte(claim), []byte(hex.EncodeToString(sum[:]))) == 1
}

// spellings are the forms of an address that Twilio may have signed: it is not
// of one mind about the port. All but the port is taken byte for byte.
func spellings(address string) []string {
	scheme, rest, ok := strings.Cut(address, "://")
	standard := map[string]string{"https": ":443", "http": ":80"}[scheme]
	if !ok || standard == "" {
		return []string{address}
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, path := rest[:end], rest[end:]
	colon := strings.LastIndexByte(host, ':')
	if colon > 0 && wire.IsNumber(host[colon+1:]) {
		return []string{address, scheme + "://" + host[:colon] + path}
	}
	return []string{address, scheme + "://" + host + standard + path}
}
