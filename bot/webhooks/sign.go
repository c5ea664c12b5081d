package webhooks

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// SecretPrefix is what the secrets of endpoints begin with (Standard Webhooks,
// "Signature scheme").
const SecretPrefix = "whsec_"

// Secret is what signs. The one before is still good until Until, so that a program
// can change from one to the other.
type Secret struct {
	Key   []byte    `json:"key"`
	Until time.Time `json:"until,omitzero"` // zero is for good
}

// newSecret makes one of 256 bits.
func newSecret() Secret {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails, crypto/rand says
	return Secret{Key: key}
}

// String is nothing secret.
func (s Secret) String() string { return SecretPrefix + "…" }

// GoString is String, so that no way of printing shows more.
func (s Secret) GoString() string { return s.String() }

// Word is the secret as its program is given it.
func (s Secret) Word() string { return SecretPrefix + base64.StdEncoding.EncodeToString(s.Key) }

// Signature is the value of webhook-signature: for each secret that is good at that
// time one signature of id, time and body.
func Signature(secrets []Secret, id string, at time.Time, body []byte) string {
	var all []string
	for _, s := range secrets {
		if !s.Until.IsZero() && !at.Before(s.Until) {
			continue
		}
		h := hmac.New(sha256.New, s.Key)
		h.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
		h.Write(body)
		all = append(all, "v1,"+base64.StdEncoding.EncodeToString(h.Sum(nil)))
	}
	return strings.Join(all, " ")
}
