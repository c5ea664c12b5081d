package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

func TestARegisterIsWrittenByWhoeverReadItLast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r, version, err := s.Register(ctx, "wenbridge", "tea")
		require.NoError(t, err)
		require.Zero(t, version)
		until := time.Now().Add(time.Hour)
		r, _ = r.Ask(places.Event{Places: 1, Starts: noon}, "ann", 1, "one", noon.Add(-time.Hour))
		require.NoError(t, s.KeepRegister(ctx, "wenbridge", "tea", r, 0, until))
		require.ErrorIs(t, s.KeepRegister(ctx, "wenbridge", "tea", places.Register{}, 0, until), bot.ErrStale)
		again, version, err := s.Register(ctx, "wenbridge", "tea")
		require.NoError(t, err)
		require.Equal(t, int64(1), version)
		require.Equal(t, r, again)
		_, version, err = s.Register(ctx, "mill", "tea")
		require.NoError(t, err)
		require.Zero(t, version, "another organisation's event of that name is another one")
		all, err := s.Registers(ctx, "wenbridge")
		require.NoError(t, err)
		require.Equal(t, []string{"tea"}, all)
	})
}

// worker is one of several processes at work on one store. Killing it leaves whatever it was
// at half done: its calls are cut off where they stand.
type worker struct {
	bot  *bot.Bot
	kill context.CancelFunc
	ctx  context.Context
}

// teaParty is several processes on one store, of which each may die at any moment.
type teaParty struct {
	t         testing.TB
	store     *store.Store
	book      *flows.Book
	mu        sync.Mutex
	processes []*worker
	said      map[string][]string
	starts    time.Time
	shift     time.Duration // how far the clock has been moved on
}

const teaPlaces = 10

func newTeaParty(t testing.TB, s *store.Store) *teaParty {
	p := &teaParty{t: t, store: s, said: map[string][]string{}, starts: time.Now().Add(96 * time.Hour)}
	book, found := flows.Load(fstest.MapFS{
		"wenbridge/org.yaml":   {Data: []byte("name: Town\nnumber: \"+447700900999\"\nquiet: none\nmenu: [tea]\nconsents: {updates: News}\n")},
		"wenbridge/groups.csv": {Data: []byte("id,name,date,places\ntea,Tea," + p.starts.In(london(t)).Format("2006-01-02 15:04") + "," + fmt.Sprint(teaPlaces) + "\n")},
		"wenbridge/tea.yaml":   {Data: []byte("start: {words: [TEA]}\nsteps:\n  top: {join: tea, say: You are on the list. Text STOP to stop.}\n")},
	})
	for _, f := range found {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	p.book = book
	for range 2 {
		p.processes = append(p.processes, p.begin())
	}
	return p
}

func london(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	return zone
}

func (p *teaParty) begin() *worker {
	ctx, kill := context.WithCancel(context.Background())
	return &worker{ctx: ctx, kill: kill, bot: bot.New(bot.Config{
		Threads: p.store, Jobs: p.store, Starts: p.store, Places: p.store, Clock: p.store, Book: func() *flows.Book { return p.book },
		Now: func() time.Time { p.mu.Lock(); defer p.mu.Unlock(); return time.Now().Add(p.shift) },
		Seen: func(turn bot.Turn) {
			p.mu.Lock()
			defer p.mu.Unlock()
			for _, say := range turn.Say {
				p.said[turn.Key.Address.Value] = append(p.said[turn.Key.Address.Value], say.Text)
			}
		},
	})}
}

// any is a process that lives now.
func (p *teaParty) any() *worker {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.processes[rand.IntN(len(p.processes))]
}

// killOne ends a process where it stands, and begins another in its place.
func (p *teaParty) killOne() {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := rand.IntN(len(p.processes))
	p.processes[i].kill()
	p.processes[i] = p.begin()
}

// text brings a text until somebody has answered for it, as providers do, and now
// and then once more.
func (p *teaParty) text(n int, words, event string) {
	in := providers.Inbound{Provider: "test", EventID: event, From: key(n).Address, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"}, Text: words, Received: time.Now()}
	for again := rand.IntN(4) == 0; ; again = false {
		at := p.any()
		err := at.bot.Receive(at.ctx, in)
		if err != nil && !errors.Is(err, bot.ErrUnavailable) && !errors.Is(err, context.Canceled) && at.ctx.Err() == nil {
			p.t.Errorf("a text failed: %v", err)
			return
		}
		if err == nil && !again {
			return
		}
	}
}

// once brings a text once: where the process dies of it nobody brings it again.
func (p *teaParty) once(n int, words, event string) {
	in := providers.Inbound{Provider: "test", EventID: event, From: key(n).Address, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"}, Text: words, Received: time.Now()}
	at := p.any()
	_ = at.bot.Receive(at.ctx, in) // lost, or not
}

// settle does what happens by itself, on a process that nobody kills, until nothing
// is left to do.
func (p *teaParty) settle() {
	p.t.Helper()
	last := p.begin()
	idle := 0
	until(p.t, 30*time.Second, func() bool {
		idle++
		if last.bot.Tend(last.ctx) != nil {
			idle = 0
		}
		if done, err := last.bot.Work(last.ctx); err != nil || done > 0 {
			idle = 0
		}
		return idle > 1
	})
}

// agree checks that everybody's thread and the register hold the same, and no more
// than there is.
func (p *teaParty) agree(people int) {
	p.t.Helper()
	ctx := context.Background()
	r, _, err := p.store.Register(ctx, "wenbridge", "tea")
	require.NoError(p.t, err)
	require.LessOrEqual(p.t, r.Taken(), teaPlaces)
	in := map[string]int{}
	for n := 1; n <= people; n++ {
		thread, err := p.store.Thread(ctx, key(n))
		require.NoError(p.t, err)
		place := thread.Person.Places["tea"]
		entry, known := r.Find(thread.ID)
		if thread.Stopped {
			require.Empty(p.t, place, "whoever has stopped has no place")
			require.True(p.t, !known || entry.State == places.Not, "the place of %d, who has stopped, is not given back", n)
			continue
		}
		if place.State == places.Coming {
			require.True(p.t, known && entry.State == places.Coming && entry.Token == place.Token && entry.Sure, "%d was told yes, and has no place: %+v", n, entry)
			in[thread.ID] = place.Party
		} else {
			require.False(p.t, known && entry.State == places.Coming, "%d has a place and does not know", n)
		}
	}
	require.Len(p.t, r.Coming(), len(in))
}

// Fifty people want ten places, through two processes that are killed again and
// again, with texts that come twice; some change their minds or stop. Whatever the
// kills left half done is put right, and nobody was ever told yes too much.
func TestPlacesHoldWhileProcessesDie(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		p := newTeaParty(t, s)
		stop := make(chan struct{})
		var killer sync.WaitGroup
		killer.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Duration(rand.IntN(15)) * time.Millisecond):
					p.killOne()
				}
			}
		})
		const people = 50
		var all sync.WaitGroup
		for n := 1; n <= people; n++ {
			all.Go(func() {
				if n%5 == 4 {
					p.text(n, "menu", fmt.Sprint("menu of ", n))
					p.once(n, "tea", fmt.Sprint("yes of ", n))
				} else {
					p.text(n, "tea", fmt.Sprint("yes of ", n))
				}
				switch n % 5 {
				case 1:
					p.text(n, "no", fmt.Sprint("no of ", n))
				case 2:
					p.text(n, "STOP", fmt.Sprint("stop of ", n))
				case 3:
					p.text(n, "no", fmt.Sprint("no of ", n))
					p.text(n, "tea", fmt.Sprint("second yes of ", n))
				}
				at := p.any()
				_ = at.bot.Tend(at.ctx) // a kill may end it
				_, _ = at.bot.Work(at.ctx)
			})
		}
		all.Wait()
		close(stop)
		killer.Wait()
		p.mu.Lock()
		p.shift = 10 * time.Minute // what was left half done is old enough to be looked at
		p.mu.Unlock()
		p.settle()
		p.agree(people)

		r, _, err := s.Register(context.Background(), "wenbridge", "tea")
		require.NoError(t, err)
		require.Equal(t, teaPlaces, r.Taken(), "no place is lost: those that came up are offered to the line")
		p.mu.Lock()
		defer p.mu.Unlock()
		for number, said := range p.said {
			yes := 0
			for _, text := range said {
				if strings.HasPrefix(text, "You are on the list") {
					yes++
				}
			}
			require.LessOrEqual(t, yes, 2, "%s was told yes too often", number[len(number)-2:])
		}
	})
}

// Everybody has said yes, or waits, as the event is cancelled; the processes that
// tell them are killed again and again. Each is told once, and holds nothing more.
func TestACancelledEventIsToldOnceWhileProcessesDie(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		p := newTeaParty(t, s)
		const people = 25
		var all sync.WaitGroup
		for n := 1; n <= people; n++ {
			all.Go(func() { p.text(n, "tea", fmt.Sprint("yes of ", n)) })
		}
		all.Wait()
		p.settle()
		at := p.any()
		require.NoError(t, at.bot.CancelEvent(at.ctx, "wenbridge", "tea"))
		for range 30 {
			at := p.any()
			var kill sync.WaitGroup
			kill.Go(func() { time.Sleep(time.Duration(rand.IntN(8)) * time.Millisecond); p.killOne() })
			_ = at.bot.Tend(at.ctx) // a kill may end it
			_, _ = at.bot.Work(at.ctx)
			kill.Wait()
		}
		p.text(people+1, "tea", "a late yes")
		p.mu.Lock()
		p.shift = 10 * time.Minute // jobs that a kill left are taken again
		p.mu.Unlock()
		p.settle()
		p.settle()
		p.agree(people + 1)

		r, _, err := s.Register(context.Background(), "wenbridge", "tea")
		require.NoError(t, err)
		require.Empty(t, r.Coming())
		require.Equal(t, people, r.Told())
		p.mu.Lock()
		defer p.mu.Unlock()
		for number, said := range p.said {
			told := 0
			for _, text := range said {
				if strings.Contains(text, "Please do not come") {
					told++
				}
			}
			want := 1
			if number == key(people+1).Address.Value {
				want = 0
			}
			require.Equal(t, want, told, "%s: %q", number[len(number)-2:], said)
		}
		require.Len(t, p.said, people+1)
	})
}
