package providertest

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// ReadInbound proves that a text is read whole or refused, whatever the request
// has in it. A webhook of the company brings one text at most.
func ReadInbound(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	texts, err := p.ParseInbound(r)
	if err != nil {
		require.ErrorIs(t, err, providers.ErrMalformed)
		require.Empty(t, texts)
		return
	}
	require.LessOrEqual(t, len(texts), 1)
	for _, in := range texts {
		require.True(t, utf8.ValidString(in.Text))
		require.True(t, utf8.ValidString(in.From.Value) && utf8.ValidString(in.To.Value))
		require.NotEmpty(t, in.From.Value)
		require.NotEmpty(t, in.EventID)
		require.LessOrEqual(t, len(in.EventID), 100)
		require.LessOrEqual(t, len(in.Text), 3*(len(r.URL)+len(r.Body)))
		again, err := p.ParseInbound(r)
		require.NoError(t, err)
		require.Equal(t, texts, again)
	}
}

// ReadStatus proves the same of reports, and that nothing is a text and a report.
func ReadStatus(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	reports, err := p.ParseStatus(r)
	if err != nil {
		require.ErrorIs(t, err, providers.ErrMalformed)
		return
	}
	texts, err := p.ParseInbound(r)
	require.False(t, err == nil && len(texts) > 0 && len(reports) > 0, "a webhook is a text or a report")
	for _, s := range reports {
		require.False(t, s.At.IsZero())
		require.True(t, s.State == "" || s.State.Rank() >= 0)
		require.True(t, utf8.ValidString(s.Ref) && utf8.ValidString(s.Code))
	}
}
