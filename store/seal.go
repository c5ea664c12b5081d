package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
)

// errSealed is returned for what no key of ours opens.
var errSealed = errors.New("it was sealed with another key, or was changed")

// box seals and opens with one key. The name that belongs to a text is sealed
// into it, so that one field cannot be passed off as another.
type box struct{ aead cipher.AEAD }

func newBox(key []byte) box {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // keys are 32 bytes everywhere
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has blocks of the right size
	}
	return box{aead}
}

func (b box) seal(text []byte, name string) []byte {
	return b.aead.Seal(make([]byte, 0, len(text)+b.aead.Overhead()), nil, text, []byte(name))
}

func (b box) open(sealed []byte, name string) ([]byte, error) {
	text, err := b.aead.Open(nil, nil, sealed, []byte(name))
	if err != nil {
		return nil, errSealed
	}
	return text, nil
}

// shared seals what belongs to no single person, and opens what older secrets
// sealed too.
type shared struct {
	box
	older []box
}

func newShared(k Keys) shared {
	s := shared{box: newBox(k.Wrapping[:])}
	for _, old := range k.OldWrapping {
		s.older = append(s.older, newBox(old[:]))
	}
	return s
}

func (s shared) open(sealed []byte, name string) ([]byte, error) {
	text, err := s.box.open(sealed, name)
	for _, b := range s.older {
		if err == nil {
			break
		}
		text, err = b.open(sealed, name)
	}
	return text, err
}

// ring wraps and unwraps the data keys of people.
type ring struct {
	wrap  shared
	mu    sync.Mutex
	cache map[string]personBox // by person
}

// personBox is a person's own key: destroying the wrapped one erases them.
type personBox struct {
	box
	wrapped string
}

// mostCached bounds the cache of unwrapped keys, about 1 KB each.
const mostCached = 8192

func newRing(k Keys) *ring {
	return &ring{wrap: newShared(k), cache: map[string]personBox{}}
}

// of returns the person's box; a new one if nothing is wrapped yet.
func (r *ring) of(person, wrapped string) (personBox, error) {
	r.mu.Lock()
	known, ok := r.cache[person]
	r.mu.Unlock()
	if ok && (known.wrapped == wrapped || wrapped == "") {
		return known, nil
	}
	if wrapped == "" {
		return r.fresh(person), nil
	}
	key, err := r.wrap.open([]byte(wrapped), "key:"+person)
	if err != nil {
		return personBox{}, fmt.Errorf("unwrap a person's key: %w", err)
	}
	return r.keep(person, personBox{newBox(key), wrapped}), nil
}

// fresh makes a key for somebody met for the first time. Two turns at once may
// both make one; the version check lets only one of them be written.
func (r *ring) fresh(person string) personBox {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails, crypto/rand says
	return personBox{newBox(key), string(r.wrap.seal(key, "key:"+person))}
}

func (r *ring) keep(person string, b personBox) personBox {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.cache) >= mostCached {
		for other := range r.cache { // any will do: the next read unwraps it again
			delete(r.cache, other)
			break
		}
	}
	r.cache[person] = b
	return b
}

func (r *ring) forget(person string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.cache, person)
}
