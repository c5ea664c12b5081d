package messagebird

import (
	"crypto/sha256"
	_ "crypto/sha512" // for HS384 and HS512
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	signatureHeader = "Messagebird-Signature-Jwt" // as http.Header keeps it
	issuer          = "MessageBird"
	maxToken        = 8 << 10
)

// claims are what MessageBird signs. Times are floats since RFC 7519 allows
// fractions; a pointer tells 0 from absent.
type claims struct {
	jwt.RegisteredClaims `json:"-"`

	Issuer      string   `json:"iss"`
	NotBefore   *float64 `json:"nbf"`
	Expires     *float64 `json:"exp"`
	Issued      *float64 `json:"iat"`
	ID          string   `json:"jti"`
	URLHash     string   `json:"url_hash"`
	PayloadHash *string  `json:"payload_hash"`
}

// verifier proves signatures with any of its keys.
type verifier struct {
	keys   jwt.VerificationKeySet
	skew   float64 // seconds
	parser *jwt.Parser
}

func newVerifier(keys []string, skew time.Duration) verifier {
	v := verifier{
		skew: skew.Seconds(),
		// The claims are ours to check: the order and the edges are MessageBird's.
		parser: jwt.NewParser(jwt.WithValidMethods([]string{"HS256", "HS384", "HS512"}),
			jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation()),
	}
	for _, key := range keys {
		v.keys.Keys = append(v.keys.Keys, []byte(key))
	}
	return v
}

// Verify proves that MessageBird made the request, not long ago, for this URL
// and with this body.
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	token, err := wire.Signature(r, signatureHeader, maxToken)
	if err != nil {
		return providers.Proof{}, err
	}
	c, err := p.verifier.open(token)
	if err != nil {
		return providers.Proof{}, err
	}
	if err := c.check(r, p.verifier.skew); err != nil {
		return providers.Proof{}, fmt.Errorf("%w: %w", providers.ErrSignature, err)
	}
	return providers.Proof{ReplayKey: c.ID, Until: r.At.Add(seconds(*c.Expires + p.verifier.skew - unix(r.At)))}, nil
}

// open proves the token itself and returns what it claims. The library's errors
// can quote a token, so they are not passed on.
func (v *verifier) open(token string) (*claims, error) {
	c := &claims{}
	_, err := v.parser.ParseWithClaims(token, c, func(*jwt.Token) (any, error) { return v.keys, nil })
	switch {
	case err == nil:
		return c, nil
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return nil, fmt.Errorf("%w: no signing key fits, or its method is not allowed", providers.ErrSignature)
	}
	return nil, fmt.Errorf("%w: it is no token that we know", providers.ErrSignature)
}

// check compares the claims with the request, in the order that MessageBird's
// own clients use.
func (c *claims) check(r *providers.Request, skew float64) error {
	now := unix(r.At)
	switch {
	case c.Issuer != issuer:
		return errors.New("somebody else issued it")
	case c.NotBefore == nil || now < *c.NotBefore-skew, c.Issued != nil && now < *c.Issued-skew:
		return errors.New("it is not valid yet; is this machine's clock right?")
	case c.Expires == nil || now > *c.Expires+skew:
		return errors.New("it has expired; is this machine's clock right?")
	case c.ID == "":
		return errors.New("it has no id")
	case !isHash(c.URLHash, []byte(r.URL)):
		return errors.New("it is for another address; does CONNECTIVE_PUBLIC_URL differ from what MessageBird calls?")
	}
	return c.checkBody(r.Body)
}

func (c *claims) checkBody(body []byte) error {
	switch {
	case len(body) == 0 && c.PayloadHash != nil:
		return errors.New("the body is missing")
	case len(body) > 0 && (c.PayloadHash == nil || !isHash(*c.PayloadHash, body)):
		return errors.New("the body is another")
	}
	return nil
}

// isHash reports whether claim is the lower-case hex SHA-256 of data.
func isHash(claim string, data []byte) bool {
	sum := sha256.Sum256(data)
	var want [2 * sha256.Size]byte
	hex.Encode(want[:], sum[:])
	return subtle.ConstantTimeCompare([]byte(claim), want[:]) == 1
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// seconds is bounded, because a token may claim any time at all.
func seconds(s float64) time.Duration {
	return time.Duration(min(max(s, 0), (24*time.Hour).Seconds()) * float64(time.Second))
}
