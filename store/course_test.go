package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// ward is an organisation with a course, two processes of it, and one resident.
type ward struct {
	t    *testing.T
	s    *store.Store
	bots []*bot.Bot
	now  time.Time
	n    int
	said int
}

func newWard(t *testing.T, s *store.Store, limit, n int) *ward {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"wenbridge/org.yaml":        {Data: []byte("name: Wenbridge\nnumber: \"+447700900999\"\nqueues: {desk: {}}\nconsents: {tips: Tips}\n")},
		"wenbridge/courses.csv":     {Data: []byte("id,name,date,consent,valid\nbump,Bump tips,due,tips,2 days\n")},
		"wenbridge/course_bump.csv": {Data: []byte("id,when,text\none,16 weeks before,One.\ntwo,15 weeks before,Two.\nthree,14 weeks before,Three.\n")},
		"wenbridge/join.yaml": {Data: []byte("start: {words: [BUMP]}\nsteps:\n  agree: {ask: Tips? Text STOP to end., exact: yes, options: {yes: Yes, no: No -> end}}\n" +
			"  due: {opt_in: tips, ask: When?, answer: date}\n  in: {course: {join: bump, from: due}, say: You are in.}\n")},
	})
	require.NotNil(t, book.Orgs["wenbridge"], found)
	w := &ward{t: t, s: s, n: n, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	for range 2 {
		w.bots = append(w.bots, bot.New(bot.Config{
			Threads: s, Clock: s, Fates: s, WeeklyCap: limit, Book: func() *flows.Book { return book }, Now: func() time.Time { return w.now },
		}))
	}
	w.texts("BUMP", "yes", "3 March 2027")
	require.Equal(t, []string{"Tips? Text STOP to end.", "When?", "You are in."}, heads(w.sends()))
	return w
}

// heads are the first lines of texts, and lessons without their frame.
func heads(texts []string) []string {
	all := []string{}
	for _, text := range texts {
		line, _, _ := strings.Cut(text, "\n")
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(line, "Bump tips: "), " STOP BUMP ends these."))
	}
	return all
}

func (w *ward) texts(all ...string) {
	w.t.Helper()
	for _, words := range all {
		w.said++
		in := providers.Inbound{Provider: "test", EventID: fmt.Sprint(w.n, "-", w.said), From: key(w.n).Address, Text: words, Received: w.now, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"}}
		require.NoError(w.t, w.bots[0].Receive(context.Background(), in))
	}
}

// wakes lets both processes do what is due at a moment, each several times at once.
func (w *ward) wakes(at string) {
	w.t.Helper()
	now, err := time.Parse("2006-01-02 15:04", at)
	require.NoError(w.t, err)
	w.now = now
	due, err := w.s.Due(context.Background(), now, 100)
	require.NoError(w.t, err)
	var all sync.WaitGroup
	for _, wake := range due {
		for n := range 6 {
			all.Go(func() {
				if err := w.bots[n%2].Wake(context.Background(), wake); err != nil {
					w.t.Errorf("wake: %v", err)
				}
			})
		}
	}
	all.Wait()
}

// sends claims what is in the outbox until nothing is left, and returns what leaves.
func (w *ward) sends() []string {
	w.t.Helper()
	left := []string{}
	until(w.t, time.Minute, func() bool {
		entries, err := w.s.Ready(context.Background(), 100, look)
		require.NoError(w.t, err)
		got, err := w.s.Claim(context.Background(), w.now, entries)
		require.NoError(w.t, err)
		for _, c := range got {
			if c.State == providers.Claimed {
				left = append(left, c.Message.Text)
				require.NoError(w.t, w.s.Settle(context.Background(), w.now, []providers.Settlement{{Claim: c, Result: providers.Result{Verdict: providers.Accepted, ProviderID: c.Ref}}}))
			}
		}
		g, err := w.s.Gauges(context.Background(), w.now)
		return err == nil && g.Depth == 0
	})
	return left
}

func (w *ward) thread() bot.Thread {
	w.t.Helper()
	t, err := w.s.Thread(context.Background(), key(w.n))
	require.NoError(w.t, err)
	return t
}

func TestALessonLeavesOnceWithTwoProcesses(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		w := newWard(t, s, 7, 1)
		require.Equal(t, 1, s.Members("wenbridge", bot.CoursePrefix+"bump"))
		w.wakes("2026-11-11 09:59")
		require.Empty(t, w.sends())
		w.wakes("2026-11-11 10:00")
		w.wakes("2026-11-11 10:00")
		require.Equal(t, []string{"One."}, heads(w.sends()))
		w.wakes("2026-11-11 18:10") // what became of it is asked
		w.wakes("2026-11-12 10:00")
		require.Empty(t, w.sends())
		w.wakes("2026-11-18 10:00")
		require.Equal(t, []string{"Two."}, heads(w.sends()))
	})
}

func TestALessonThatWaitedTooLongIsSentAgainWhileItIsTrue(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		w := newWard(t, s, 7, 2)
		w.wakes("2026-11-11 10:00")
		w.now = w.now.Add(9 * time.Hour) // nothing could be sent until the evening
		require.Empty(t, w.sends(), "not at 7 in the evening")
		w.wakes("2026-11-11 19:30")
		require.Empty(t, w.sends())
		w.wakes("2026-11-12 10:00")
		require.Equal(t, []string{"One."}, heads(w.sends()))
		w.wakes("2026-11-18 10:00")
		w.now = w.now.Add(4 * 24 * time.Hour)
		require.Empty(t, w.sends(), "it is not true any more")
		w.wakes("2026-11-22 13:00")
		w.wakes("2026-11-23 13:00")
		require.Empty(t, w.sends())
		w.wakes("2026-11-25 10:00")
		require.Equal(t, []string{"Three."}, heads(w.sends()))
	})
}

func TestALessonCountsTowardsTheWeeklyCap(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		w := newWard(t, s, 1, 3)
		w.wakes("2026-11-11 10:00")
		require.Len(t, w.sends(), 1)
		w.texts("hello") // answers do not count
		require.Len(t, w.sends(), 1)
		w.wakes("2026-11-11 18:10")
		w.wakes("2026-11-18 09:30")
		w.now = time.Date(2026, 11, 18, 9, 59, 0, 0, time.UTC)
		w.wakes("2026-11-18 10:00")
		w.now = w.now.Add(-time.Minute) // a moment before the week is over
		require.Empty(t, w.sends(), "enough for the week")
		w.wakes("2026-11-18 18:10")
		w.wakes("2026-11-19 10:00")
		require.Equal(t, []string{"Two."}, heads(w.sends()), "the day after")
	})
}

func TestWhoLeavesOrGrievesGetsNotEvenWhatIsInTheOutbox(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"leaves the course":      {"STOP BUMP", "You have left Bump tips and won't get its texts. Other texts go on."},
		"stops all":              {"STOP", "Done. Wenbridge will not text you again. If you want to come back, text START."},
		"loses the baby":         {"i lost the baby", "We are so sorry. We will send no more tips. A person from Wenbridge will text you. To talk, Sands is free: 0808 164 3332. In danger, call 999."},
		"calls for help":         {"i want to die", "I am sorry you feel this way. Please talk to someone now. In danger? Call 999. Or call 111 and press 2. Or Samaritans, 116 123. Or text SHOUT to 85258."},
		"may have lost the baby": {"is this a miscarriage", "Thank you for telling us. We have stopped the tips. A person from Wenbridge will text you. Pain or bleeding? Call 111 or your midwife. In danger, 999."},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s *store.Store) {
				w := newWard(t, s, 7, 4)
				w.wakes("2026-11-11 10:00")
				require.Len(t, w.thread().Person.Courses["bump"].Told, 1, "it is in the outbox")
				w.texts(c.text)
				got := heads(w.sends())
				require.NotEmpty(t, got)
				require.Equal(t, c.want, got[0])
				require.NotContains(t, got, "One.")
				for _, at := range []string{"2026-11-11 18:10", "2026-11-12 10:00", "2026-11-18 10:00", "2026-11-25 10:00", "2026-11-26 10:00"} {
					w.wakes(at)
					require.Empty(t, w.sends(), at)
				}
			})
		})
	}
}

func TestStaffEndACourse(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		w := newWard(t, s, 7, 5)
		w.wakes("2026-11-11 10:00")
		for range 2 {
			_, err := w.bots[1].EndCourse(context.Background(), "wenbridge", key(5).Address, "bump", "s1", "once")
			require.NoError(t, err)
		}
		require.Empty(t, w.sends(), "nothing leaves, and nothing is said of it")
		require.Empty(t, w.thread().Person.Courses)
		require.Zero(t, s.Members("wenbridge", bot.CoursePrefix+"bump"))
		ledger, err := s.Ledger(context.Background(), key(5))
		require.NoError(t, err)
		last := ledger[len(ledger)-1]
		require.Equal(t, []string{"leave:course:bump", "s1"}, []string{last.Name, last.By})
	})
}
