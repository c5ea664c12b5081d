package fault_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers/sink"
)

var (
	people  = flag.Int("fault.people", 200, "how many people text")
	texts   = flag.Int("fault.texts", 10, "how many texts each sends, at most 10: more in a minute is a flood")
	seed    = flag.Uint64("fault.seed", 0, "what a run draws its faults from; 0 is a new one")
	mutants = flag.Bool("fault.mutants", false, "break one guard at a time instead, and expect to notice")
)

// everyFault is how often the provider fails in which way.
var everyFault = sink.Mix[sink.Mode]{
	sink.Fail: .03, sink.FailAccepted: .03, sink.TooMany: .03, sink.Cut: .03, sink.CutAccepted: .03, sink.SlowAccepted: .01,
	sink.HTML: .02, sink.HangAccepted: .002, sink.OK: .818,
}

// sent is one text of a person, and whether anybody answered for it.
type sent struct {
	id, words string
	taken     bool
}

// trial is one run: what was sent, by phone.
type trial struct {
	house *house
	draw  *rand.Rand
	mu    sync.Mutex
	sent  map[string][]*sent
	kills int
	worse bool // Redis is killed as long as bots are

	anyOrder bool // a text that was never taken leaves once that is certain, behind later ones
}

func TestNothingIsLostTwiceOrOutOfOrderUnderFaults(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	h, faults := run(t, build(t))
	require.Empty(t, faults)
	t.Logf("%d texts reached the provider", len(h.sink.Accepts()))
}

// TestMutants leaves out one guard at a time: a test that does not notice
// proves nothing.
func TestMutants(t *testing.T) {
	if !*mutants {
		t.Skip("make mutants runs this")
	}
	program := build(t)
	for _, guard := range []string{"no-dedupe", "no-version", "no-fsync"} {
		t.Run(guard, func(t *testing.T) {
			_, faults := run(t, program, "CONNECTIVE_MUTANT="+guard)
			require.NotEmpty(t, faults, "leaving out this guard must be noticed")
			t.Log("noticed:", faults[0])
		})
	}
	for _, guard := range []string{"no-dedupe", "no-version"} { // what staff do is in no journal
		t.Run("staff, "+guard, func(t *testing.T) {
			_, faults := runMorning(t, program, "CONNECTIVE_MUTANT="+guard)
			require.NotEmpty(t, faults, "leaving out this guard must be noticed")
			t.Log("noticed:", faults[0])
		})
	}
}

func run(t *testing.T, program string, env ...string) (*house, []string) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	h := newHouse(t, program, 2, sink.Config{Modes: everyFault, Reports: sink.Mix[sink.Report]{sink.Delivered: .5}, Seed: *seed}, env...)
	r := &trial{house: h, draw: rand.New(rand.NewPCG(*seed, 0)), sent: map[string][]*sent{}}
	stop := make(chan struct{})
	var faults sync.WaitGroup
	faults.Go(func() { r.breakThings(stop) })
	r.everybodyTexts()
	close(stop)
	faults.Wait()
	if !h.atRest(2 * time.Minute) {
		return h, append(r.judge(), "texts wait that never leave")
	}
	return h, r.judge()
}

// breakThings kills a bot every 0.2 to 1 s, and Redis five times or more, in the middle
// of which both bots go too.
func (r *trial) breakThings(stop <-chan struct{}) {
	redis := 0
	for n := 1; ; n++ {
		select {
		case <-stop:
			return
		case <-time.After(time.Duration(200+r.draw.IntN(800)) * time.Millisecond):
		}
		p := r.house.bots[r.draw.IntN(len(r.house.bots))]
		p.kill()
		p.start()
		r.kills++
		if n%8 == 0 && (redis < 5 || r.worse) {
			redis++
			r.withoutRedis()
			r.kills += 1 + len(r.house.bots)
		}
	}
}

// withoutRedis lets texts be taken that only the journals hold, and then cuts
// the bots' power.
func (r *trial) withoutRedis() {
	for _, p := range r.house.bots {
		p.await()
	}
	r.house.redis.Kill()
	time.Sleep(1500 * time.Millisecond) // the fault itself: a Redis that is away so long
	for _, p := range r.house.bots {
		p.kill()
	}
	r.house.redis.Run()
	for _, p := range r.house.bots {
		p.start()
	}
}

// everybodyTexts sends each person's texts one after the other. Every tenth
// comes twice at once, to both bots, and every seventh together with the next.
func (r *trial) everybodyTexts() {
	var all sync.WaitGroup
	for person := range *people {
		all.Go(func() {
			draw := rand.New(rand.NewPCG(*seed, uint64(person)+1))
			from := fmt.Sprintf("+999%09d", person)
			for n := 0; n < *texts; n++ {
				var together sync.WaitGroup
				first, twice := n, draw.IntN(10) == 0
				together.Go(func() { r.text(person, from, first, twice) })
				if n%7 == 6 && n+1 < *texts {
					n++
					next := n
					together.Go(func() { r.text(person+1, from, next, false) })
				}
				together.Wait()
				time.Sleep(time.Duration(draw.IntN(6000)) * time.Millisecond) // people take their time
			}
		})
	}
	all.Wait()
}

// text sends one text until it is answered 200, as a provider does.
func (r *trial) text(bot int, from string, n int, twice bool) {
	r.send(bot, &sent{id: eventID(from, n), words: fmt.Sprintf("word%d", n)}, from, twice)
}

func eventID(from string, n int) string { return fmt.Sprintf("%x-%s-%d", *seed, from[4:], n) }

func (r *trial) send(bot int, s *sent, from string, twice bool) {
	r.mu.Lock()
	r.sent[from] = append(r.sent[from], s)
	r.mu.Unlock()
	bots := r.house.bots
	if twice {
		bots[(bot+1)%len(bots)].text(s.id, from, s.words)
	}
	for range 200 {
		if bots[bot%len(bots)].text(s.id, from, s.words) == 200 {
			s.taken = true
			if twice {
				bots[(bot+1)%len(bots)].text(s.id, from, s.words)
			}
			return
		}
		time.Sleep(100 * time.Millisecond) // the provider's own pause
	}
}

// judge looks for what must never be, from what the provider saw alone.
func (r *trial) judge() []string {
	var faults []string
	say := func(format string, v ...any) { faults = append(faults, fmt.Sprintf(format, v...)) }
	unknown := r.house.unknown()
	accepts := map[string][]sink.Accept{}
	for _, a := range r.house.sink.Accepts() {
		accepts[a.Ref] = append(accepts[a.Ref], a)
	}
	known, missing := map[string]bool{}, 0
	for from, all := range r.sent {
		befores := map[string]string{}
		for _, s := range all {
			ref := bot.Ref(r.house.company()+":"+s.id, "echo", 0)
			known[ref] = true
			switch got := accepts[ref]; {
			case !s.taken:
				say("%s of %s was never taken", s.words, from)
			case len(got) > 1:
				say("%s of %s was answered %d times", s.words, from, len(got))
			case len(got) == 0 && !unknown[ref]:
				say("%s of %s was not answered, and is not listed", s.words, from)
			case len(got) == 0:
				missing++
			default:
				if _, before, ok := strings.Cut(got[0].Text, " after "); ok {
					if other, taken := befores[before]; taken {
						say("%s and %s of %s both say that they come after %s", s.words, other, from, before)
					}
					befores[before] = s.words
				}
			}
		}
	}
	for ref, got := range accepts {
		if !known[ref] {
			say("a text was sent that nothing asked for: %q", got[0].Text)
		}
	}
	if !r.anyOrder {
		faults = append(faults, r.order()...)
	}
	r.house.t.Logf("%d answers may not have arrived, each is listed; %d are listed in all", missing, len(unknown))
	return faults
}

// order finds answers to one person that left in another order than their
// texts were handled: each says which text came before its own.
func (r *trial) order() []string {
	var faults []string
	last := map[string]sink.Accept{}
	seen := map[string]map[string]bool{}
	for _, a := range r.house.sink.Accepts() {
		own, before, ok := strings.Cut(a.Text, " after ")
		if !ok {
			continue
		}
		if seen[a.To] == nil {
			seen[a.To] = map[string]bool{}
		}
		if seen[a.To]["after "+own] {
			faults = append(faults, fmt.Sprintf("an answer to %s left after one that came later: %q after %q", a.To, a.Text, last[a.To].Text))
		}
		seen[a.To]["after "+before] = true
		last[a.To] = a
	}
	return faults
}
