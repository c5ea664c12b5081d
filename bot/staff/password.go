package staff

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// ErrWeak is returned for a password that is too short, too long, too well known,
// or made of the account's own name.
var ErrWeak = errors.New("the password must have 12 to 128 letters, and not be one that others would guess")

const (
	shortest = 12
	longest  = 128
)

// known are beginnings of passwords that lists of stolen ones are full of, and
// that are long enough otherwise.
var known = []string{"password", "passw0rd", "qwertyuiop", "qwerty12", "123456789", "letmein", "welcome", "iloveyou", "connective", "nhs"}

// checkPassword returns ErrWeak for a password that is easily guessed. There is no
// rule on capitals and digits: length is what counts (NIST SP 800-63B, 3.1.1.2).
func checkPassword(a Account, password string) error {
	n := utf8.RuneCountInString(password)
	if n < shortest || n > longest || len(password) > 4*longest {
		return ErrWeak
	}
	lower := strings.ToLower(password)
	if strings.Trim(lower, lower[:1]) == "" {
		return ErrWeak
	}
	name, _, _ := strings.Cut(a.Email, "@")
	for _, word := range append([]string{name, a.Email, strings.ToLower(a.Name)}, known...) {
		rest, found := strings.CutPrefix(lower, word)
		if found && word != "" && utf8.RuneCountInString(rest) < shortest/2 {
			return ErrWeak
		}
	}
	return nil
}

// hasher makes and compares hashes, a few at once: each takes 19 MiB.
type hasher struct {
	cost  *argon2id.Params
	slots chan struct{}
	dummy func() string // the hash of nobody's password
}

// DefaultCost is OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
var DefaultCost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce bounds the memory that signing in can take.
const hashesAtOnce = 4

func newHasher(cost argon2id.Params) *hasher {
	h := &hasher{cost: &cost, slots: make(chan struct{}, hashesAtOnce)}
	h.dummy = sync.OnceValue(func() string {
		hash, err := argon2id.CreateHash("nobody's password", h.cost)
		if err != nil {
			panic(err) // only without a source of random bytes, and there always is one
		}
		return hash
	})
	return h
}

func (h *hasher) hash(password string) (string, error) {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	hash, err := argon2id.CreateHash(password, h.cost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// same reports whether it is the password of the hash. Without a hash it takes as
// long, and it is not.
func (h *hasher) same(password, hash string) bool {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	if len(password) > 4*longest {
		password = ""
	}
	known := hash != ""
	if !known {
		hash = h.dummy()
	}
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && same && known
}
