package providers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// answersFor is a company that can be asked what became of a text.
type answersFor struct {
	Provider
	name    string
	caps    Caps
	knows   map[string]State
	fails   bool
	mu      sync.Mutex
	asked   []string
	askedAt []time.Time
}

func (r *answersFor) Name() string { return r.name }
func (r *answersFor) Caps() Caps   { return r.caps }

func (r *answersFor) Look(_ context.Context, ref string) ([]Status, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked, r.askedAt = append(r.asked, ref), append(r.askedAt, time.Now())
	if r.fails {
		return nil, errors.New("it is down")
	}
	if state, ok := r.knows[ref]; ok {
		return []Status{{Provider: r.name, State: state}}, nil
	}
	return nil, nil
}

// times is how often it was asked, by now.
func (r *answersFor) times() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

// doubts is a store of texts of unknown outcome.
type doubts struct {
	mu      sync.Mutex
	all     []Doubt
	reports []Status
	again   []string
	late    bool
}

func (d *doubts) Doubts(context.Context) ([]Doubt, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.all), nil
}

func (d *doubts) drop(ref string) {
	d.all = slices.DeleteFunc(d.all, func(one Doubt) bool { return one.Ref == ref })
}

func (d *doubts) Report(_ context.Context, _ time.Time, s Status) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reports = append(d.reports, s)
	d.drop(s.Ref)
	return nil
}

func (d *doubts) Untaken(_ context.Context, _ time.Time, one Doubt) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.late {
		return false, nil
	}
	d.again = append(d.again, one.Ref)
	d.drop(one.Ref)
	return true, nil
}

func doubtful(n int, via string, since time.Time) []Doubt {
	var all []Doubt
	for i := range n {
		all = append(all, Doubt{Ref: fmt.Sprint(via, "-", i), Via: via, To: Address{Phone, "+447700900123"}, Since: since})
	}
	return all
}

func lookups(kept *doubts, of map[string]Provider) *Lookups {
	return &Lookups{
		Doubts: kept, Of: func(name string) Provider { return of[name] }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
}

func TestWhatACompanyKnowsOfATextIsRecordedOnceItsCallIsSurelyOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		north := &answersFor{name: "company", caps: Caps{Lookup: true}, knows: map[string]State{"-0": Sent, "-1": Failed}}
		kept := &doubts{all: doubtful(2, "", time.Now())}
		l := lookups(kept, map[string]Provider{"": Named("north", north)})
		events := map[string]int{}
		l.Observe = func(connection, event string) { events[connection+" "+event]++ }
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { require.NoError(t, l.Run(ctx)) })
		time.Sleep(lookAfter - time.Second)
		synctest.Wait()
		require.Zero(t, north.times())
		time.Sleep(2 * lookEvery)
		synctest.Wait()
		stop()
		running.Wait()
		to := Address{Phone, "+447700900123"}
		require.Equal(t, []Status{
			{Provider: "north", Ref: "-0", Recipient: to, State: Sent}, {Provider: "north", Ref: "-1", Recipient: to, State: Failed},
		}, kept.reports)
		require.Len(t, north.asked, 2, "once each")
		require.Equal(t, map[string]int{"north found": 2}, events)
	})
}

func TestATextThatACompanyDoesNotKnowGoesAgainOnlyWhenThatIsCertain(t *testing.T) {
	for name, c := range map[string]struct {
		settles time.Duration
		late    bool
		again   []string
	}{
		"once it is certain": {30 * time.Minute, false, []string{"-0"}},
		"never":              {0, false, nil},
		"it is too late":     {30 * time.Minute, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				company := &answersFor{name: "company", caps: Caps{Lookup: true, LookupSettles: c.settles}}
				begun := time.Now()
				kept := &doubts{all: doubtful(1, "", begun), late: c.late}
				l := lookups(kept, map[string]Provider{"": company})
				for time.Since(begun) < 2*time.Hour {
					require.NoError(t, l.Round(t.Context()))
					if time.Since(begun) < c.settles {
						require.Empty(t, kept.again)
					}
					time.Sleep(lookEvery)
				}
				require.Equal(t, c.again, kept.again)
				require.Empty(t, kept.reports)
				require.Less(t, len(company.asked), 20, "less often the longer nothing is known")
			})
		})
	}
}

func TestLookUpsAreFewAndPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		company := &answersFor{name: "company", caps: Caps{Lookup: true}}
		kept := &doubts{all: doubtful(100, "", time.Now().Add(-time.Hour))}
		l := lookups(kept, map[string]Provider{"": company})
		for round := 1; round <= 5; round++ {
			require.NoError(t, l.Round(t.Context()))
			require.Len(t, company.asked, round*mostLooks)
		}
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(company.asked))), 100, "others each time")
		for i := 1; i < len(company.askedAt); i++ {
			require.GreaterOrEqual(t, company.askedAt[i].Sub(company.askedAt[i-1]), lookPace)
		}
	})
}

func TestACompanyThatDoesNotAnswerHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &answersFor{name: "down", caps: Caps{Lookup: true, LookupSettles: time.Minute}, fails: true}
		cannot := &answersFor{name: "cannot"}
		well := &answersFor{name: "well", caps: Caps{Lookup: true}, knows: map[string]State{"well-0": Delivered}}
		hour := time.Now().Add(-time.Hour)
		kept := &doubts{all: slices.Concat(doubtful(3, "down", hour), doubtful(1, "cannot", hour), doubtful(1, "gone", hour), doubtful(1, "well", hour))}
		l := lookups(kept, map[string]Provider{"down": down, "cannot": cannot, "well": well})
		require.NoError(t, l.Round(t.Context()))
		require.Len(t, down.asked, 1, "and is left until the next round")
		require.Empty(t, cannot.asked)
		require.Len(t, kept.reports, 1)
		require.Empty(t, kept.again, "no answer is not that it was never taken")
	})
}

func TestALookUpForgetsWhatIsDoubtfulNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		company := &answersFor{name: "company", caps: Caps{Lookup: true}}
		kept := &doubts{all: doubtful(1, "", time.Now().Add(-time.Hour))}
		l := lookups(kept, map[string]Provider{"": company})
		require.NoError(t, l.Round(t.Context()))
		require.Len(t, l.asked, 1)
		kept.all = doubtful(1, "", time.Now().Add(-time.Minute))
		require.NoError(t, l.Round(t.Context()))
		require.Len(t, company.asked, 2, "another doubt of the same text is asked about at once")
		kept.all = nil
		require.NoError(t, l.Round(t.Context()))
		require.Empty(t, l.asked)
		kept.all = doubtful(1, "", time.Now().AddDate(0, 0, -8))
		require.NoError(t, l.Round(t.Context()))
		require.Len(t, company.asked, 2, "no company keeps a text that long")
	})
}
