package inbox_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
)

func TestAVersionTellsWhatHasChanged(t *testing.T) {
	s := newShelf("a", "b")
	running(t, s, func(b *inbox.Board) {
		open(t, b, "mill")
		type seen struct{ list, a, b, other inbox.Version }
		look := func() seen {
			synctest.Wait()
			return seen{b.Version("mill"), b.CaseVersion("mill", "a"), b.CaseVersion("mill", "b"), b.Version("river")}
		}
		for name, c := range map[string]struct {
			change                    func()
			open, closed, a, b, river bool
		}{
			"nothing":       {change: func() {}},
			"one case":      {change: func() { s.change("a", func(f *bot.CaseFile) { f.Unread++ }) }, open: true, a: true},
			"a new one":     {change: func() { s.change("c", func(*bot.CaseFile) {}) }, open: true, closed: true},
			"one is closed": {change: func() { s.change("b", func(f *bot.CaseFile) { f.Closed = time.Now() }) }, open: true, closed: true, b: true},
			"some may have been missed": {change: func() {
				open(t, b, "river")
				s.news <- bot.CaseNews{}
			}, open: true, closed: true, a: true, b: true, river: true},
		} {
			before := look()
			c.change()
			after := look()
			require.Equal(t, c.open, before.list.Open != after.list.Open, name)
			require.Equal(t, c.closed, before.list.Closed != after.list.Closed, name)
			require.Equal(t, c.a, before.a != after.a, name)
			require.Equal(t, c.b, before.b != after.b, name)
			require.Equal(t, c.river, before.other != after.other, name)
			require.Equal(t, after, look(), "%s: it stays so", name)
			s.change("c", func(f *bot.CaseFile) { f.Closed = time.Now() })
			s.change("b", func(f *bot.CaseFile) { f.Closed = time.Time{} })
			s.change("c", func(f *bot.CaseFile) { f.Closed = time.Now() })
			synctest.Wait()
		}
	})
}
