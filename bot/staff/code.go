package staff

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// period is how long a code counts (RFC 6238), and a code of the period before or
// after is taken too, for clocks that are off.
const period = 30 * time.Second

// newSecret makes a secret for codes, of 160 bits.
func newSecret(a Account) (string, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: a.Email})
	if err != nil {
		return "", fmt.Errorf("make a secret for codes: %w", err)
	}
	return key.Secret(), nil
}

// issuer is what an app lists the account under.
const issuer = "Connective"

// SetUp is what somebody puts into the app on their phone that makes codes.
type SetUp struct {
	Secret  string // in groups of four, to be typed
	Address string // otpauth://
	Picture []byte // a QR code of the address, PNG
}

// setUp shows a secret to its owner.
func setUp(a Account, secret string) (SetUp, error) {
	address := "otpauth://totp/" + issuer + ":" + url.PathEscape(a.Email) + "?" + url.Values{"secret": {secret}, "issuer": {issuer}}.Encode()
	key, err := otp.NewKeyFromURL(address)
	if err != nil {
		return SetUp{}, fmt.Errorf("write the address of a secret: %w", err)
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return SetUp{}, fmt.Errorf("draw the address of a secret: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return SetUp{}, fmt.Errorf("draw the address of a secret: %w", err)
	}
	return SetUp{Secret: inFours(secret), Address: address, Picture: b.Bytes()}, nil
}

func inFours(secret string) string {
	var groups []string
	for ; len(secret) > 4; secret = secret[4:] {
		groups = append(groups, secret[:4])
	}
	return strings.Join(append(groups, secret), " ")
}

// stepOf is the period whose code it is, or 0. A code of the period of the last
// one used, or of one before, is none: each is taken once.
func stepOf(secret, code string, last int64, now time.Time) int64 {
	code = strings.Map(digits, code)
	found := int64(0)
	at := now.Unix() / int64(period.Seconds())
	for step := at - 1; step <= at+1; step++ {
		right, err := totp.GenerateCode(secret, time.Unix(step*int64(period.Seconds()), 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 && step > last {
			found = step
		}
	}
	return found
}

// digits drops the spaces that people type between digits.
func digits(r rune) rune {
	if r == ' ' || r == '\u00a0' || r == '-' {
		return -1
	}
	return r
}
