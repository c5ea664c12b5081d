package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot"
)

// readAll reads the files that a start finds, the oldest first.
func (j *Journal) readAll() error {
	paths, err := filepath.Glob(filepath.Join(j.dir, "*.journal"))
	if err != nil {
		return fmt.Errorf("list the journal's files: %w", err)
	}
	slices.Sort(paths)
	found := map[uint64]*bot.Ticket{}
	for _, path := range paths {
		name, err := strconv.ParseInt(strings.TrimSuffix(filepath.Base(path), ".journal"), 10, 64)
		if err != nil {
			continue // not one of ours
		}
		if err := j.readFile(path, name, found); err != nil {
			return err
		}
	}
	for _, t := range found {
		j.unfinished = append(j.unfinished, *t)
	}
	slices.SortFunc(j.unfinished, func(a, b bot.Ticket) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

func (j *Journal) readFile(path string, name int64, found map[uint64]*bot.Ticket) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read a file of the journal: %w", err)
	}
	j.segments[name] = &segmentInfo{bytes: int64(len(b))}
	for len(b) > 0 {
		r, rest, ok := readRecord(b)
		if !ok {
			j.torn++
			return nil
		}
		b = rest
		j.countOne(r, name)
		if err := j.collect(r, found); err != nil {
			return err
		}
		j.nextID = max(j.nextID, r.id)
	}
	return nil
}

func (j *Journal) collect(r record, found map[uint64]*bot.Ticket) error {
	switch r.kind {
	case recordDone:
		delete(found, r.id)
	case recordTried:
		if t := found[r.id]; t != nil {
			t.Tries++
		}
	case recordTaken:
		t := &bot.Ticket{ID: r.id}
		text, err := j.unseal(r.body)
		if err != nil {
			return fmt.Errorf("open a text of the journal (is an older secret missing from CONNECTIVE_SECRET_OLD): %w", err)
		}
		if err := json.Unmarshal(text, &t.Inbound); err != nil {
			return fmt.Errorf("read a text of the journal: %w", err)
		}
		found[r.id] = t
	}
	return nil
}

func (j *Journal) unseal(sealed []byte) ([]byte, error) {
	for _, b := range append([]box{j.seal}, j.older...) {
		if text, err := b.open(sealed, "journal"); err == nil {
			return text, nil
		}
	}
	return nil, errSealed
}
