package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// paper is a journal in memory that remembers what it was told.
type paper struct {
	mu    sync.Mutex
	next  uint64
	found []bot.Ticket
	done  map[uint64]bool
	tried map[uint64]int
	broke error
}

func newPaper(found ...bot.Ticket) *paper {
	return &paper{next: 1000, found: found, done: map[uint64]bool{}, tried: map[uint64]int{}}
}

func (p *paper) Take(_ context.Context, texts []providers.Inbound) ([]bot.Ticket, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broke != nil {
		return nil, p.broke
	}
	tickets := make([]bot.Ticket, len(texts))
	for i, in := range texts {
		p.next++
		tickets[i] = bot.Ticket{ID: p.next, Inbound: in}
	}
	return tickets, nil
}

func (p *paper) Tried(_ context.Context, t bot.Ticket) error { return p.note(t, 1) }
func (p *paper) Spared(t bot.Ticket) error                   { return p.note(t, -1) }

func (p *paper) note(t bot.Ticket, n int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tried[t.ID] += n
	return p.broke
}

func (p *paper) Done(t bot.Ticket) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[t.ID] = true
	return nil
}

func (p *paper) Unfinished() []bot.Ticket { return p.found }

func (p *paper) finished() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.done)
}

func (p *paper) triesOf(id uint64) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tried[id]
}

func (p *paper) isDone(id uint64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done[id]
}

// ear is a bot that notes what it hears, or fails as it is told.
type ear struct {
	mu     sync.Mutex
	heard  []string
	parked []string
	tries  int
	fails  func(try int, in providers.Inbound) error
}

func (e *ear) receive(_ context.Context, in providers.Inbound) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tries++
	if e.fails != nil {
		if err := e.fails(e.tries, in); err != nil {
			return err
		}
	}
	e.heard = append(e.heard, in.Text)
	return nil
}

func (e *ear) park(_ context.Context, in providers.Inbound) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.parked = append(e.parked, in.Text)
	return nil
}

func (e *ear) said() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

func (e *ear) atPeople() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.parked)
}

func (e *ear) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tries
}

func (e *ear) now(fails func(int, providers.Inbound) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fails = fails
}

func away(int, providers.Inbound) error { return bot.ErrUnavailable }

func from(person int, text string) providers.Inbound {
	return providers.Inbound{
		Provider: "messagebird", EventID: text, Text: text,
		From: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+4477009000%02d", person)},
		To:   providers.Address{Kind: providers.Phone, Value: "+447700900999"},
	}
}

// intake runs a test in fake time, with an intake that is closed at its end.
func intake(t *testing.T, p *paper, e *ear, test func(t *testing.T, i *bot.Intake)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: e.receive, Park: e.park, Budget: 800 * time.Millisecond})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- i.Replay(ctx) }()
		synctest.Wait()
		test(t, i)
		stop()
		require.NoError(t, <-ended)
		closing, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		require.NoError(t, i.Close(closing))
	})
}

func TestATextIsFinishedBeforeTakeReturns(t *testing.T) {
	p, e := newPaper(), &ear{}
	intake(t, p, e, func(t *testing.T, i *bot.Intake) {
		begun := time.Now()
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "one"), from(1, "two"), from(1, "three")}))
		require.Equal(t, []string{"one", "two", "three"}, e.said())
		require.Equal(t, 3, p.finished())
		require.Zero(t, time.Since(begun))
		require.Zero(t, i.Pending())
		require.True(t, i.Settled())
		require.Zero(t, p.triesOf(1001)+p.triesOf(1002)+p.triesOf(1003), "a text that is judged once is not noted as tried")
	})
}

func TestTextsOfOnePersonAreJudgedOneAtATimeInOrder(t *testing.T) {
	p, e := newPaper(), &ear{}
	var mu sync.Mutex
	under := 0
	slow := func(ctx context.Context, in providers.Inbound) error {
		mu.Lock()
		under++
		together := under
		mu.Unlock()
		time.Sleep(time.Second)
		mu.Lock()
		under--
		mu.Unlock()
		if together > 1 {
			return errors.New("two at once")
		}
		return e.receive(ctx, in)
	}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: slow, Park: e.park, Budget: 800 * time.Millisecond})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		var want []string
		for n := range 20 {
			want = append(want, fmt.Sprint(n))
			require.NoError(t, i.Take(ctx, []providers.Inbound{from(1, fmt.Sprint(n))}))
		}
		require.NoError(t, i.Close(context.Background()))
		require.Equal(t, want, e.said())
		require.Empty(t, e.atPeople())
		stop()
	})
}

func TestManyPeopleAreJudgedAtTheSameTimeButNotWithoutBound(t *testing.T) {
	var mu sync.Mutex
	under, most := 0, 0
	slow := func(context.Context, providers.Inbound) error {
		mu.Lock()
		under++
		most = max(most, under)
		mu.Unlock()
		time.Sleep(100 * time.Millisecond)
		mu.Lock()
		under--
		mu.Unlock()
		return nil
	}
	synctest.Test(t, func(t *testing.T) {
		var found []bot.Ticket
		for n := range 1000 {
			in := from(0, fmt.Sprint(n))
			in.From.Value = fmt.Sprintf("+999%09d", n)
			found = append(found, bot.Ticket{ID: uint64(n + 1), Inbound: in})
		}
		p := newPaper(found...)
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: slow, Budget: time.Second})
		require.False(t, i.Settled())
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		synctest.Wait()
		require.NoError(t, i.Close(context.Background()))
		require.Equal(t, 1000, p.finished())
		require.Equal(t, 256, most)
		require.True(t, i.Settled())
		stop()
	})
}

func TestWhatAStartFindsComesBeforeWhatArrives(t *testing.T) {
	p := newPaper(bot.Ticket{ID: 1, Inbound: from(1, "old")}, bot.Ticket{ID: 2, Inbound: from(1, "older than new")})
	e := &ear{}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: e.receive, Park: e.park, Budget: time.Second})
		taken := make(chan error)
		go func() { taken <- i.Take(t.Context(), []providers.Inbound{from(1, "new")}) }()
		synctest.Wait()
		require.Empty(t, e.said(), "nothing is judged before the replay")
		require.False(t, i.Settled())
		require.True(t, i.Held(from(1, "").From), "a STOP may be among them")
		require.False(t, i.Held(from(2, "").From))
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		require.NoError(t, <-taken)
		require.Equal(t, []string{"old", "older than new", "new"}, e.said())
		require.Equal(t, []int{1, 1}, []int{p.triesOf(1), p.triesOf(2)}, "that they are tried again is noted")
		require.True(t, i.Settled())
		require.False(t, i.Held(from(1, "").From))
		require.NoError(t, i.Close(context.Background()))
		stop()
	})
}

func TestWhileTheStoreIsAwayTextsAreTakenAtOnceAndHandledInOrderLater(t *testing.T) {
	p, e := newPaper(), &ear{fails: away}
	intake(t, p, e, func(t *testing.T, i *bot.Intake) {
		begun := time.Now()
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "one")}))
		require.Equal(t, 800*time.Millisecond, time.Since(begun), "the first waits for as long as it may")
		require.False(t, i.Settled())
		require.True(t, i.Held(from(1, "").From))
		begun = time.Now()
		want := []string{"one"}
		for n := range 50 {
			want = append(want, fmt.Sprint(n))
			require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, fmt.Sprint(n))}))
			require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(2+n, "hello")}))
			require.True(t, i.Held(from(2+n, "").From), "as soon as it is answered for")
		}
		require.Zero(t, time.Since(begun), "no other waits")
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		require.Empty(t, e.said())
		require.Less(t, e.count(), 400, "one text at a time looks whether the store is back")

		e.now(nil)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		require.Zero(t, i.Pending())
		require.True(t, i.Settled())
		said := slices.DeleteFunc(e.said(), func(s string) bool { return s == "hello" })
		require.Equal(t, want, said)
		require.Empty(t, e.atPeople())
		begun = time.Now()
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "back")}))
		require.Zero(t, time.Since(begun))
	})
}

func TestATextThatCannotBeJudgedGoesToPeopleAfterThreeTries(t *testing.T) {
	for name, fault := range map[string]func(){"an error": func() {}, "a panic": func() { panic("poison") }} {
		t.Run(name, func(t *testing.T) {
			p, e := newPaper(), &ear{}
			e.fails = func(_ int, in providers.Inbound) error {
				if in.Text != "poison" {
					return nil
				}
				fault()
				return errors.New("this cannot be judged")
			}
			intake(t, p, e, func(t *testing.T, i *bot.Intake) {
				require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "poison"), from(1, "after")}))
				require.Equal(t, 4, e.count())
				require.Equal(t, []string{"poison"}, e.atPeople())
				require.Equal(t, []string{"after"}, e.said(), "it stops nobody")
				require.Equal(t, 2, p.finished())
				require.Equal(t, 3, p.triesOf(1001), "each new try is on disk before it begins, that of people too")
			})
		})
	}
}

// The first of the three tries is not noted: most texts have no second.
func TestATextThatEndedTheProgramThreeTimesIsNotJudgedAgain(t *testing.T) {
	p, e := newPaper(bot.Ticket{ID: 1, Inbound: from(1, "poison"), Tries: 2}), &ear{}
	intake(t, p, e, func(t *testing.T, _ *bot.Intake) {
		require.Equal(t, []string{"poison"}, e.atPeople())
		require.Zero(t, e.count())
		require.True(t, p.isDone(1))
	})
}

// One of the texts that a start finds ends the program. All of them were noted
// once; from then on they are tried one at a time.
func TestTextsThatMayHaveEndedTheProgramAreJudgedOneAtATime(t *testing.T) {
	var found []bot.Ticket
	for n := range 50 {
		found = append(found, bot.Ticket{ID: uint64(n + 1), Inbound: from(n, fmt.Sprint(n)), Tries: 1})
	}
	p := newPaper(found...)
	under, most := 0, 0
	var mu sync.Mutex
	receive := func(context.Context, providers.Inbound) error {
		mu.Lock()
		under++
		most = max(most, under)
		mu.Unlock()
		time.Sleep(time.Second)
		mu.Lock()
		under--
		mu.Unlock()
		return nil
	}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: receive, Budget: time.Second})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		for i.Pending() > 0 {
			time.Sleep(time.Second)
		}
		require.Equal(t, 1, most)
		require.Equal(t, 50, p.finished())
		stop()
		require.NoError(t, i.Close(context.Background()))
	})
}

// More texts than are judged at once may have ended the program, and judging the
// first of them takes long.
func TestTextsThatMayHaveEndedTheProgramKeepNobodyElseWaiting(t *testing.T) {
	var found []bot.Ticket
	for n := range 2000 {
		in := from(1, fmt.Sprint("suspect ", n))
		in.From.Value = fmt.Sprintf("+9990000%05d", n)
		found = append(found, bot.Ticket{ID: uint64(n + 1), Inbound: in, Tries: 1})
	}
	p, e := newPaper(found...), &ear{}
	synctest.Test(t, func(t *testing.T) {
		let := make(chan struct{})
		receive := func(ctx context.Context, in providers.Inbound) error {
			if strings.HasPrefix(in.Text, "suspect") {
				<-let
			}
			return e.receive(ctx, in)
		}
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: receive, Budget: time.Second})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		synctest.Wait()
		begun := time.Now()
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(2, "hello")}))
		require.Zero(t, time.Since(begun))
		require.Equal(t, []string{"hello"}, e.said())
		close(let)
		synctest.Wait()
		require.Equal(t, 2001, e.count())
		stop()
		require.NoError(t, i.Close(context.Background()))
	})
}

// Giving it to people ends the program, too: then nothing looks at it any more,
// so that all others are answered.
func TestATextThatEndsTheProgramWhateverIsDoneWithItIsKeptApart(t *testing.T) {
	for tries, apart := range map[int]bool{2: false, 10: false, 11: true, 50: true} {
		p, e := newPaper(bot.Ticket{ID: 1, Inbound: from(1, "poison"), Tries: tries}), &ear{}
		var kept []string
		synctest.Test(t, func(t *testing.T) {
			i := bot.NewIntake(bot.IntakeConfig{
				Journal: p, Receive: e.receive, Park: e.park, Budget: time.Second,
				Apart: func(_ context.Context, in providers.Inbound) error { kept = append(kept, in.Text); return nil },
			})
			ctx, stop := context.WithCancel(t.Context())
			go func() { _ = i.Replay(ctx) }()
			synctest.Wait()
			require.True(t, p.isDone(1))
			require.Zero(t, e.count())
			require.Equal(t, apart, len(kept) == 1, tries)
			require.Equal(t, apart, len(e.atPeople()) == 0, tries)
			stop()
			require.NoError(t, i.Close(context.Background()))
		})
	}
}

func TestAStoreThatIsAwayDoesNotCountAgainstAText(t *testing.T) {
	p, e := newPaper(bot.Ticket{ID: 1, Inbound: from(1, "fine"), Tries: 1}), &ear{fails: away}
	intake(t, p, e, func(t *testing.T, _ *bot.Intake) {
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Zero(t, p.triesOf(1), "each try was taken back")
		e.now(nil)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		require.Equal(t, []string{"fine"}, e.said())
		require.Empty(t, e.atPeople())
		require.True(t, p.isDone(1))
	})
}

func TestATextThatCanBeNeitherJudgedNorParkedHoldsNobodyUp(t *testing.T) {
	p, e := newPaper(), &ear{}
	broken := func(_ context.Context, in providers.Inbound) error {
		if in.Text == "poison" {
			panic("again")
		}
		return e.receive(t.Context(), in)
	}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: broken, Park: broken, Budget: time.Second})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		require.NoError(t, i.Take(ctx, []providers.Inbound{from(1, "poison"), from(1, "after")}))
		require.Equal(t, []string{"after"}, e.said())
		require.Equal(t, []bool{false, true}, []bool{p.isDone(1001), p.isDone(1002)}, "the journal keeps it for the next start")
		require.True(t, i.Settled())
		require.NoError(t, i.Close(context.Background()))
		stop()
	})
}

func TestWithoutAJournalTheStoreMustHoldTheText(t *testing.T) {
	p, e := newPaper(), &ear{}
	p.broke = fmt.Errorf("no space left: %w", bot.ErrUnavailable)
	intake(t, p, e, func(t *testing.T, i *bot.Intake) {
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "one")}))
		require.Equal(t, []string{"one"}, e.said())
		e.now(away)
		for n := range 10 {
			begun := time.Now()
			require.ErrorIs(t, i.Take(t.Context(), []providers.Inbound{from(1, fmt.Sprint("lost ", n))}), bot.ErrUnavailable)
			require.LessOrEqual(t, time.Since(begun), 2*time.Second, "its provider waits for an answer")
		}
		e.now(nil)
		time.Sleep(time.Minute)
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "two")}))
		require.Equal(t, "two", e.said()[len(e.said())-1])
		require.Zero(t, i.Pending())
	})
}

func TestNoMoreTextsWaitInMemoryThanThereIsRoomFor(t *testing.T) {
	p, e := newPaper(), &ear{fails: away}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: e.receive, Park: e.park, Budget: time.Second, Most: 3})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		for n := range 3 {
			require.NoError(t, i.Take(ctx, []providers.Inbound{from(n, "hello")}))
		}
		require.ErrorIs(t, i.Take(ctx, []providers.Inbound{from(4, "hello")}), bot.ErrUnavailable)
		stop()
		ended, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		require.NoError(t, i.Close(ended), "what is left is in the journal")
		require.Equal(t, 3, i.Pending())
	})
}

func TestTextsThatAFailoverMayHaveLostAreJudgedAgain(t *testing.T) {
	p, e := newPaper(), &ear{}
	intake(t, p, e, func(t *testing.T, i *bot.Intake) {
		require.NoError(t, i.Take(t.Context(), []providers.Inbound{from(1, "STOP")}))
		e.now(away)
		i.Again([]bot.Ticket{{ID: 1001, Inbound: from(1, "STOP")}})
		require.True(t, i.Held(from(1, "").From), "before anything is sent to them")
		require.False(t, i.Settled())
		require.False(t, i.CaughtUp())
		e.now(nil)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		require.Equal(t, []string{"STOP", "STOP"}, e.said(), "the store knows a repeat")
		require.True(t, i.Settled())
		require.True(t, i.CaughtUp())
	})
}

// While the store is away texts wait. When another answers it has lost texts
// that were handled before those.
func TestTextsOfBeforeAFailoverAreJudgedBeforeThoseThatWaited(t *testing.T) {
	p, e := newPaper(), &ear{}
	repeats := map[string]bot.Repeat{}
	var mu sync.Mutex // two people are judged at once
	receive := func(ctx context.Context, in providers.Inbound) error {
		err := e.receive(ctx, in)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			repeats[in.Text] = bot.TryOf(ctx).Before
		}
		return err
	}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: receive, Park: e.park, Budget: 100 * time.Millisecond})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		synctest.Wait()
		for _, text := range []string{"one", "two"} {
			require.NoError(t, i.Take(ctx, []providers.Inbound{from(1, text)}))
		}
		notYet := func(_ int, in providers.Inbound) error {
			switch in.Text {
			case "three":
				return fmt.Errorf("read a thread: %w", bot.ErrNotYet)
			case "four":
				return bot.ErrUnavailable
			}
			return nil
		}
		e.now(notYet)
		require.NoError(t, i.Take(ctx, []providers.Inbound{from(1, "three"), from(2, "four")}))
		i.Again([]bot.Ticket{{ID: 1002, Inbound: from(1, "two")}, {ID: 1001, Inbound: from(1, "one")}, {ID: 1003, Inbound: from(1, "three")}})
		require.Equal(t, 4, i.Pending(), "the third waits already")
		for !i.CaughtUp() {
			time.Sleep(10 * time.Millisecond)
		}
		require.False(t, i.Settled())
		e.now(nil)
		for !i.Settled() {
			time.Sleep(10 * time.Millisecond)
		}
		require.Equal(t, []string{"one", "two", "one", "two", "three"}, slices.DeleteFunc(e.said(), func(s string) bool { return s == "four" }))
		require.Equal(t, map[string]bot.Repeat{"one": bot.Handled, "two": bot.Handled, "three": bot.First, "four": bot.Tried}, repeats,
			"nothing was begun with the third before it was let through")
		require.Zero(t, p.triesOf(1003))
		require.NoError(t, i.Close(ctx))
		stop()
	})
}

// A store that is short of memory takes STOP and calls for help alone.
func TestAStoreWithoutMemoryHearsStopBehindTextsThatItHasNoRoomFor(t *testing.T) {
	p, e := newPaper(), &ear{}
	urgent := map[string]bool{}
	var mu sync.Mutex
	full := true
	receive := func(ctx context.Context, in providers.Inbound) error {
		mu.Lock()
		defer mu.Unlock()
		if only := bot.TryOf(ctx).Urgent; (full || only) && in.Text != "STOP" && in.Text != "I want to die" {
			return fmt.Errorf("commit a turn: %w", bot.ErrFull)
		}
		urgent[in.Text] = bot.TryOf(ctx).Urgent
		return e.receive(ctx, in)
	}
	synctest.Test(t, func(t *testing.T) {
		i := bot.NewIntake(bot.IntakeConfig{Journal: p, Receive: receive, Park: e.park, Budget: 100 * time.Millisecond})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = i.Replay(ctx) }()
		synctest.Wait()
		for person := range 600 { // more than are judged at once
			require.NoError(t, i.Take(ctx, []providers.Inbound{from(person%100, fmt.Sprint("hello ", person))}))
		}
		require.Empty(t, e.said())
		require.True(t, i.Settled(), "none of them is a STOP: the others go on sending")
		require.False(t, i.Held(from(7, "").From))
		begun := time.Now()
		require.NoError(t, i.Take(ctx, []providers.Inbound{from(7, "STOP")}))
		require.NoError(t, i.Take(ctx, []providers.Inbound{from(8, "I want to die")}))
		require.Equal(t, []string{"STOP", "I want to die"}, e.said())
		require.Less(t, time.Since(begun), 100*time.Millisecond, "at once")
		require.NoError(t, i.Take(ctx, []providers.Inbound{from(9, "after")}))

		mu.Lock()
		full = false
		mu.Unlock()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		require.Zero(t, i.Pending())
		require.Len(t, e.said(), 603)
		mine := slices.DeleteFunc(e.said(), func(s string) bool { return s != "hello 9" && s != "hello 509" && s != "after" })
		require.Equal(t, []string{"hello 9", "hello 509", "after"}, mine, "each person's texts in order")
		require.Equal(t, map[string]bool{"STOP": true, "I want to die": true}, map[string]bool{"STOP": urgent["STOP"], "I want to die": urgent["I want to die"]})
		require.Zero(t, p.triesOf(1001))
		require.NoError(t, i.Close(ctx))
		stop()
	})
}

func TestTheOldestTextThatIsNotFinishedIsKnown(t *testing.T) {
	p, e := newPaper(), &ear{fails: away}
	intake(t, p, e, func(t *testing.T, i *bot.Intake) {
		require.Zero(t, i.Oldest())
		begun := time.Now()
		for n, age := range []time.Duration{time.Minute, 3 * time.Minute, 2 * time.Minute} {
			in := from(n, fmt.Sprint(n))
			in.Received = begun.Add(-age)
			require.NoError(t, i.Take(t.Context(), []providers.Inbound{in}))
		}
		require.Equal(t, begun.Add(-3*time.Minute), i.Oldest())
		e.now(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Zero(t, i.Oldest())
	})
}
