package whatsapp

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	signatureHeader = "X-Hub-Signature-256"
	signaturePrefix = "sha256="
	signatureLength = len(signaturePrefix) + 2*sha256.Size
)

// verifier knows the app secrets.
type verifier [][]byte

func newVerifier(secrets []string) verifier {
	v := make(verifier, len(secrets))
	for i, secret := range secrets {
		v[i] = []byte(secret)
	}
	return v
}

// Verify proves that somebody who knows the app secret made the body, as Meta
// writes it: it escapes letters in its own way, so that the bytes count and not
// what they say. Neither the address nor a time is signed; a repeat is dropped by
// the id of its text.
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	given, err := wire.Signature(r, signatureHeader, signatureLength)
	if err != nil {
		return providers.Proof{}, err
	}
	fits := 0
	for _, secret := range p.verifier {
		fits |= subtle.ConstantTimeCompare([]byte(given), []byte(sign(secret, r.Body)))
	}
	if fits != 1 {
		return providers.Proof{}, fmt.Errorf("%w: is the app secret that of the app whose webhook this is?", providers.ErrSignature)
	}
	return providers.Proof{Until: r.At}, nil
}

// sign is Meta's signature: the hex HMAC-SHA256 of the body.
func sign(secret, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return signaturePrefix + hex.EncodeToString(mac.Sum(nil))
}

const longestChallenge = 100

// Challenge answers the call that Meta makes once, when the webhook's address is set
// up: it must say the verify token, and gets back what it asks. Nothing but digits,
// letters and a few signs is said back.
func (p *Provider) Challenge(r *providers.Request) (string, bool) {
	asked := map[string]string{}
	for name, value := range wire.Pairs(wire.Query(r.URL)) {
		if _, twice := asked[name]; twice {
			return "", false
		}
		asked[name] = value
	}
	challenge, token := asked["hub.challenge"], asked["hub.verify_token"]
	a, b := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(p.config.VerifyToken))
	known := subtle.ConstantTimeCompare(a[:], b[:]) == 1
	clean := challenge != "" && len(challenge) <= longestChallenge && strings.Trim(challenge, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.") == ""
	if r.Method != http.MethodGet || asked["hub.mode"] != "subscribe" || !known || !clean {
		return "", false
	}
	return challenge, true
}
