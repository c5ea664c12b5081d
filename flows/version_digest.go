package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"
)

// digest takes facts in and gives a short hash of them. What is empty is left
// out, so that a key that a later program adds changes no hash of a flow that
// does without it. Every fact is written with its length, so that two facts can
// never be read as one.
type digest struct {
	hash.Hash
	note   func(Fact) // told each fact; nil where the hash alone is wanted
	within string     // stands before the names of facts that are told
}

func newDigest() digest { return digest{Hash: sha256.New()} }

// put takes in a fact and its values.
func (d digest) put(name string, values ...string) {
	if !slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
		return
	}
	if d.note != nil {
		d.note(Fact{d.within + name, values})
	}
	d.word(name)
	d.word(strconv.Itoa(len(values)))
	for _, v := range values {
		d.word(v)
	}
}

func (d digest) word(s string) {
	_, _ = d.Write(strconv.AppendInt(nil, int64(len(s)), 10)) // a hash takes everything
	_, _ = d.Write([]byte{':'})
	_, _ = d.Write([]byte(s))
}

// flag takes in a fact that is true.
func (d digest) flag(name string, is bool) {
	if is {
		d.put(name, "yes")
	}
}

// number takes in a number that is not 0.
func (d digest) number(name string, n int64) {
	if n != 0 {
		d.put(name, strconv.FormatInt(n, 10))
	}
}

// sum is the first bytes of the hash, in hexadecimal.
func (d digest) sum(bytes int) string { return hex.EncodeToString(d.Sum(nil)[:bytes]) }
