package inbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Link is what a letter to a service lets whoever has it do: answer one referral,
// until a moment.
type Link struct {
	Org, Case, Referral string
	Until               time.Time
}

// ErrLink is returned for a link that was not made here, or is over.
var ErrLink = errors.New("the link is not ours, or is over")

// Links makes and reads links. The first key signs; the others only read, for
// letters that left before the secret was changed.
type Links struct{ Keys [][32]byte }

// linkFor tells what is signed here from anything else that the same key signs.
const linkFor = "referral link 1\n"

// Token is a link as it stands in an address.
func (l Links) Token(k Link) string {
	body := strings.Join([]string{k.Org, k.Case, k.Referral, strconv.FormatInt(k.Until.Unix(), 36)}, "\n")
	return base64.RawURLEncoding.EncodeToString(append(sign(l.Keys[0], body), body...))
}

// Read returns the link of a token; ErrLink for any other text, and once it is over.
func (l Links) Read(token string, now time.Time) (Link, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) <= sha256.Size || len(token) > mostToken {
		return Link{}, ErrLink
	}
	mac, body := raw[:sha256.Size], string(raw[sha256.Size:])
	signed := false
	for _, key := range l.Keys {
		signed = hmac.Equal(mac, sign(key, body)) || signed
	}
	parts := strings.Split(body, "\n")
	if !signed || len(parts) != 4 {
		return Link{}, ErrLink
	}
	until, err := strconv.ParseInt(parts[3], 36, 64)
	if err != nil || !now.Before(time.Unix(until, 0)) {
		return Link{}, ErrLink
	}
	return Link{Org: parts[0], Case: parts[1], Referral: parts[2], Until: time.Unix(until, 0)}, nil
}

// mostToken is more than a link of ours is long.
const mostToken = 512

func sign(key [32]byte, body string) []byte {
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(linkFor + body))
	return m.Sum(nil)
}
