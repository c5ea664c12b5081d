package inbox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

func TestAReplyIsWeighedAsItIsSent(t *testing.T) {
	d := newDesk(bot.CaseFile{Case: bot.Case{ID: "a"}})
	who := scope(t, "mill", staff.Responder)
	from := len("Dana at Mill: ")
	for _, c := range []struct {
		text string
		want inbox.Weight
	}{
		{"", inbox.Weight{}},
		{" \n", inbox.Weight{}},
		{"Hello", inbox.Weight{Count: providers.Count{Encoding: providers.GSM7, Units: from + 5, Parts: 1}}},
		{strings.Repeat("a", 161-from), inbox.Weight{Count: providers.Count{Encoding: providers.GSM7, Units: 161, Parts: 2}}},
		{"It’s “fine” – really…", inbox.Weight{Count: providers.Count{Encoding: providers.GSM7, Units: from + 23, Parts: 1}, Curly: true}},
		{"tŷ bŵrdd tŷ", inbox.Weight{Count: providers.Count{Encoding: providers.UCS2, Units: from + 11, Parts: 1}, Fancy: "ŷŵ"}},
	} {
		got, err := d.Weigh(context.Background(), who, "a", c.text)
		require.NoError(t, err)
		require.Equal(t, c.want, got, c.text)
	}
}

func TestADraftIsOnesOwnAndEndsWithTheReply(t *testing.T) {
	ctx := context.Background()
	d := newDesk(bot.CaseFile{Case: bot.Case{ID: "a"}})
	who := scope(t, "mill", staff.Responder)
	_, err := d.Keep(ctx, who, "a", "form", "  Dear \n")
	require.NoError(t, err)
	text, err := d.Desk.Draft(ctx, who, "a")
	require.NoError(t, err)
	require.Equal(t, "Dear", text)

	d.refuses = bot.ErrStopped
	require.ErrorIs(t, d.Desk.Act(ctx, who, "a", "form", bot.Reply{Text: "Dear"}), bot.ErrStopped)
	require.NotEmpty(t, d.drafts, "what was not sent is still there")
	d.refuses = nil
	require.NoError(t, d.Desk.Act(ctx, who, "a", "form", bot.Remark{Text: "a note"}))
	require.NotEmpty(t, d.drafts, "a note is no reply")
	require.NoError(t, d.Desk.Act(ctx, who, "a", "form", bot.Reply{Text: "Dear"}))
	require.Empty(t, d.drafts)
	require.Equal(t, []string{"form"}, d.sent)
}

func TestADraftNeedsARoleThatRepliesAndACaseOfTheOrganisation(t *testing.T) {
	ctx := context.Background()
	d := newDesk(bot.CaseFile{Case: bot.Case{ID: "a"}})
	_, err := d.Keep(ctx, scope(t, "mill", staff.Viewer), "a", "form", "Dear")
	require.ErrorIs(t, err, staff.ErrMayNot)
	_, err = d.Desk.Draft(ctx, scope(t, "mill", staff.Viewer), "a")
	require.ErrorIs(t, err, staff.ErrMayNot)
	_, err = d.Keep(ctx, scope(t, "harbour", staff.Responder), "a", "form", "Dear")
	require.ErrorIs(t, err, bot.ErrNoCase)
	require.Empty(t, d.drafts)
}
