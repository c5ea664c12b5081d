package directory

import (
	"cmp"
	"slices"
	"strings"
)

// top keeps the best, in order.
type top struct {
	hits []Hit
	most int
}

func (t *top) full() bool     { return len(t.hits) == t.most }
func (t *top) worst() float64 { return t.hits[len(t.hits)-1].Score }

func (t *top) add(h Hit) {
	at, _ := slices.BinarySearchFunc(t.hits, h, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	if at == t.most {
		return
	}
	if t.full() {
		t.hits = t.hits[:len(t.hits)-1]
	}
	t.hits = slices.Insert(t.hits, at, h)
}
