package people

import (
	"context"
	"crypto/rand"
	"errors"
	"iter"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Desk is where organisers keep their register of people.
type Desk struct {
	Register Register
	Versions bot.Versions // nil knows none but those of Book
	Book     func() *flows.Book
	MayText  func(providers.Address) error // nil lets every mobile be texted
	Now      func() time.Time
}

// ErrNoOrg is returned for an organisation that there is not.
var ErrNoOrg = errors.New("there is no such organisation")

// Job is one import.
type Job struct {
	Org    string
	By     string // who imports, for the ledger
	Group  string // that everybody in the list joins; empty for none
	DryRun bool   // nothing is written
}

// Verdict is what became of a row.
type Verdict string

// The verdicts.
const (
	Added     Verdict = "added"     // somebody new
	Updated   Verdict = "updated"   // somebody known, of whom something is new
	Unchanged Verdict = "unchanged" // all of it was known
	Refused   Verdict = "refused"
)

// Outcome is what became of one row.
type Outcome struct {
	Row     Row
	Person  string // the end of their number
	ID      string // of who was added, updated or known; empty where that is not known
	Verdict Verdict
	Faults  []Fault // of a row that was refused
	Notes   []Note
}

// Report counts what became of the rows.
type Report struct {
	Rows      int            `json:"rows"`
	Added     int            `json:"added"`
	Updated   int            `json:"updated"`
	Unchanged int            `json:"unchanged"`
	Refused   int            `json:"refused"`
	Reasons   map[Reason]int `json:"reasons,omitempty"` // of refused rows; a row may have several
	DryRun    bool           `json:"dry_run,omitempty"`
}

func (r *Report) count(o Outcome) {
	r.Rows++
	switch o.Verdict {
	case Added:
		r.Added++
	case Updated:
		r.Updated++
	case Unchanged:
		r.Unchanged++
	case Refused:
		r.Refused++
		for _, f := range o.Faults {
			if r.Reasons == nil {
				r.Reasons = map[Reason]int{}
			}
			r.Reasons[f.Reason]++
		}
	}
}

// atOnce is how many rows are read and written together.
const atOnce = 100

// mostTries is how often a page is written again because somebody in it texted
// meanwhile, or the store was away: for some six seconds at least.
const mostTries = 8

// pause waits before the next try; false if it was the last, or time is up.
func pause(ctx context.Context, try int) bool {
	if try == mostTries-1 {
		return false
	}
	wait := time.NewTimer(50 * time.Millisecond << try)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wait.C:
		return true
	}
}

// Import judges the rows of a list and writes what is new, and tells each of them
// what became of every row, in order. Nobody is texted, and no flow starts. What
// was written stays written when it ends early: the same list can be imported
// again, and doubles nothing. Errors are ErrNoOrg, those of the rows and of each,
// or wrap bot.ErrUnavailable; the report counts what was done before.
func (d *Desk) Import(ctx context.Context, job Job, rows iter.Seq2[Row, error], each func(Outcome) error) (Report, error) {
	o := d.Book().Orgs[job.Org]
	if o == nil {
		return Report{}, ErrNoOrg
	}
	i := &importing{Desk: d, job: job, org: o, run: rand.Text(), seen: map[uint64]int{}, each: each}
	i.report.DryRun = job.DryRun
	for row, err := range rows {
		if err != nil {
			return i.report, errors.Join(i.flush(ctx), err)
		}
		i.add(row)
		if len(i.page) == atOnce {
			if err := i.flush(ctx); err != nil {
				return i.report, err
			}
		}
	}
	return i.report, i.flush(ctx)
}
