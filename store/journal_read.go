package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// readAll reads the files that a start finds, from the oldest that has
// unfinished texts on. The newest that is not empty is read in any case, for its
// ids.
func (j *Journal) readAll() error {
	files, err := j.list()
	if err != nil {
		return err
	}
	first := firstToRead(files)
	texts := map[uint64]*bot.Ticket{}
	for i, s := range files {
		j.segments[s.name] = s
		j.nextID.Store(max(j.nextID.Load(), uint64(s.name))) // ids in older files are below it
		if i < first {
			continue
		}
		if err := j.readSegment(s, texts); err != nil {
			return err
		}
	}
	for _, t := range texts {
		j.unfinished = append(j.unfinished, *t)
	}
	slices.SortFunc(j.unfinished, func(a, b bot.Ticket) int { return cmp.Compare(a.ID, b.ID) })
	j.found.Unfinished = len(texts)
	for _, s := range files {
		j.retire(s)
	}
	return nil
}

func firstToRead(files []*segment) int {
	first, full := len(files), false
	for i, s := range slices.Backward(files) {
		if !s.finished || s.bytes > 0 && !full {
			first = i
		}
		full = full || s.bytes > 0
	}
	return first
}

// readSegment reads one file and cuts off what a crash left at its end: zeros
// that were laid out ahead, or a record that is torn.
func (j *Journal) readSegment(s *segment, texts map[uint64]*bot.Ticket) error {
	b, err := os.ReadFile(j.path(s))
	if err != nil {
		return fmt.Errorf("read a file of the journal: %w", err)
	}
	tail, spoilt := readRecords(b, func(r record) { err = errors.Join(err, j.collect(s, r, texts)) })
	j.found.Spoilt += spoilt
	if err != nil || tail == len(b) {
		return err
	}
	if len(bytes.Trim(b[tail:], "\x00")) > 0 { // else it is what was laid out ahead
		j.found.Torn++
	}
	s.bytes = int64(tail)
	if err := os.Truncate(j.path(s), s.bytes); err != nil {
		return fmt.Errorf("cut off the end of a file of the journal that holds no record: %w", err)
	}
	return nil
}

func (j *Journal) collect(s *segment, r record, texts map[uint64]*bot.Ticket) error {
	j.countOne(r, s)
	j.nextID.Store(max(j.nextID.Load(), r.id))
	if r.kind == recordDone && r.at.After(j.lastDone) {
		j.lastDone = r.at
	}
	t := texts[r.id]
	switch {
	case r.kind == recordTaken:
		in, err := j.unseal(r)
		texts[r.id] = &bot.Ticket{ID: r.id, Inbound: in}
		return err
	case t == nil: // it was finished, or is in a file that is gone
	case r.kind == recordDone:
		delete(texts, r.id)
	case r.kind == recordTried:
		t.Tries++
	case r.kind == recordSpared:
		t.Tries = max(0, t.Tries-1)
	}
	return nil
}

func (j *Journal) unseal(r record) (in providers.Inbound, err error) {
	for _, b := range append([]box{j.seal}, j.older...) {
		text, err := b.open(r.body, sealName(r.id))
		if err != nil {
			continue
		}
		if err := json.Unmarshal(text, &in); err != nil {
			return in, fmt.Errorf("read a text of the journal: %w", err)
		}
		return in, nil
	}
	return in, fmt.Errorf("open a text of the journal (is an older secret missing from CONNECTIVE_SECRET_OLD?): %w", errSealed)
}

// Recent returns the texts that were taken since then, finished or not, in the
// order in which they arrived: what a failover of Redis may have lost. A text
// that went to people after too many tries still has them.
func (j *Journal) Recent(since time.Time) ([]bot.Ticket, error) {
	files, err := j.list()
	if err != nil {
		return nil, err
	}
	found := map[uint64]*bot.Ticket{}
	for _, s := range files {
		if s.newest.Before(since) {
			continue
		}
		b, err := os.ReadFile(j.path(s))
		if errors.Is(err, fs.ErrNotExist) { // it was finished this moment
			s.finished = true
			b, err = os.ReadFile(j.path(s))
		}
		if err != nil {
			return nil, fmt.Errorf("read a file of the journal: %w", err)
		}
		readRecords(b, func(r record) { err = errors.Join(err, j.recall(r, since, found)) })
		if err != nil {
			return nil, err
		}
	}
	tickets := make([]bot.Ticket, 0, len(found))
	for _, t := range found {
		tickets = append(tickets, *t)
	}
	slices.SortFunc(tickets, func(a, b bot.Ticket) int { return cmp.Compare(a.ID, b.ID) })
	return tickets, nil
}

// recall notes what a record says of a text that was taken since then.
func (j *Journal) recall(r record, since time.Time, found map[uint64]*bot.Ticket) error {
	t := found[r.id]
	switch {
	case r.kind == recordTaken && !r.at.Before(since):
		in, err := j.unseal(r)
		found[r.id] = &bot.Ticket{ID: r.id, Inbound: in}
		return err
	case t == nil:
	case r.kind == recordTried:
		t.Tries++
	case r.kind == recordSpared:
		t.Tries = max(0, t.Tries-1)
	case r.kind == recordDone && t.Tries < bot.TriesBeforeParking:
		t.Tries = 0
	}
	return nil
}
