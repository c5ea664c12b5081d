package inbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
)

func TestWhoWritesFirstIsNotedBesideWhom(t *testing.T) {
	d := newDesk()
	who := scope(t, "mill", staff.Responder)
	standing, err := d.Find(t.Context(), who, "07700 900127")
	require.NoError(t, err)
	require.Equal(t, []string{"updates"}, standing.Consents)
	id, err := d.Desk.WriteFirst(t.Context(), who, "07700 900127", "form", "Hello")
	require.NoError(t, err)
	require.Equal(t, "c-new", id)
	require.Equal(t, []string{"mill +447700900127 Dana Hello"}, d.firsts)
	require.Equal(t, []staff.Entry{{Deed: inbox.LookedFor, Person: "p-mill…127"}, {Deed: inbox.WroteFirst, Person: "p-mill…127"}}, d.notes)

	d.refuses = bot.ErrNoConsent
	_, err = d.Desk.WriteFirst(t.Context(), who, "07700 900127", "form", "Hello")
	require.ErrorIs(t, err, bot.ErrNoConsent)
	require.Equal(t, staff.Entry{Deed: inbox.WasRefused, Person: "p-mill…127", Detail: string(inbox.WroteFirst)}, d.notes[len(d.notes)-1])
}

func TestWritingFirstNeedsARoleANumberAndTheAuditLog(t *testing.T) {
	d := newDesk()
	for _, role := range []staff.Role{staff.Viewer, staff.Editor} {
		_, err := d.Find(t.Context(), scope(t, "mill", role), "07700 900127")
		require.ErrorIs(t, err, staff.ErrMayNot)
		_, err = d.Desk.WriteFirst(t.Context(), scope(t, "mill", role), "07700 900127", "form", "Hello")
		require.ErrorIs(t, err, staff.ErrMayNot)
	}
	for _, number := range []string{"", "BANK", "60777", "0800"} {
		_, err := d.Find(t.Context(), scope(t, "mill", staff.Lead), number)
		require.ErrorIs(t, err, inbox.ErrNoNumber, number)
	}
	d.deaf = bot.ErrUnavailable
	_, err := d.Desk.WriteFirst(t.Context(), scope(t, "mill", staff.Lead), "07700 900127", "form", "Hello")
	require.ErrorIs(t, err, bot.ErrUnavailable)
	require.Empty(t, d.firsts)
}
