package feed

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/connective-messaging/connective/bot/directory"
)

// batch is how many services are read and written together.
const batch = 100

// Run reads the source and has people get it once it is whole. Whatever fails
// before leaves the directory as it was; an import of the same source within a day
// takes up what was read record by record.
func Run(ctx context.Context, job Job) (Report, error) {
	i := &importing{Job: job, at: map[string]place{}, refused: map[string]bool{}}
	if job.Drafts != nil {
		var err error
		if i.draft, err = job.Drafts.TakeEdition(ctx, job.Org, job.Source.Name, rand.Text()); err != nil {
			return i.report, fmt.Errorf("begin an import: %w", err)
		}
		i.report.Before = i.draft.Head.Services
		i.since()
	}
	err := i.read(ctx)
	if errors.Is(err, errQuery) && !i.report.Since.IsZero() && i.report.Rows == 0 { // it does not know the parameter
		i.Source, i.report.Since = job.Source, time.Time{}
		err = i.read(ctx)
	}
	if err != nil {
		return i.report, err
	}
	if err := i.carry(ctx); err != nil {
		return i.report, err
	}
	i.count()
	if job.Drafts == nil {
		return i.report, nil
	}
	return i.report, i.publish(ctx)
}

// read reads all rows of the source.
func (i *importing) read(ctx context.Context) error {
	for row, err := range i.Source.Rows(ctx) {
		if err != nil {
			return fmt.Errorf("read %s: %w", i.Source.Name, err)
		}
		i.page = append(i.page, &entry{row: row})
		if len(i.page) == batch {
			if err := i.flush(ctx); err != nil {
				return err
			}
		}
	}
	return i.flush(ctx)
}

// importing is one import under way.
type importing struct {
	Job
	draft   Draft
	page    []*entry
	at      map[string]place // by id: 20,000 of them take some 3 MB
	refused map[string]bool  // ids of rows that were left out
	report  Report
}

// entry is one row under way.
type entry struct {
	row     Row
	service directory.Service
	faults  []Fault
	was     Was
	short   bool
	page    int     // of the feed; 0 for a file
	against []Fault // where the row differs from the schema
}

func (e *entry) refused() bool {
	for _, f := range e.faults {
		if !f.Kept {
			return true
		}
	}
	return false
}

// read reads the record of a row, or its own; with schema also where it differs from
// that, but for what Read has said already.
func (e *entry) read(raw json.RawMessage, schema bool) {
	e.service, e.faults = Read(raw)
	for i := range e.faults {
		e.faults[i].Row, e.faults[i].Page = e.row.Number, e.page
	}
	e.against = nil
	if !schema {
		return
	}
	for _, f := range Against(raw) {
		if !slices.ContainsFunc(e.faults, func(said Fault) bool { return said.Where == f.Where }) {
			f.Row, f.Page, f.Service = e.row.Number, e.page, e.service.ID
			e.against = append(e.against, f)
		}
	}
}

// flush judges a page of rows, and writes it into the draft.
func (i *importing) flush(ctx context.Context) error {
	page := i.page
	i.page = nil
	for _, e := range page {
		e.short = i.Source.Short(e.row.Raw)
		if i.Source.api != nil && !i.Source.api.single {
			e.page = e.row.Page
		}
		e.read(e.row.Raw, i.Schema && !e.short)
	}
	if err := i.compare(ctx, page); err != nil {
		return err
	}
	if err := i.fetch(ctx, page); err != nil {
		return err
	}
	var kept []directory.Service
	for _, e := range page {
		if err := i.settle(e); err != nil {
			return err
		}
		if !e.refused() {
			kept = append(kept, e.service)
		}
	}
	if len(page) > 0 && i.Step != nil {
		last := page[len(page)-1].row
		i.Step(last.Number, last.Total)
	}
	if i.Drafts == nil || len(kept) == 0 {
		return nil
	}
	if err := i.Drafts.Shelve(ctx, i.draft, kept, nil); err != nil {
		return fmt.Errorf("write services: %w", err)
	}
	return nil
}

// compare reads what there is of the services of a page.
func (i *importing) compare(ctx context.Context, page []*entry) error {
	if i.Drafts == nil {
		return nil
	}
	var ids []string
	var known []*entry
	for _, e := range page {
		if e.service.ID != "" {
			ids, known = append(ids, e.service.ID), append(known, e)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	were, err := i.Drafts.Were(ctx, i.draft, ids)
	if err != nil {
		return fmt.Errorf("read what there is: %w", err)
	}
	for at, e := range known {
		e.was = were[at]
	}
	return nil
}

// fetch reads the records of rows that say too little, but for those that have not
// changed since they were read.
func (i *importing) fetch(ctx context.Context, page []*entry) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, e := range page {
		if !e.short || e.service.ID == "" {
			continue
		}
		if same := e.known(i.resumes(e.service.ID)); same != nil {
			i.report.Reused++
			e.service, e.faults = *same, nil
			continue
		}
		i.report.Fetched++
		g.Go(func() error {
			id := e.service.ID
			raw, err := i.Source.Record(ctx, id)
			if errors.Is(err, errNotThere) || errors.Is(err, errTooLong) {
				e.faults = append(e.faults, Fault{Row: e.row.Number, Service: id, What: "its own record cannot be had", Why: "its row in the list says too little", Mend: "Correct it in the system that makes the feed."})
				return nil
			}
			if err != nil {
				return fmt.Errorf("read the record of a service: %w", err)
			}
			e.read(raw, i.Schema)
			if !e.refused() && e.service.ID != id {
				e.faults = append(e.faults, Fault{Row: e.row.Number, Service: id, Where: "/id", What: "its own record has another id", Why: "it would be stored as another service", Mend: "Correct it in the system that makes the feed."})
			}
			return nil
		})
	}
	return g.Wait()
}

// resumes tells whether a service was in the draft when this import took it, and
// not yet in this import.
func (i *importing) resumes(id string) bool {
	_, again := i.at[id]
	return !again
}

// known is the record that a short row need not be read again for: what an
// interrupted import of this day has read, or what has the same time of its last
// change.
func (e *entry) known(resumes bool) *directory.Service {
	if d := e.was.Draft; d != nil && resumes && d.Modified == e.service.Modified {
		return d
	}
	if n := e.was.Now; n != nil && n.Modified != "" && n.Modified == e.service.Modified {
		return n
	}
	return nil
}
