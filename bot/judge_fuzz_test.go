package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// FuzzJudge lets somebody who stands in one of the states live through what a
// script says: texts of the town's words and of the fuzzer's, hours of silence,
// what staff do, what a provider tells. After each of them the rules that never
// bend are looked at.
func FuzzJudge(f *testing.F) {
	for i := range states {
		f.Add([]byte{byte(i), 0, 40, 2, 6, 3, 4, 6, 5, 1, 90, 1, 4}, "hello i need some help")
		f.Add([]byte{byte(i), 4, 7, 0, 7, 1, 4, 6, 2, 7, 3, 4, 3, 17, 200}, "STOP")
		f.Add([]byte{byte(i), 5, 9, 3, 4, 7, 5, 4, 6, 6, 7, 2, 4, 7, 4, 4}, "i want to die")
		f.Add([]byte{byte(i), 2, 1, 1, 2, 2, 1, 7, 6, 4, 7, 0, 6, 4, 4}, "stop. thanks")
	}
	for _, texts := range [][]string{
		{"WALK", "4", "1", "STOP yoga", "JOIN yoga", "STOP yoga", "mydata", "forget", "1"},
		{"WALK", "4", "1", "WALK", "3", "1", "no"},
		{"WALK", "4", "1", "STOP", "START", "STOP"},
		{"1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"},
	} {
		script := []byte{1}
		for _, text := range texts {
			at := slices.Index(words(), text)
			script = append(script, 0, byte(at/256), byte(at%256))
		}
		f.Add(append(script, 6, 5, 6, 7), "yes")
		f.Add(append(slices.Insert(script, 10, 4), 6, 5, 6, 7), "where I live")
	}
	f.Add([]byte{1, 4, 7, 7, 4, 4}, "👍")
	for i := range states {
		f.Add([]byte{byte(i), 4, 4}, "\xff\xfe")
	}
	f.Add([]byte{0, 4, 4}, strings.Repeat("long ", 200))
	chance := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		script := make([]byte, 12+chance.IntN(40))
		for i := range script {
			script[i] = byte(chance.UintN(256))
		}
		f.Add(script, words()[chance.IntN(len(words()))])
	}
	f.Fuzz(func(t *testing.T, script []byte, text string) {
		if len(text) > 4000 || len(script) > 60 {
			t.Skip("nobody texts so much")
		}
		l := &life{script: script, own: text}
		l.phone = states[l.next(len(states))].phone()
		if len(script)%9 == 8 {
			l.thread.Key.Address = providers.Address{Kind: providers.Letters, Value: "PARCELS"}
		}
		l.raw = l.thread
		for len(l.script) > 0 {
			l.goOn(t)
		}
	})
}

// life is a phone whose owner does what a script says.
type life struct {
	*phone
	script []byte
	own    string     // the fuzzer's text
	raw    bot.Thread // as the last turn left it, before it was saved and restored
}

// next reads a number below n from the script, 0 when the script is over.
func (l *life) next(n int) int {
	if len(l.script) == 0 {
		return 0
	}
	b := int(l.script[0])
	l.script = l.script[1:]
	return b % n
}

// goOn does the next thing of the script.
func (l *life) goOn(t *testing.T) {
	switch l.next(8) {
	case 0, 1, 2:
		l.hears(t, l.inbound(l.word()))
	case 3:
		l.hears(t, l.inbound(l.word()+" "+l.word()))
	case 4:
		l.hears(t, l.inbound(l.own))
	case 5:
		l.hears(t, l.inbound(l.word()+" "+l.own))
	case 6:
		l.passes(t, []time.Duration{time.Second, time.Minute, 59 * time.Minute, 3 * time.Hour, 12 * time.Hour, 24 * time.Hour, 72 * time.Hour, 2000 * time.Hour}[l.next(8)])
	case 7:
		l.odd(t)
	}
}

// words are everything that means something in the town.
var words = sync.OnceValue(func() []string {
	all := []string{"", " ", "1", "2", "3", "4", "9", "0", "1 2", "12", "ASK", "WALK", "HELLO", "JOIN", "JOIN yoga", "STOP yoga", "tea", "cat and dog", "WA7 2GA", "2 May", "9:30",
		"07700 900123", "ann@example.org", "Ann", "Ann, Bob", "he hits me", "stpo", "stop. thanks", "no thanks", "lorem ipsum", "???", "👍", "…", "STOP STOP", "stop walking",
		strings.Repeat("so it ", 25) + "and", strings.Repeat("felly ", 24) + "i want to d", "ie.", strings.Repeat("ŵy ", 22) + "ŵ"}
	for _, list := range []string{"stop", "stop_sentences", "stop_soft", "start", "help", "menu", "back", "more", "person", "mydata", "forget", "skip", "yes", "no", "wrong_number", "crisis", "crisis_unclear"} {
		all = append(all, locales.AllWords("words."+list)...)
	}
	for _, l := range locales.Languages() {
		all = append(all, l.Name)
	}
	return all
})

func (l *life) word() string { return words()[(l.next(256)*256+l.next(256))%len(words())] }

// odd is what happens seldom.
func (l *life) odd(t *testing.T) {
	in := l.inbound(l.word())
	switch l.next(8) {
	case 0:
		in.OptOut = providers.OptOutStop
		l.hears(t, in)
	case 1:
		in.OptOut = providers.OptOutStart
		l.hears(t, in)
	case 2:
		in.Text, in.Unsupported = "", "picture"
		l.hears(t, in)
	case 3:
		l.staff(t, func(b *bot.Bot) error {
			return b.Act(t.Context(), "town", l.thread.Case.ID, bot.Staff{ID: "sam", Name: "Sam"}, fmt.Sprint(l.thread.Version), bot.Reply{Text: l.own})
		})
	case 4:
		l.staff(t, func(b *bot.Bot) error {
			return b.Act(t.Context(), "town", l.thread.Case.ID, bot.Staff{ID: "sam", Name: "Sam"}, fmt.Sprint(l.thread.Version), bot.Close{})
		})
	case 5:
		before, turn := l.judged(t, func(thread bot.Thread) bot.Turn { return bot.JudgeFailed(l.org, thread, in, l.now) })
		rulesOfText(t, before, turn, l.org, in, l.now)
	case 6:
		l.org = brokenTown()
	case 7:
		l.org = town()
	}
}

// judged judges the thread as the last turn left it, asserts that this changed
// nothing of it and that the same thread, saved and restored, makes the same
// turn, and keeps the turn.
func (l *life) judged(t *testing.T, judge func(bot.Thread) bot.Turn) (before bot.Thread, turn bot.Turn) {
	before = l.raw
	was := written(t, before)
	turn = judge(before)
	second := judge(l.thread)
	require.Equal(t, string(written(t, second.Thread)), string(written(t, turn.Thread)))
	require.Equal(t, string(written(t, second)), string(written(t, turn)))
	require.Equal(t, string(was), string(written(t, before)), "a thread that was only read was changed")
	l.keep(turn)
	return before, turn
}

// keep is a phone's, and remembers what was not saved yet.
func (l *life) keep(turn bot.Turn) {
	l.phone.keep(turn)
	l.raw = turn.Thread
	l.raw.Version++
}

// hears judges a text, and looks at the rules.
func (l *life) hears(t *testing.T, in providers.Inbound) {
	before, turn := l.judged(t, func(thread bot.Thread) bot.Turn { return bot.Judge(l.org, thread, in, l.now, nil) })
	rulesOfText(t, before, turn, l.org, in, l.now)
	l.now = l.now.Add([]time.Duration{4 * time.Second, 300 * time.Millisecond}[len(l.script)%2])
}

// passes lets time go by, and wakes the thread when it wants to be, and once
// more at the end, as a clock does that read the thread before it changed.
func (l *life) passes(t *testing.T, d time.Duration) {
	if l.org == brokenTown() {
		d = min(d, 24*time.Hour) // what is due looks each hour whether the flows are back
	}
	end := l.now.Add(d)
	for n, last := 0, false; !last; n++ {
		require.Less(t, n, 40, "a thread that never rests")
		last = l.now.Equal(end)
		before, turn := l.judged(t, func(thread bot.Thread) bot.Turn { return bot.JudgeDue(l.org, thread, l.now, nil) })
		if p := before.Part; p != nil && !p.Due.After(l.now) {
			before.Part = nil
			rulesOfText(t, before, turn, l.org, providers.Inbound{Text: p.Text, From: before.Key.Address, Received: p.At}, l.now)
		} else {
			rulesOfDue(t, before, turn, l.org, l.now)
		}
		if l.now = turn.WakeAt; l.now.IsZero() || l.now.After(end) {
			l.now = end
		}
	}
}

// staff lets people act on the open case, if there is one.
func (l *life) staff(t *testing.T, act func(*bot.Bot) error) {
	open := l.thread.Case
	if open == nil {
		return
	}
	b := bot.New(bot.Config{Threads: l, Now: func() time.Time { return l.now }, Book: func() *flows.Book {
		return &flows.Book{Orgs: map[string]*flows.Org{"town": l.org}}
	}})
	before := l.thread
	if err := act(b); err != nil {
		require.True(t, before.Stopped || !before.Key.Address.Answerable(), "staff were refused: %v", err)
		return
	}
	rulesOfAll(t, before, l.turn, l.now)
	require.True(t, !before.Stopped || len(l.turn.Say) == 0, "staff cannot text who has stopped")
}

// Thread, Commit and Case make one life a store of one thread.
func (l *life) Thread(context.Context, bot.Key) (bot.Thread, error) { return l.thread, nil }
func (l *life) Commit(_ context.Context, turn bot.Turn) error       { l.keep(turn); return nil }
func (l *life) Case(context.Context, string, string) (bot.CaseFile, error) {
	return bot.CaseFile{Case: *l.thread.Case, Key: l.thread.Key}, nil
}
