package inbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
)

var noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

func with(id string, how func(c *bot.Case)) bot.CaseFile {
	f := file(id)
	f.Opened = noon
	how(&f.Case)
	return f
}

var some = []bot.CaseFile{
	with("new", func(c *bot.Case) { c.Unread, c.Heard = 1, noon }),
	with("mine", func(c *bot.Case) { c.Holder.ID, c.Heard, c.Said = "me", noon, noon.Add(-time.Hour) }),
	with("waits", func(c *bot.Case) { c.Holder.ID, c.Heard, c.Said = "me", noon, noon.Add(time.Hour) }),
	with("theirs", func(c *bot.Case) { c.Holder.ID, c.Unread, c.Heard = "you", 2, noon }),
	with("urgent", func(c *bot.Case) { c.Urgent, c.Heard = true, noon }),
}

func names(files []bot.CaseFile) (all []string) {
	for _, f := range files {
		all = append(all, f.ID)
	}
	return all
}

func TestEachListHasItsCases(t *testing.T) {
	for list, want := range map[inbox.List][]string{
		inbox.New: {"urgent", "new"}, inbox.Mine: {"mine", "waits"}, inbox.Waiting: {"waits"}, inbox.Unread: {"new", "theirs"}, inbox.Urgent: {"urgent"},
		inbox.All: {"urgent", "mine", "new", "theirs", "waits"}, inbox.Closed: nil, "nonsense": nil,
	} {
		require.Equal(t, want, names(inbox.Of(list, some, "me")), list)
		if list != "nonsense" {
			require.Equal(t, len(want), inbox.Counts(slices.Values(some), "me")[list], list)
		}
	}
	require.Empty(t, inbox.Of(inbox.Mine, some, ""), "nobody is nobody's")
}

func TestAListBeginsWithWhatPressesMost(t *testing.T) {
	files := []bot.CaseFile{
		with("late", func(c *bot.Case) { c.Due = noon.Add(-time.Hour) }),
		with("soon", func(c *bot.Case) { c.Due = noon.Add(time.Hour) }),
		with("answered", func(c *bot.Case) { c.Due, c.Answered = noon.Add(-2*time.Hour), noon }),
		with("older", func(c *bot.Case) { c.Opened = noon.Add(-time.Hour) }),
		with("waits", func(c *bot.Case) { c.Holder.ID, c.Said, c.Due = "me", noon, noon.Add(-3*time.Hour) }),
		with("crisis", func(c *bot.Case) { c.Urgent = true }),
	}
	require.Equal(t, []string{"crisis", "late", "soon", "older", "answered", "waits"}, names(inbox.Of(inbox.All, files, "me")))
}

func TestAnAnswerIsLateAfterItsPromiseUntilThereIsOne(t *testing.T) {
	due := with("a", func(c *bot.Case) { c.Due = noon })
	require.False(t, inbox.Late(due, noon))
	require.True(t, inbox.Late(due, noon.Add(time.Second)))
	due.Answered = noon
	require.False(t, inbox.Late(due, noon.Add(time.Hour)))
	require.False(t, inbox.Late(with("b", func(*bot.Case) {}), noon), "nothing was promised")
}
