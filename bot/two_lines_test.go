package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

const ownLine, otherLine = "+447700900001", "+447700900003"

func twoLines() *flows.Org {
	return &flows.Org{
		ID: "tea", Name: "Tea Town", Number: ownLine, Provider: "north", Language: "en", Languages: []string{"en"}, Timezone: time.UTC,
		Fallback: flows.Fallback{Provider: "twilio", Number: otherLine, Here: true},
	}
}

func TestAnAnswerLeavesByTheLineThatWasTexted(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	me := providers.Address{Kind: providers.Phone, Value: "+447700900123"}
	thread := bot.Thread{Key: bot.Key{Org: "tea", Address: me}}
	for _, c := range []struct{ to, line, via, kept string }{
		{ownLine, ownLine, "north", ""}, {otherLine, otherLine, "twilio", otherLine}, {ownLine, ownLine, "north", ""}, {"", ownLine, "north", ""},
	} {
		in := providers.Inbound{Provider: "x", EventID: c.to, From: me, Text: "HELP", To: providers.Address{Kind: providers.Phone, Value: c.to}}
		turn := bot.Judge(twoLines(), thread, in, now, nil)
		require.NotEmpty(t, turn.Say)
		require.Equal(t, [3]string{c.line, c.via, c.kept}, [3]string{turn.Line, turn.Via, turn.Person.Line}, c.to)
		require.Equal(t, "north", turn.Home, "one queue for a person, whichever line they text")
		thread = turn.Thread
	}
}

func TestATextIsForTheOrganisationOnTheConnectionThatItCameBy(t *testing.T) {
	book := flows.NewBook([]*flows.Org{twoLines(), {ID: "bun", Name: "Bun", Number: "+447700900002"}})
	for name, c := range map[string]struct {
		own, to, by, org string
	}{
		"by its own":                         {"main", ownLine, "north", "tea"},
		"by the other, to the other number":  {"main", otherLine, "twilio", "tea"},
		"by the other, to its own":           {"main", ownLine, "twilio", ""},
		"by its own, to the other number":    {"main", otherLine, "north", ""},
		"by a third":                         {"main", ownLine, "main", ""},
		"to one that names none":             {"main", "+447700900002", "main", "bun"},
		"to one that names none, by another": {"main", "+447700900002", "north", ""},
		"where nobody looks":                 {"", ownLine, "chat", "tea"},
	} {
		t.Run(name, func(t *testing.T) {
			b := bot.New(bot.Config{Book: func() *flows.Book { return book }, Provider: c.own})
			orgs := b.Addressed(providers.Inbound{Provider: c.by, To: providers.Address{Kind: providers.Phone, Value: c.to}})
			if c.org == "" {
				require.Empty(t, orgs)
				return
			}
			require.Len(t, orgs, 1)
			require.Equal(t, c.org, orgs[0].ID)
		})
	}
}
