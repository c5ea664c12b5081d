package store

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Keys are derived from one secret. The index key can never change; the old
// wrapping and journal keys only read.
type Keys struct {
	Index, Wrapping, Journal [32]byte
	OldWrapping, OldJournal  [][32]byte
	Links                    [][32]byte // the first signs the links in letters, the others only read
	Proof                    [32]byte   // proves which installation answers, see Prove
}

// NewSecret makes a secret of 32 random bytes, in base64.
func NewSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails, crypto/rand says
	return base64.StdEncoding.EncodeToString(b)
}

// DeriveKeys reads a secret of 32 bytes, base64 or hex, and older ones. Its error
// names each that is not, and quotes none.
func DeriveKeys(secret string, old []string) (Keys, error) {
	var k Keys
	raw, err := readSecret(secret)
	if err = errors.Join(named("CONNECTIVE_SECRET", err), checkOld(old)); err != nil {
		return k, err
	}
	if k.Index, k.Wrapping, k.Journal, err = derive(raw); err != nil {
		return k, err
	}
	if k.Links, err = deriveLinks(nil, raw); err != nil {
		return k, err
	}
	b, err := hkdf.Key(sha256.New, raw, nil, "connective proof", 32)
	if err != nil {
		return k, fmt.Errorf("derive a key: %w", err)
	}
	copy(k.Proof[:], b)
	for _, o := range old {
		raw, err := readSecret(o)
		if err != nil {
			return k, err
		}
		_, wrapping, journal, err := derive(raw)
		if err != nil {
			return k, err
		}
		k.OldWrapping, k.OldJournal = append(k.OldWrapping, wrapping), append(k.OldJournal, journal)
		if k.Links, err = deriveLinks(k.Links, raw); err != nil {
			return k, err
		}
	}
	return k, nil
}

func checkOld(old []string) error {
	var faults []error
	for i, o := range old {
		_, err := readSecret(o)
		faults = append(faults, named(fmt.Sprintf("CONNECTIVE_SECRET_OLD: secret %d", i+1), err))
	}
	return errors.Join(faults...)
}

func named(setting string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %w", setting, err)
}

// Prove answers a question that somebody has made up, as only who has the same secret
// can.
func (k Keys) Prove(question string) string {
	mac := hmac.New(sha256.New, k.Proof[:])
	mac.Write([]byte(question))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func deriveLinks(all [][32]byte, secret []byte) ([][32]byte, error) {
	b, err := hkdf.Key(sha256.New, secret, nil, "connective links", 32)
	if err != nil {
		return all, fmt.Errorf("derive a key: %w", err)
	}
	return append(all, [32]byte(b)), nil
}

func readSecret(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if b, err := decode(s); err == nil && len(b) == 32 {
			return b, nil
		}
	}
	return nil, errors.New("must be 32 bytes in base64 or hex: print one with  connective doctor --new-secret")
}

func derive(secret []byte) (index, wrapping, journal [32]byte, err error) {
	for _, k := range []struct {
		name string
		into *[32]byte
	}{{"connective index", &index}, {"connective wrapping", &wrapping}, {"connective journal", &journal}} {
		b, err := hkdf.Key(sha256.New, secret, nil, k.name, 32)
		if err != nil {
			return index, wrapping, journal, fmt.Errorf("derive a key: %w", err)
		}
		copy(k.into[:], b)
	}
	return index, wrapping, journal, nil
}
