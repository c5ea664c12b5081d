package staff

import "fmt"

// mostFaults is how many faults of a chain are told.
const mostFaults = 100

// Verdict is what looking at a chain has found.
type Verdict struct {
	Head   Head     // the last entry that is there
	Faults []string // nothing for a chain that is whole
}

// Chain looks at the entries of a chain, one after the other.
type Chain struct {
	verdict Verdict
	place   int64 // of the last entry looked at
	next    int64 // the number that must come
	hash    string
	sure    bool   // hash is that of the entry before
	heads   []Head // that must be met on the way
}

// NewChain begins to look at a chain. Heads that were noted apart must be met on
// the way.
func NewChain(heads ...Head) *Chain { return &Chain{next: 1, sure: true, heads: heads} }

// Entry looks at the next entry.
func (c *Chain) Entry(e Entry) {
	c.place++
	switch {
	case e.N > c.next:
		c.fault("%s missing", spanOf(c.next, e.N-1))
		c.sure = false
	case e.N < c.next:
		c.fault("entry %d stands at place %d, where it does not belong", e.N, c.place)
		return
	}
	if c.sure && e.Before != c.hash {
		c.fault("entry %d does not follow from the one before: one of the two was changed", e.N)
	}
	c.next, c.hash, c.sure = e.N+1, e.Hash(), true
	c.verdict.Head = Head{e.N, c.hash}
	for _, h := range c.heads {
		if h.N == e.N && h.Hash != c.hash {
			c.fault("entry %d is not the one that was noted apart: it, or one before it, was changed", e.N)
		}
	}
}

// Unreadable is told of an entry that no key of ours opens at its place.
func (c *Chain) Unreadable(n int64) {
	c.place++
	c.fault("entry %d, at place %d, was changed or does not belong there", n, c.place)
	if n == c.next {
		c.next++
	}
	c.sure = false
}

// End says what was found.
func (c *Chain) End() Verdict {
	last := c.next - 1
	for _, h := range c.heads {
		if h.N > last {
			c.fault("%s missing at the end", spanOf(last+1, h.N))
			last = h.N
		}
	}
	return c.verdict
}

func (c *Chain) fault(words string, args ...any) {
	if len(c.verdict.Faults) < mostFaults {
		c.verdict.Faults = append(c.verdict.Faults, fmt.Sprintf(words, args...))
	}
}

func spanOf(from, to int64) string {
	if from == to {
		return fmt.Sprintf("entry %d is", from)
	}
	return fmt.Sprintf("entries %d to %d are", from, to)
}
