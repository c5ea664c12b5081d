package bot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

var (
	onPhone = providers.Address{Kind: providers.Phone, Value: "+447700900123"}
	inApp   = providers.InApp("whatsapp", "+447700900123")
)

// appOrg has a line by SMS and one on WhatsApp, of the same number.
func appOrg() *flows.Org {
	return &flows.Org{
		ID: "tea", Name: "Tea Town", Number: ownLine, Language: "en", Languages: []string{"en"}, Timezone: time.UTC,
		App: flows.AppLine{App: "whatsapp", Provider: "whatsapp", Number: ownLine},
	}
}

// twin is one person on two lines of an organisation, with a bot of the real shell.
type twin struct {
	*testing.T
	store *memory.Store
	bot   *bot.Bot
	now   time.Time
	n     int
}

func newTwin(t *testing.T) *twin {
	w := &twin{T: t, store: memory.New(), now: time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)}
	book := flows.NewBook([]*flows.Org{appOrg()})
	w.bot = bot.New(bot.Config{Threads: w.store, Jobs: w.store, Book: func() *flows.Book { return book }, Provider: "sms", Now: func() time.Time { return w.now }})
	return w
}

// says sends a text by one of the lines and does what it asks for on the other.
func (w *twin) says(from providers.Address, text string) {
	w.Helper()
	w.n++
	by := "sms"
	if app, _ := from.App(); app != "" {
		by = "whatsapp"
	}
	in := providers.Inbound{Provider: by, EventID: string(rune('a' + w.n)), From: from, To: providers.Address{Kind: providers.Phone, Value: ownLine}, Text: text, Received: w.now}
	require.NoError(w, w.bot.Receive(w.Context(), in))
	_, err := w.bot.Work(w.Context())
	require.NoError(w, err)
}

func (w *twin) thread(from providers.Address) bot.Thread {
	w.Helper()
	thread, err := w.store.Thread(w.Context(), bot.Key{Org: "tea", Address: from})
	require.NoError(w, err)
	return thread
}

func TestAPersonHasAConversationAndARecordOnEachLine(t *testing.T) {
	w := newTwin(t)
	w.says(onPhone, "hello")
	w.says(inApp, "hello")
	phone, app := w.thread(onPhone), w.thread(inApp)
	require.NotEqual(t, phone.ID, app.ID)
	require.EqualValues(t, 1, phone.Version)
	require.EqualValues(t, 1, app.Version)
}

func TestStopOnOneLineStopsBothAndStartBringsBackOne(t *testing.T) {
	for name, c := range map[string]struct{ said, other providers.Address }{
		"by WhatsApp": {inApp, onPhone}, "by text": {onPhone, inApp},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTwin(t)
			w.says(c.other, "hello")
			w.says(c.said, "hello")
			w.says(c.said, "STOP")
			require.True(t, w.thread(c.said).Stopped)
			require.True(t, w.thread(c.other).Stopped)

			w.says(c.said, "START")
			require.False(t, w.thread(c.said).Stopped)
			require.True(t, w.thread(c.other).Stopped, "the other line begins again where it is asked to")
			w.says(c.other, "START")
			require.False(t, w.thread(c.other).Stopped)

			w.says(c.said, "START")
			w.says(c.other, "STOP")
			w.says(c.said, "START")
			w.says(c.other, "STOP") // once more, though that line is stopped
			require.True(t, w.thread(c.said).Stopped)
		})
	}
}

func TestStopHoldsOnALineThatWasNeverUsed(t *testing.T) {
	w := newTwin(t)
	w.says(inApp, "STOP")
	other := w.thread(onPhone)
	require.True(t, other.Stopped, "a list that is imported later must not text them")
	require.Zero(t, other.Person.Met, "nothing else is kept of them")
}

func TestForgetMeOnOneLineForgetsBoth(t *testing.T) {
	w := newTwin(t)
	w.says(onPhone, "HELP")
	w.says(inApp, "HELP")
	w.says(inApp, "FORGET ME")
	w.says(inApp, "1")
	for _, a := range []providers.Address{onPhone, inApp} {
		require.Zero(t, w.thread(a).Person.Met)
		require.True(t, w.thread(a).Stopped)
	}
}

func TestSomebodyWithoutANumberHasOneLine(t *testing.T) {
	w := newTwin(t)
	nameless := providers.InApp("whatsapp", "GB.1234567890")
	w.says(nameless, "STOP")
	require.True(t, w.thread(nameless).Stopped)
	require.False(t, w.thread(onPhone).Stopped)
}

func TestALossThatIsToldOnOneLineEndsTheCoursesOfTheOther(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	in := providers.Inbound{Provider: "whatsapp", EventID: "1", From: inApp, To: providers.Address{Kind: providers.Phone, Value: ownLine}, Text: "I lost my baby", Received: now}
	turn := bot.Judge(appOrg(), bot.Thread{Key: bot.Key{Org: "tea", Address: inApp}}, in, now, nil)
	require.Len(t, turn.Jobs, 1)
	require.Equal(t, &bot.Beside{Address: onPhone, Does: bot.BesideLoss}, turn.Jobs[0].Beside)

	mother := bot.Thread{Key: bot.Key{Org: "tea", Address: onPhone}, Version: 3, Person: bot.Person{Courses: map[string]bot.Attending{"baby": {}}}}
	ended, changes := bot.JudgeBeside(appOrg(), mother, turn.Jobs[0], now)
	require.True(t, changes)
	require.Empty(t, ended.Person.Courses)
	require.Empty(t, ended.Say, "she was answered where she said it")
	require.Empty(t, ended.Jobs, "and nothing goes back and forth")

	_, changes = bot.JudgeBeside(appOrg(), bot.Thread{Key: mother.Key, Version: 3}, turn.Jobs[0], now)
	require.False(t, changes)
}

func TestWhatAnAppStopsByItselfIsNotTheOtherLines(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	in := providers.Inbound{Provider: "whatsapp", EventID: "1", From: inApp, To: providers.Address{Kind: providers.Phone, Value: ownLine}, OptOut: providers.OptOutStop, Received: now}
	turn := bot.Judge(appOrg(), bot.Thread{Key: bot.Key{Org: "tea", Address: inApp}}, in, now, nil)
	require.True(t, turn.Stopped)
	require.Empty(t, turn.Jobs)
}

func TestATextLeavesByTheLineOfItsPerson(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	org := appOrg()
	org.App.Number, org.App.Template, org.App.Languages = otherLine, "town_news", []string{"en_GB"}
	for to, line := range map[providers.Address]flows.Line{onPhone: {Number: ownLine}, inApp: {Number: otherLine, Provider: "whatsapp"}} {
		thread := bot.Thread{Key: bot.Key{Org: "tea", Address: to}, Version: 1}
		heard := bot.Judge(org, thread, providers.Inbound{Provider: "x", EventID: "1", From: to, To: providers.Address{Kind: providers.Phone, Value: otherLine}, Text: "HELP"}, now, nil)
		due := bot.JudgeDue(org, thread, now, nil)
		for _, turn := range []bot.Turn{heard, due} {
			require.Equal(t, [3]string{line.Number, line.Provider, line.Provider}, [3]string{turn.Line, turn.Via, turn.Home})
		}
		require.Equal(t, to == inApp, heard.Say[0].Template != nil)
	}
}

func TestATextOfAnAppIsForTheOrganisationOnThatConnection(t *testing.T) {
	book := flows.NewBook([]*flows.Org{appOrg(), {ID: "bun", Name: "Bun", Number: "+447700900002"}})
	b := bot.New(bot.Config{Book: func() *flows.Book { return book }, Provider: "sms"})
	for name, c := range map[string]struct {
		from    providers.Address
		to, by  string
		reaches bool
	}{
		"by WhatsApp":                      {inApp, ownLine, "whatsapp", true},
		"by text":                          {onPhone, ownLine, "sms", true},
		"an app's person by text":          {inApp, ownLine, "sms", false},
		"a phone by WhatsApp":              {onPhone, ownLine, "whatsapp", false},
		"to who has no line there":         {inApp, "+447700900002", "whatsapp", false},
		"a person of another app of words": {providers.InApp("signal", onPhone.Value), ownLine, "whatsapp", false},
	} {
		t.Run(name, func(t *testing.T) {
			orgs := b.Addressed(providers.Inbound{Provider: c.by, From: c.from, To: providers.Address{Kind: providers.Phone, Value: c.to}})
			require.Equal(t, c.reaches, len(orgs) == 1)
		})
	}
}
