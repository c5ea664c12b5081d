package programs

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"hash/crc32"
	"strings"
)

// A token is written as one word: Prefix, an id, a secret of 260 bits, and a sum
// of what comes before, all in the letters of base32 (RFC 4648 §6). Tools that
// look for secrets in files find it by Prefix and know by the sum that it is one.
const (
	Prefix       = "connective_"
	idLetters    = 10
	keyLetters   = 52
	sumLetters   = 7 // of 32 bits
	tokenLetters = len(Prefix) + idLetters + keyLetters + sumLetters
)

// secret is a token as its program knows it.
type secret struct{ id, key string }

// newSecret makes one.
func newSecret() secret { return secret{rand.Text()[:idLetters], rand.Text() + rand.Text()} }

// text is the token in one word.
func (s secret) text() string {
	said := Prefix + s.id + s.key
	return said + sumOf(said)
}

// hash is what is kept of it. The secret is random and long, so that there is
// nothing to guess, and a slow hash would slow each request down for nothing.
func (s secret) hash() string {
	sum := sha256.Sum256([]byte(s.id + s.key))
	return hex.EncodeToString(sum[:])
}

// is reports whether it is the secret of that hash.
func (s secret) is(hash string) bool {
	return subtle.ConstantTimeCompare([]byte(s.hash()), []byte(hash)) == 1
}

// readSecret reads a token; false for what is none.
func readSecret(text string) (secret, bool) {
	rest, ours := strings.CutPrefix(text, Prefix)
	if !ours || len(text) != tokenLetters {
		return secret{}, false
	}
	before := text[:len(text)-sumLetters]
	if sumOf(before) != text[len(before):] {
		return secret{}, false
	}
	return secret{rest[:idLetters], rest[idLetters : idLetters+keyLetters]}, true
}

func sumOf(said string) string {
	sum := crc32.ChecksumIEEE([]byte(said))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}
