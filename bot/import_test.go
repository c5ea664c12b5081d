package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// may is the day on which somebody agreed on paper.
var may = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func formOf() bot.Import {
	return bot.Import{
		Event: "import:x:2", By: "Ada", Consents: []string{"updates"}, Groups: []string{"walkers"}, Me: map[string]string{"area": "mill_lea"},
		Source: "paper form", Words: "News by text", Agreed: may,
	}
}

// stranger is the thread of a number that was never seen.
func stranger() bot.Thread {
	return bot.Thread{ID: "p1", Key: bot.Key{Org: "town", Address: providers.Address{Kind: providers.Phone, Value: "+447700900123"}}}
}

func TestAnImportSaysNothingAndStartsNothing(t *testing.T) {
	turn, changes, err := bot.JudgeImport(town(), stranger(), nil, formOf(), tuesday)
	require.NoError(t, err)
	require.True(t, changes)
	require.Empty(t, turn.Say)
	require.Empty(t, turn.Conversation.Parked)
	require.Equal(t, []string{"updates"}, turn.Person.Consents)
	require.Equal(t, []string{"walkers"}, turn.Joined)
	require.Equal(t, "mill_lea", turn.Person.Me["area"])
	require.Equal(t, may, turn.Person.Kept["area"].Set, "it is kept from the day on which it was told")
	require.Equal(t, turn.WakeAt.IsZero(), false, "and wiped in its time")
	require.Len(t, turn.Ledger, 2)
	require.Equal(t, bot.Consent{Name: "updates", Given: true, Wording: "News by text", At: tuesday, Event: "import:x:2", Source: "paper form", Agreed: may, By: "Ada"}, turn.Ledger[0])
}

func TestWhoTookItBackIsNotPutBackByAnOlderList(t *testing.T) {
	known := stranger()
	known.Version, known.Person.Met = 3, may
	entry := func(name string, given bool, at time.Time) bot.Consent {
		return bot.Consent{Name: name, Given: given, At: at}
	}
	june := may.AddDate(0, 1, 0)
	for name, c := range map[string]struct {
		ledger []bot.Consent
		want   string // what was taken back; empty for nothing
	}{
		"never heard of it":             {nil, ""},
		"left the group since":          {[]bot.Consent{entry("leave:walkers", false, june)}, "leave:walkers"},
		"left it that day":              {[]bot.Consent{entry("leave:walkers", false, may.Add(9*time.Hour))}, "leave:walkers"},
		"left it before":                {[]bot.Consent{entry("leave:walkers", false, may.AddDate(0, 0, -1))}, ""},
		"left another group":            {[]bot.Consent{entry("leave:knit", false, june)}, ""},
		"left, and joined again":        {[]bot.Consent{entry("leave:walkers", false, june), entry("join:walkers", true, june.AddDate(0, 0, 1)), entry("updates", true, june)}, ""},
		"took the consent back":         {[]bot.Consent{entry("updates", false, june)}, "updates"},
		"STOP and START since":          {[]bot.Consent{entry("stop", false, june), entry("start", true, june.AddDate(0, 0, 1))}, "stop"},
		"STOP and START before":         {[]bot.Consent{entry("stop", false, may.AddDate(0, -1, 0)), entry("start", true, may.AddDate(0, -1, 1))}, ""},
		"STOP, and agreed anew by text": {[]bot.Consent{entry("stop", false, june), entry("updates", true, june.AddDate(0, 0, 1)), entry("join:walkers", true, june.AddDate(0, 0, 1))}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := bot.JudgeImport(town(), known, c.ledger, formOf(), tuesday)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			var back *bot.WithdrawnError
			require.ErrorAs(t, err, &back)
			require.Equal(t, c.want, back.Name)
		})
	}
}

func TestAnImportNeverUndoesAStop(t *testing.T) {
	stopped := stranger()
	stopped.Stopped = true
	_, _, err := bot.JudgeImport(town(), stopped, nil, formOf(), tuesday)
	require.ErrorIs(t, err, bot.ErrErased)
	stopped.Version = 4
	_, _, err = bot.JudgeImport(town(), stopped, nil, formOf(), tuesday)
	require.ErrorIs(t, err, bot.ErrStopped)
}

func TestWhatPeopleToldThemselvesStands(t *testing.T) {
	known := stranger()
	known.Version = 3
	known.Person = bot.Person{
		Language: "cy", Met: may, Heard: may, Consents: []string{"updates"}, Groups: []string{"walkers"}, Me: map[string]string{"area": "castlefields"},
		Kept: map[string]bot.Kept{"area": {Set: may.AddDate(0, 1, 0), Until: may.AddDate(2, 0, 0)}},
	}
	in := formOf()
	in.Language = "en"
	_, changes, err := bot.JudgeImport(town(), known, nil, in, tuesday)
	require.NoError(t, err)
	require.False(t, changes, "all of it is known, or was told later")

	in.Agreed = may.AddDate(0, 2, 0)
	turn, changes, err := bot.JudgeImport(town(), known, nil, in, tuesday)
	require.NoError(t, err)
	require.True(t, changes)
	require.Equal(t, "mill_lea", turn.Person.Me["area"])
	require.Equal(t, "cy", turn.Person.Language, "who texts has chosen it")
	require.Empty(t, turn.Ledger, "nothing new was agreed to")
}
