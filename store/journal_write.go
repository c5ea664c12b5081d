package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/connective-messaging/connective/bot"
)

// journalJob is something to write: with sync, its caller waits.
type journalJob struct {
	records []record
	sync    bool
	prompt  bool // it is written at once, though nobody waits
	done    chan error
}

// put hands records to the writer. What has been handed over is awaited:
// whether it was kept must be known.
func (j *Journal) put(ctx context.Context, records []record, sync bool) error {
	job := &journalJob{records: records, sync: sync, done: make(chan error, 1)}
	if err := j.hand(ctx, job); err != nil || !sync {
		return err
	}
	select {
	case err := <-job.done:
		return unavailable(err)
	case <-j.ended:
		select { // it may have been the last that was written
		case err := <-job.done:
			return unavailable(err)
		default:
			return unavailable(ErrJournalClosed)
		}
	}
}

// hand gives the writer a job.
func (j *Journal) hand(ctx context.Context, job *journalJob) error {
	select {
	case j.jobs <- job:
		return nil
	case <-j.ended:
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, ErrJournalClosed)
	case <-ctx.Done():
		return fmt.Errorf("%w: the journal is too slow", bot.ErrUnavailable)
	}
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
}

// mostHeld is how many jobs that nobody waits for are held back for the next
// sync: what is done is written with what is taken next, or after a second.
const mostHeld = 512

// write is the one writer: it takes everything that waits, writes it in one go,
// syncs once if anybody waits for it, and tells them. A lone caller waits for
// nobody.
func (j *Journal) write() {
	defer close(j.ended)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var held []*journalJob
	for {
		select {
		case job := <-j.jobs:
			held = j.waiting(append(held, job))
			if len(held) < mostHeld && !slices.ContainsFunc(held, (*journalJob).awaited) {
				continue
			}
			j.flush(held)
			held = nil
		case <-tick.C:
			j.flush(held)
			held = nil
		case <-j.closing:
			j.flush(j.waiting(held))
			return
		}
	}
}

func (job *journalJob) awaited() bool { return job.sync || job.prompt }

// waiting adds what else waits already.
func (j *Journal) waiting(jobs []*journalJob) []*journalJob {
	for len(jobs) < cap(j.jobs) {
		select {
		case job := <-j.jobs:
			jobs = append(jobs, job)
		default:
			return jobs
		}
	}
	return jobs
}

// flush writes jobs. On a full disk it refuses texts, yet notes what became of
// those it holds.
func (j *Journal) flush(jobs []*journalJob) {
	err := j.state(j.bounds.now())
	full := errors.Is(err, ErrJournalFull)
	if full {
		j.setFault(err) // before anybody is told
		jobs = refuse(jobs, err)
	}
	written := err
	if len(jobs) > 0 && (err == nil || full) {
		written = j.append(jobs)
	}
	j.setFault(cmp.Or(written, err))
	for _, job := range jobs {
		j.count(job.records, written)
		job.done <- written
	}
}

// refuse answers those that bring new texts, and returns the others.
func refuse(jobs []*journalJob, err error) []*journalJob {
	return slices.DeleteFunc(jobs, func(job *journalJob) bool {
		if job.records[0].kind != recordTaken {
			return false
		}
		job.done <- err
		return true
	})
}

func (j *Journal) append(jobs []*journalJob) error {
	var b []byte
	sync := false
	for _, job := range jobs {
		for _, r := range job.records {
			b = r.append(b)
		}
		sync = sync || job.sync
	}
	n, err := j.file.Write(b)
	j.current.bytes += int64(n)
	if err != nil {
		return j.broken(fmt.Errorf("write to the journal: %w", err))
	}
	if !sync || mutant("no-fsync") {
		return nil
	}
	begun := time.Now()
	if err := j.file.Sync(); err != nil {
		return j.broken(fmt.Errorf("sync the journal: %w", err))
	}
	if tell := j.synced.Load(); tell != nil {
		(*tell)(time.Since(begun))
	}
	return nil
}

// broken remembers that nothing more may be added to the current file: after a
// failed write or sync nobody knows what it holds.
func (j *Journal) broken(err error) error {
	j.current.broken = true
	j.retryAt = j.bounds.now().Add(time.Second)
	if errors.Is(err, syscall.ENOSPC) {
		j.lent = os.Remove(j.reserve()) == nil || j.lent
	}
	return err
}

func (j *Journal) setFault(err error) {
	if err == nil {
		j.fault.Store(nil)
		return
	}
	j.fault.Store(&err)
}

// count keeps track of what is unfinished, and where. What is done is done,
// whether or not that could be written.
func (j *Journal) count(records []record, err error) {
	for _, r := range records {
		if err != nil && r.kind != recordDone {
			continue
		}
		if s := j.countOne(r, j.current); s != nil {
			j.retire(s)
		}
	}
}

// countOne returns the file in which a text has been finished.
func (j *Journal) countOne(r record, in *segment) *segment {
	if r.at.After(in.newest) {
		in.newest = r.at
	}
	switch r.kind {
	case recordTaken:
		j.open[r.id] = in
		in.open++
	case recordDone:
		if s := j.open[r.id]; s != nil {
			delete(j.open, r.id)
			s.open--
			return s
		}
	}
	return nil
}
