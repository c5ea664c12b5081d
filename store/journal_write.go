package store

import (
	"fmt"
	"os"
	"time"
)

// write is the one writer: it takes everything that waits, writes it in one go,
// syncs once if anybody waits for it, and tells them.
func (j *Journal) write() {
	defer close(j.ended)
	for {
		var jobs []*journalJob
		select {
		case job := <-j.jobs:
			jobs = append(jobs, job)
		case <-j.closed:
			j.flush(j.waiting(nil))
			return
		}
		j.flush(j.waiting(jobs))
	}
}

// waiting adds what else waits already.
func (j *Journal) waiting(jobs []*journalJob) []*journalJob {
	for len(jobs) < 1024 {
		select {
		case job := <-j.jobs:
			jobs = append(jobs, job)
		default:
			return jobs
		}
	}
	return jobs
}

func (j *Journal) flush(jobs []*journalJob) {
	if len(jobs) == 0 {
		return
	}
	now := time.Now()
	err := j.makeRoom(now)
	if err == nil {
		err = j.append(jobs)
	}
	j.mu.Lock()
	j.fault = err
	if err == nil {
		j.count(jobs)
	}
	j.mu.Unlock()
	for _, job := range jobs {
		if job.sync {
			job.done <- err
		}
	}
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
	if _, err := j.file.Write(b); err != nil {
		return fmt.Errorf("write to the journal: %w", err)
	}
	j.segments[j.current].bytes += int64(len(b))
	if !sync || mutant("no-fsync") {
		return nil
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("sync the journal: %w", err)
	}
	return nil
}

// count keeps track of what is unfinished, and where.
func (j *Journal) count(jobs []*journalJob) {
	for _, job := range jobs {
		for _, r := range job.records {
			j.countOne(r, j.current)
		}
	}
}

func (j *Journal) countOne(r record, segment int64) {
	info := j.segments[segment]
	if r.at.After(info.newest) {
		info.newest = r.at
	}
	switch r.kind {
	case recordTaken:
		j.open[r.id] = segment
		info.open++
	case recordDone:
		if in, ok := j.open[r.id]; ok {
			delete(j.open, r.id)
			if s := j.segments[in]; s != nil {
				s.open--
			}
		}
	}
}

// makeRoom begins a new file when it is time, and drops finished old ones.
func (j *Journal) makeRoom(now time.Time) error {
	j.mu.Lock()
	failed := j.fault != nil
	j.mu.Unlock()
	info := j.segments[j.current]
	if !failed && info.bytes < segmentBytes && now.Sub(time.Unix(0, j.current)) < segmentAge {
		return j.full()
	}
	if err := j.file.Close(); err != nil && !failed {
		return fmt.Errorf("close a file of the journal: %w", err)
	}
	if err := j.rotate(now); err != nil {
		return err
	}
	return j.full()
}

func (j *Journal) full() error {
	var bytes int64
	for _, s := range j.segments {
		bytes += s.bytes
	}
	if bytes > mostBytes {
		return ErrJournalFull
	}
	return nil
}

// rotate begins a new file.
func (j *Journal) rotate(now time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for name, s := range j.segments {
		if s.open == 0 && name != j.current && now.Sub(s.newest) > keepFor {
			if err := os.Remove(j.path(name)); err != nil && !os.IsNotExist(err) {
				return fmt.Errorf("drop an old file of the journal: %w", err)
			}
			delete(j.segments, name)
		}
	}
	name := now.UnixNano()
	file, err := openDisk(j.path(name))
	if err != nil {
		return fmt.Errorf("begin a file of the journal: %w", err)
	}
	if err := syncFolder(j.dir); err != nil {
		return fmt.Errorf("sync the journal's folder: %w", err)
	}
	j.file, j.current = file, name
	j.segments[name] = &segmentInfo{newest: now}
	return nil
}

// syncFolder makes a new file's name outlive a power cut too.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
