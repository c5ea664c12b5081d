package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

const sharedLine = "+447700900050"

// twoTowns is two organisations on one number.
func twoTowns(t testing.TB) *flows.Book {
	t.Helper()
	files := fstest.MapFS{}
	for id, word := range map[string]string{"millbrook": "MILL", "riverside": "RIVER"} {
		files[id+"/org.yaml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf("name: %s\nnumber: \"%s\"\nword: %s\nwelcome: hello\nmenu: [tell]\nqueues: {desk: {}}\nconsents: {updates: Texts}\n",
			strings.ToUpper(id[:1])+id[1:], sharedLine, word))}
		files[id+"/hello.yaml"] = &fstest.MapFile{Data: []byte("steps:\n  hi: {opt_in: updates, say: Welcome to " + id + ".}\n")}
		files[id+"/tell.yaml"] = &fstest.MapFile{Data: []byte("title: Tell\nstart: {words: [TELL " + word + ", SAY " + word + "S]}\nsteps:\n  what: {ask: \"" + id + ": what?\", answer: text}\n  ok: {say: \"" + id + " heard <what>.\"}\n")}
	}
	files["riverside/boat.yaml"] = &fstest.MapFile{Data: []byte("start: {words: [BOAT]}\nsteps:\n  go: {say: The boat leaves at two.}\n")}
	book, found := flows.Load(files)
	for _, f := range found {
		require.NotContains(t, []string{"exact-consent"}, f.Code)
	}
	return book
}

// estate is a bot with its store in memory, and everything that it has sent.
type estate struct {
	t      testing.TB
	store  *memory.Store
	bot    *bot.Bot
	now    time.Time
	said   []string
	turns  []bot.Turn
	events int
	broken bool // the next commit is refused as if the store were away
}

func newEstate(t testing.TB, book *flows.Book) *estate {
	e := &estate{t: t, store: memory.New(), now: tuesday}
	e.bot = bot.New(bot.Config{
		Threads: e, Lines: e.store, Book: func() *flows.Book { return book }, Now: func() time.Time { return e.now }, Members: e.store.Members,
		Seen: func(turn bot.Turn) {
			e.turns = append(e.turns, turn)
			e.said = append(e.said, said(turn)...)
			if len(turn.Say) > 0 {
				e.store.Sent(turn)
			}
		},
		Quarantine: func(context.Context, providers.Inbound) error { return errors.New("no such line") },
	})
	return e
}

// Thread and Commit are the store's, but that commits can be made to fail.
func (e *estate) Thread(ctx context.Context, key bot.Key) (bot.Thread, error) {
	return e.store.Thread(ctx, key)
}

func (e *estate) Commit(ctx context.Context, turn bot.Turn) error {
	if e.broken {
		e.broken = false
		return bot.ErrUnavailable
	}
	return e.store.Commit(ctx, turn)
}

func (e *estate) inbound(text string) providers.Inbound {
	e.events++
	e.now = e.now.Add(10 * time.Second)
	return providers.Inbound{
		Provider: "test", EventID: fmt.Sprint(e.events), Text: text, Received: e.now,
		From: providers.Address{Kind: providers.Phone, Value: "+447700900123"}, To: providers.Address{Kind: providers.Phone, Value: sharedLine},
	}
}

// text sends one text and returns all that is said to it.
func (e *estate) text(words string) string {
	e.t.Helper()
	return e.hear(e.inbound(words))
}

func (e *estate) hear(in providers.Inbound) string {
	e.t.Helper()
	e.said = nil
	require.NoError(e.t, e.bot.Receive(context.Background(), in))
	return strings.Join(e.said, "\n\n")
}

func (e *estate) stopped(org string) bool {
	thread, err := e.store.Thread(context.Background(), bot.Key{Org: org, Address: e.inbound("").From})
	require.NoError(e.t, err)
	return thread.Stopped
}

const whichTown = "Several organisations share this number. To choose one, text its word:\nMILL: Millbrook\nRIVER: Riverside"

func TestATextOnASharedNumberReachesWhoItIsFor(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	for _, step := range []struct{ text, want string }{
		{"hello", whichTown},
		{"hello again", whichTown},
		{"MILL", "Welcome to millbrook."},
		{"hello", "Sorry, I didn't follow that. Text MENU to see what you can do."},
		{"River, MENU", "Riverside. Reply with a number.\n1 Tell"},
		{"1", "riverside: what?"},
		{"mill the water is high", "riverside heard mill the water is high."},
		{"mill menu", "Millbrook. Reply with a number.\n1 Tell"},
		{"BOAT", "The boat leaves at two."},
		{"say mills", "millbrook: what?"},
		{"BOAT", "millbrook heard BOAT."},
		{"MILL", "Millbrook. Reply with a number.\n1 Tell"},
		{"help river", "Riverside: reply with a number from the list. 0 goes back. MENU starts again. PERSON gets you a person. STOP ends all texts. In an emergency call 999."},
	} {
		require.Equal(t, step.want, e.text(step.text), step.text)
	}
}

func TestAStartWordOfOneOrganisationFindsItAtOnce(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	require.Equal(t, "The boat leaves at two.", e.text("boat"))
	require.Equal(t, "riverside", *e.turns[0].Speaks)
}

func TestTheWordAloneAsksAnOpenQuestionAgain(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	e.text("TELL MILL")
	e.text("RIVER")
	require.Equal(t, "millbrook: what?", e.text("mill"))
}

func TestStopSaysWhoStopsAndStopAllIsEverybodyOnTheNumber(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	e.text("RIVER")
	require.Equal(t, "Done. Riverside will not text you again. To come back, text START RIVER. To stop all texts from this number, text STOPALL.", e.text("STOP"))
	require.Equal(t, []bool{false, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
	const all = "Done. You will get no more texts from this number. If you want to come back, text START."
	require.Equal(t, all, e.text("stop all"))
	require.Equal(t, []bool{true, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
	require.Empty(t, e.text("STOP ALL"), "answered once")
	require.Equal(t, "Welcome back. Riverside can text you again. Text STOP at any time to stop. Text MENU to begin.", e.text("START"))
	require.True(t, e.stopped("millbrook"))
	require.Contains(t, e.text("MILL START"), "Welcome back. Millbrook")
	require.Equal(t, all, e.text("STOPALL"))
}

func TestStopWithAWordStopsThatOrganisation(t *testing.T) {
	for _, words := range []string{"STOP MILL", "mill stop", "Mill: please stop texting me"} {
		e := newEstate(t, twoTowns(t))
		e.text("MILL")
		e.text("RIVER")
		require.Contains(t, e.text(words), "Millbrook will not text you", words)
	}
}

func TestAnOptOutThatTheProviderTellsOfIsForTheWholeNumber(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	in := e.inbound("STOP")
	in.OptOut = providers.OptOutStop
	require.Empty(t, e.hear(in), "the provider has answered")
	require.Equal(t, []bool{true, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
}

func TestStopFromSomebodyNobodyKnowsStopsAllAndKeepsNothingElse(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	require.Equal(t, "Done. You will get no more texts from this number. If you want to come back, text START.", e.text("STOP"))
	for _, org := range []string{"millbrook", "riverside"} {
		require.True(t, e.stopped(org))
		thread, err := e.store.Thread(context.Background(), bot.Key{Org: org, Address: e.inbound("").From})
		require.NoError(t, err)
		require.Empty(t, thread.Person)
	}
}

func TestWordsOfCrisisAreAnsweredWhoeverTheyAreFor(t *testing.T) {
	for _, before := range [][]string{nil, {"hello"}, {"MILL"}, {"MILL", "RIVER"}, {"STOP ALL"}, {"RIVER", "STOP"}} {
		e := newEstate(t, twoTowns(t))
		for _, words := range before {
			e.text(words)
		}
		require.Contains(t, e.text("i want to die"), "116 123", before)
		last := e.turns[len(e.turns)-1]
		require.Equal(t, "crisis", last.Rule)
		require.True(t, last.Thread.Case.Urgent)
	}
}

func TestACallForHelpThatTheProviderTookForStopIsHeardOnASharedNumber(t *testing.T) {
	for _, before := range [][]string{nil, {"MILL"}, {"MILL", "RIVER"}, {"STOP ALL"}} {
		e := newEstate(t, twoTowns(t))
		for _, words := range before {
			e.text(words)
		}
		in := e.inbound("STOP i want to die")
		in.OptOut = providers.OptOutStop
		require.Contains(t, e.hear(in), "116 123", before)
		require.Equal(t, []bool{true, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
		open, urgent := 0, false
		for _, org := range []string{"millbrook", "riverside"} {
			cases, err := e.store.OpenCases(t.Context(), org)
			require.NoError(t, err)
			for _, c := range cases {
				open, urgent = open+1, urgent || c.Urgent
			}
		}
		require.True(t, urgent)
		require.Equal(t, 1, open, "one organisation's people are called")
		require.Empty(t, e.hear(in), "a repeat")
	}
}

func TestATextOnASharedNumberIsParkedWithWhomThePersonSpeaks(t *testing.T) {
	for _, c := range []struct {
		before []string
		org    string
	}{{nil, "millbrook"}, {[]string{"RIVER"}, "riverside"}, {[]string{"RIVER", "MILL"}, "millbrook"}} {
		e := newEstate(t, twoTowns(t))
		for _, words := range c.before {
			e.text(words)
		}
		require.NoError(t, e.bot.Park(t.Context(), e.inbound("poison")))
		require.Equal(t, c.org, e.turns[len(e.turns)-1].Key.Org)
		require.Equal(t, "fault", e.turns[len(e.turns)-1].Thread.Case.Reason)
	}
}

func TestAParkedStopOnASharedNumberIsObeyed(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	e.text("RIVER")
	require.NoError(t, e.bot.Park(t.Context(), e.inbound("STOP")))
	require.Equal(t, []bool{false, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
	require.NoError(t, e.bot.Park(t.Context(), e.inbound("STOP ALL")))
	require.Equal(t, []bool{true, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
	nobody := newEstate(t, twoTowns(t))
	require.NoError(t, nobody.bot.Park(t.Context(), nobody.inbound("STOP")))
	require.Equal(t, []bool{true, true}, []bool{nobody.stopped("millbrook"), nobody.stopped("riverside")})
}

func TestAMessageThatComesTwiceIsJudgedOnceWhoeverSpeaksMeanwhile(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	in := e.inbound("hello")
	require.NotEmpty(t, e.hear(in))
	e.text("RIVER")
	require.Empty(t, e.hear(in), "it was handled by another organisation")
}

func TestStopAllGoesOnWhereItWasLeft(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("MILL")
	in := e.inbound("STOP ALL")
	e.broken = true
	e.said = nil
	require.ErrorIs(t, e.bot.Receive(context.Background(), in), bot.ErrUnavailable)
	require.Empty(t, e.said)
	require.NotEmpty(t, e.hear(in))
	require.Equal(t, []bool{true, true}, []bool{e.stopped("millbrook"), e.stopped("riverside")})
	require.Empty(t, e.hear(in))
}

func TestAReplyGoesToWhoeverWroteLast(t *testing.T) {
	e := newEstate(t, twoTowns(t))
	e.text("RIVER")
	e.text("MILL")
	require.NotEmpty(t, e.text("MENU"))
	key := bot.Key{Org: "riverside", Address: e.inbound("").From}
	thread, err := e.store.Thread(context.Background(), key)
	require.NoError(t, err)
	riverside := "riverside"
	e.store.Sent(bot.Turn{Thread: thread, Line: sharedLine, Speaks: &riverside})
	require.Equal(t, "Done. Riverside will not text you again. To come back, text START RIVER. To stop all texts from this number, text STOPALL.", e.text("STOP"))
}
