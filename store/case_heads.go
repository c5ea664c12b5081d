package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// mostHeads is how many cases are read in one pipeline.
const mostHeads = 256

// lastLines is how many lines are looked through for the resident's last words.
const lastLines = 8

// OpenHeads lists the organisation's open cases, each with what its resident
// wrote last alone, the oldest first.
func (s *Store) OpenHeads(ctx context.Context, org string) ([]bot.CaseFile, error) {
	open, err := s.openCaseIDs(ctx)
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(c openCase) bool { return c.org != org })
	heads, err := s.heads(ctx, open)
	slices.SortFunc(heads, func(a, b bot.CaseFile) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID)) })
	return heads, err
}

// ClosedHeads lists the cases that the organisation has closed, the last first, at
// most that many, each with what its resident wrote last alone. Cases are kept for 90 days.
func (s *Store) ClosedHeads(ctx context.Context, org string, most int) ([]bot.CaseFile, error) {
	reading, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	lists := make([]*redis.ZSliceCmd, Partitions)
	for part := range Partitions {
		lists[part] = p.ZRevRangeWithScores(reading, closedKey(part), 0, -1)
	}
	_, _ = p.Exec(reading) // each has its own error
	var closed []openCase
	for part, list := range lists {
		if err := list.Err(); err != nil {
			return nil, away(err, "list the closed cases")
		}
		for _, z := range list.Val() {
			member, _ := z.Member.(string)
			if of, id, _ := strings.Cut(member, "/"); of == org {
				closed = append(closed, openCase{part, of, id, time.UnixMilli(int64(z.Score))})
			}
		}
	}
	slices.SortFunc(closed, func(a, b openCase) int { return cmp.Or(b.opened.Compare(a.opened), cmp.Compare(a.id, b.id)) })
	heads, err := s.heads(ctx, closed[:min(most, len(closed))])
	slices.SortFunc(heads, func(a, b bot.CaseFile) int { return cmp.Or(b.Closed.Compare(a.Closed), cmp.Compare(a.ID, b.ID)) })
	return heads, err
}

// Head returns one case of the organisation, with what its resident wrote last
// alone, or bot.ErrNoCase.
func (s *Store) Head(ctx context.Context, org, id string) (bot.CaseFile, error) {
	part, err := s.findCase(ctx, org, id)
	if err != nil {
		return bot.CaseFile{}, err
	}
	heads, err := s.heads(ctx, []openCase{{partition: part, org: org, id: id}})
	if err == nil && len(heads) == 0 {
		err = bot.ErrNoCase
	}
	if err != nil {
		return bot.CaseFile{}, err
	}
	return heads[0], nil
}

// heads reads cases. One that is gone meanwhile is left out.
func (s *Store) heads(ctx context.Context, which []openCase) ([]bot.CaseFile, error) {
	var heads []bot.CaseFile
	for some := range slices.Chunk(which, mostHeads) {
		read, err := s.headsAtOnce(ctx, some)
		if err != nil {
			return nil, err
		}
		heads = append(heads, read...)
	}
	return heads, nil
}

func (s *Store) headsAtOnce(ctx context.Context, which []openCase) ([]bot.CaseFile, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	fields, lines := make([]*redis.SliceCmd, len(which)), make([]*redis.StringSliceCmd, len(which))
	for i, c := range which {
		fields[i] = p.HMGet(ctx, caseKey(c.partition, c.id), caseFields...)
		lines[i] = p.LRange(ctx, notesKey(c.partition, c.id), -lastLines, -1)
	}
	_, _ = p.Exec(ctx) // each has its own error
	heads := make([]bot.CaseFile, 0, len(which))
	for i, c := range which {
		if err := cmp.Or(fields[i].Err(), lines[i].Err()); err != nil {
			return nil, away(err, "read a case")
		}
		if fields[i].Val()[0] == nil {
			continue
		}
		file, err := s.readCase(c.id, fields[i].Val(), lines[i].Val())
		if err != nil {
			return nil, err
		}
		file.Notes = lastWords(file.Notes)
		heads = append(heads, file)
	}
	return heads, nil
}

// lastWords is the last of what the resident wrote among some lines; the last line
// where that is none of them.
func lastWords(lines []bot.Note) []bot.Note {
	for i, n := range slices.Backward(lines) {
		if n.Who == bot.ByResident {
			return lines[i : i+1]
		}
	}
	return lines[max(0, len(lines)-1):]
}

// caseFields are what readCase reads.
var caseFields = []string{"d", "a", "o", "closed"}

// readCase reads a case and some of its lines.
func (s *Store) readCase(id string, fields []any, lines []string) (bot.CaseFile, error) {
	sealed, _ := fields[0].(string)
	to, _ := fields[1].(string)
	org, _ := fields[2].(string)
	var file bot.CaseFile
	if err := s.openJSON(sealed, "case:"+id, &file.Case); err != nil {
		return file, fmt.Errorf("open a case: %w", err)
	}
	whom, err := s.shared.open([]byte(to), "case:"+id)
	if err != nil {
		return file, fmt.Errorf("open whose case it is: %w", err)
	}
	file.Key = bot.Key{Org: org, Address: readAddress(whom)}
	if closed, _ := fields[3].(string); closed != "" {
		at, _ := strconv.ParseInt(closed, 10, 64) // written by us
		file.Closed = time.UnixMilli(at).UTC()
	}
	return file, s.readLines(&file, lines)
}

// WithLines returns cases with all of their lines.
func (s *Store) WithLines(ctx context.Context, heads []bot.CaseFile) ([]bot.CaseFile, error) {
	files := slices.Clone(heads)
	for begin := 0; begin < len(files); begin += mostHeads {
		some := files[begin:min(begin+mostHeads, len(files))]
		reading, cancel := context.WithTimeout(ctx, s.patience)
		p := s.redis.Pipeline()
		lines := make([]*redis.StringSliceCmd, len(some))
		for i, f := range some {
			lines[i] = p.LRange(reading, notesKey(s.keys.partition(f.Key.Address), f.ID), 0, -1)
		}
		_, _ = p.Exec(reading) // each has its own error
		cancel()
		for i := range some {
			if err := lines[i].Err(); err != nil {
				return nil, away(err, "read the lines of a case")
			}
			if err := s.readLines(&some[i], lines[i].Val()); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

// readLines opens the lines of a case.
func (s *Store) readLines(f *bot.CaseFile, lines []string) error {
	f.Notes = nil
	for _, text := range lines {
		var n bot.Note
		if err := s.openJSON(text, "note:"+f.ID, &n); err != nil {
			return fmt.Errorf("open a line of a case: %w", err)
		}
		f.Notes = append(f.Notes, n)
	}
	return nil
}
