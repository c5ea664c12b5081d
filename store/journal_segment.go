package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bounds is when the journal begins a new file and drops an old one, with the
// clock and the disk it uses.
type bounds struct {
	segment int64         // bytes after which a new file begins
	age     time.Duration // … or its age
	keep    time.Duration // finished files go after this
	early   time.Duration // … or after this, when there is no room; a failover of Redis needs the last two minutes
	most    int64         // bytes in all; more counts as a full disk
	reserve int64         // bytes set aside, so that a full disk can still note what is done
	now     func() time.Time
	disk    func(path string) (disk, error)
}

func usualBounds() bounds {
	return bounds{
		segment: 64 << 20, age: time.Hour, keep: 24 * time.Hour, early: 10 * time.Minute, most: 1 << 30, reserve: 16 << 20,
		now: time.Now, disk: openDisk,
	}
}

// A file with unfinished texts ends in .journal, a finished one in .finished.
const (
	suffixOpen     = ".journal"
	suffixFinished = ".finished"
)

// segment is one file.
type segment struct {
	name     int64     // when it began, in nanoseconds, and more than every older one's
	began    time.Time // zero if it was found at start
	bytes    int64
	newest   time.Time
	open     int // texts in it that are unfinished
	finished bool
	broken   bool
}

func (j *Journal) path(s *segment) string {
	suffix := suffixOpen
	if s.finished {
		suffix = suffixFinished
	}
	return filepath.Join(j.dir, fmt.Sprintf("%020d%s", s.name, suffix))
}

// list finds the files, the oldest first.
func (j *Journal) list() ([]*segment, error) {
	files, err := os.ReadDir(j.dir)
	if err != nil {
		return nil, fmt.Errorf("list the journal's files: %w", err)
	}
	var found []*segment
	for _, f := range files {
		suffix := filepath.Ext(f.Name())
		name, err := strconv.ParseInt(strings.TrimSuffix(f.Name(), suffix), 10, 64)
		if err != nil || (suffix != suffixOpen && suffix != suffixFinished) {
			continue // not one of ours
		}
		info, err := f.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // dropped meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("look at a file of the journal: %w", err)
		}
		found = append(found, &segment{name: name, bytes: info.Size(), newest: info.ModTime(), finished: suffix == suffixFinished})
	}
	slices.SortFunc(found, func(a, b *segment) int { return cmp.Compare(a.name, b.name) })
	return found, nil
}

// state makes the journal ready for more, as far as that can be.
func (j *Journal) state(now time.Time) error {
	if now.Sub(j.dropped) >= time.Second {
		j.dropped = now
		j.drop(now)
	}
	if err := j.ready(now); err != nil {
		return err
	}
	if j.full() {
		return ErrJournalFull
	}
	return nil
}

// ready begins a new file when it is time.
func (j *Journal) ready(now time.Time) error {
	due := j.current.bytes >= j.bounds.segment || now.Sub(j.current.began) >= j.bounds.age
	switch {
	case j.current.broken && now.Before(j.retryAt):
		return *j.fault.Load()
	case j.current.broken, due && j.current.bytes > 0:
		return j.rotate(now)
	}
	return nil
}

func (j *Journal) rotate(now time.Time) error {
	before, file := j.current, j.file
	if err := j.begin(now); err != nil {
		return j.broken(err)
	}
	err := file.Close()
	j.retire(before)
	if err != nil && !before.broken {
		return fmt.Errorf("close a file of the journal: %w", err)
	}
	return nil
}

// begin begins a file. Its name is synced too, so that it outlives a power cut.
func (j *Journal) begin(now time.Time) error {
	s := &segment{name: now.UnixNano(), began: now, newest: now}
	for name := range j.segments {
		s.name = max(s.name, name+1) // the clock stands still, or was set back: a start reads files by name
	}
	file, err := j.bounds.disk(j.path(s))
	if err != nil {
		return fmt.Errorf("begin a file of the journal: %w", err)
	}
	if err := syncFolder(j.dir); err != nil {
		return fmt.Errorf("sync the journal's folder: %w", errors.Join(err, file.Close()))
	}
	j.file, j.current = file, s
	j.segments[s.name] = s
	return nil
}

// retire marks a file as finished, which spares the next start from reading it.
func (j *Journal) retire(s *segment) {
	if s == j.current || s.open > 0 || s.finished {
		return
	}
	before := j.path(s)
	s.finished = true
	if os.Rename(before, j.path(s)) != nil {
		s.finished = false // the next start reads it once more, no harm is done
	}
}

// drop removes finished files that are old, and younger ones when there is no
// room.
func (j *Journal) drop(now time.Time) {
	bytes := j.bytes()
	for _, name := range slices.Sorted(maps.Keys(j.segments)) {
		s := j.segments[name]
		age := now.Sub(s.newest)
		if s == j.current || s.open > 0 || age < j.bounds.early || (age < j.bounds.keep && bytes < j.bounds.most) {
			continue
		}
		if err := os.Remove(j.path(s)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			continue // it is tried again each second
		}
		bytes -= s.bytes
		delete(j.segments, name)
	}
}

func (j *Journal) bytes() int64 {
	var sum int64
	for _, s := range j.segments {
		sum += s.bytes
	}
	return sum
}

// full reports whether there is no room for more texts. A disk that ran full
// lends the reserve to what must still be noted, and has room again once the
// reserve can be set aside again.
func (j *Journal) full() bool {
	if j.lent {
		j.lent = setAside(j.reserve(), j.bounds.reserve) != nil
	}
	return j.lent || j.bytes() >= j.bounds.most
}

func (j *Journal) reserve() string { return filepath.Join(j.dir, "reserve") }
