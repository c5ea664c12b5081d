// Package links makes and reads the links in letters: whoever has one can do one
// thing, until a moment. It does not know what a link is for, nor who gets it.
package links

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrLink is returned for a link that was not made here, or is over.
var ErrLink = errors.New("the link is not ours, or is over")

// Keys make and read links. The first one signs; the others only read, for letters
// that left before the secret was changed.
type Keys [][32]byte

// mostToken is more than a link of ours is long.
const mostToken = 512

// Token is a link as it stands in an address. The kind tells what is signed here from
// anything else that the same key signs; no field may hold a line break.
func (k Keys) Token(kind string, until time.Time, fields ...string) string {
	body := strings.Join(append(fields, strconv.FormatInt(until.Unix(), 36)), "\n")
	return base64.RawURLEncoding.EncodeToString(append(sign(k[0], kind, body), body...))
}

// Read returns the fields of a link of that kind, of which there must be so many, and
// until when it holds; ErrLink for any other text, and once it is over.
func (k Keys) Read(kind, token string, many int, now time.Time) ([]string, time.Time, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) <= sha256.Size || len(token) > mostToken {
		return nil, time.Time{}, ErrLink
	}
	mac, body := raw[:sha256.Size], string(raw[sha256.Size:])
	signed := false
	for _, key := range k {
		signed = hmac.Equal(mac, sign(key, kind, body)) || signed
	}
	parts := strings.Split(body, "\n")
	if !signed || len(parts) != many+1 {
		return nil, time.Time{}, ErrLink
	}
	seconds, err := strconv.ParseInt(parts[many], 36, 64)
	if until := time.Unix(seconds, 0); err == nil && now.Before(until) {
		return parts[:many], until, nil
	}
	return nil, time.Time{}, ErrLink
}

func sign(key [32]byte, kind, body string) []byte {
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(kind + "\n" + body))
	return m.Sum(nil)
}
