package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/connective-messaging/connective/flows"
)

// Job is something that one turn asks to be done for many people, each in a turn
// of their own. It is written with the turn that made it, and done at least once
// for each of them: a turn is named after the job and the person, so that doing it
// again changes nothing.
type Job struct {
	ID        string         `json:"id"`
	Org       string         `json:"org"`
	From      string         `json:"from,omitempty"` // the id of the person whose turn made it
	Who       flows.Audience `json:"who"`
	Told      *flows.Told    `json:"told,omitempty"`
	Flow      string         `json:"flow,omitempty"`   // that starts for each of them
	Place     *PlaceJob      `json:"place,omitempty"`  // what is to be done about an event
	Pass      *Pass          `json:"pass,omitempty"`   // a case of the one person whom it is for, which goes to Org
	Beside    *Beside        `json:"beside,omitempty"` // what was said on one line and counts for the other
	Made      time.Time      `json:"made"`
	Until     time.Time      `json:"until"` // nobody is told after
	Cursor    string         `json:"-"`     // how far it is done; the store's own
	Partition int            `json:"-"`     // where it is kept; the store's own
}

// Page is some of the people whom a job is for.
type Page struct {
	People []Key
	Next   string // the Cursor of the page that follows; empty after the last
}

// Jobs keeps the jobs that turns have made. Errors wrap ErrUnavailable.
type Jobs interface {
	// TakeJobs returns at most so many jobs that nobody is at work on, and keeps
	// others off them for a while. What is not finished by then is taken again.
	TakeJobs(ctx context.Context, now time.Time, most int) ([]Job, error)
	// People returns the page of a job's audience at its cursor.
	People(ctx context.Context, job Job) (Page, error)
	// Turned moves a job's cursor on, never back; empty ends the job.
	Turned(ctx context.Context, job Job, next string, now time.Time) error
}

// Tallies counts the answers to a question that was put to others: how many
// people chose each choice, by its place. Errors wrap ErrUnavailable.
type Tallies interface {
	Answers(ctx context.Context, tell string) ([]int, error)
}

// Bounds of working on jobs.
const (
	mostJobs   = 16 // that are taken at once
	mostLooks  = 64 // for a job that can be done, behind those that cannot
	toldAtOnce = 16 // people of a page
)

// Work does what jobs are waiting, page by page, and returns how many it has
// finished; none only where there is nothing that can be finished now. A job that could
// not be is taken again later, where it was left, and keeps no other waiting. The error
// is the first of them.
func (b *Bot) Work(ctx context.Context) (int, error) {
	var fault error
	for range mostLooks {
		jobs, err := b.c.Jobs.TakeJobs(ctx, b.c.Now(), mostJobs)
		if err != nil {
			return 0, fmt.Errorf("take jobs: %w", err)
		}
		done := 0
		for _, job := range jobs {
			switch err := b.workOn(ctx, job); {
			case err == nil:
				done++
			case fault == nil:
				fault = err
			}
		}
		if done > 0 || len(jobs) < mostJobs || errors.Is(fault, ErrUnavailable) || ctx.Err() != nil {
			return done, fault
		}
	}
	return 0, fault
}

// workOn does one job to its end. One whose organisation is not loaded waits,
// until it is worth nothing any more.
func (b *Bot) workOn(ctx context.Context, job Job) error {
	if !b.c.Now().Before(job.Until) {
		return b.turned(ctx, job, "")
	}
	org := b.c.Book().Orgs[job.Org]
	if job.Beside != nil && org != nil {
		if err := b.doBeside(ctx, org, job); err != nil {
			return err
		}
		return b.turned(ctx, job, "")
	}
	if org == nil || len(org.Flows) == 0 {
		return errNoOrg
	}
	if p := job.Place; p != nil && p.forRegister() {
		if err := b.settle(ctx, org, job); err != nil {
			return err
		}
		return b.turned(ctx, job, "")
	}
	if job.Pass != nil {
		if err := b.pass(ctx, org, job); err != nil {
			return err
		}
		return b.turned(ctx, job, "")
	}
	for {
		page, err := b.c.Jobs.People(ctx, job)
		if err != nil {
			return fmt.Errorf("read whom a job is for: %w", err)
		}
		if job, err = b.asItStands(ctx, job); err != nil {
			return err
		}
		if err := b.tellPage(ctx, org, job, page.People); err != nil {
			return err
		}
		if err := b.turned(ctx, job, page.Next); err != nil || page.Next == "" {
			return err
		}
		job.Cursor = page.Next
	}
}

var errNoOrg = errors.New("the job's organisation is not loaded")

func (b *Bot) turned(ctx context.Context, job Job, next string) error {
	if err := b.c.Jobs.Turned(ctx, job, next, b.c.Now()); err != nil {
		return fmt.Errorf("move a job on: %w", err)
	}
	return nil
}

// tellPage tells everybody of a page. If somebody could not be told the others
// still are, and the page is done again later.
func (b *Bot) tellPage(ctx context.Context, org *flows.Org, job Job, people []Key) error {
	var g errgroup.Group
	g.SetLimit(toldAtOnce)
	for _, key := range people {
		if key.Org != job.Org {
			continue
		}
		g.Go(func() error { return b.tell(ctx, org, job, key) })
	}
	return g.Wait()
}

// errNothing ends a turn that changes nothing.
var errNothing = errors.New("nothing changes")

func (b *Bot) tell(ctx context.Context, org *flows.Org, job Job, key Key) error {
	err := b.turn(ctx, org, key, func(org *flows.Org, t Thread) (Turn, error) {
		judge := JudgeTold
		switch {
		case job.Place != nil:
			judge = JudgePlace
		case job.Flow != "":
			judge = JudgeStart
		}
		turn, changes := judge(org, t, job, b.now(org), b.members(org))
		if !changes {
			return Turn{}, errNothing
		}
		return turn, nil
	})
	if errors.Is(err, errNothing) {
		if job.Place != nil {
			return b.notOffered(ctx, org, job)
		}
		return nil
	}
	return err
}
