package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Source is where a directory comes from.
type Source struct {
	Name string // without what could be a secret
	api  *api
	file string
}

// Row is one service of a source, as it is written.
type Row struct {
	Number int // from 1
	Page   int // from 1
	Raw    json.RawMessage
	Total  int // how many the source says that there are; 0 where it does not
}

// Open takes the address of a feed or the name of a file. With here, a feed may be
// on this machine, without https; never do that in production.
func Open(at string, limits Limits, here bool) (*Source, error) {
	if strings.Contains(at, "://") {
		a, err := newAPI(at, limits, here)
		if err != nil {
			return nil, err
		}
		return &Source{Name: a.name(), api: a}, nil
	}
	if info, err := os.Stat(at); err != nil || info.IsDir() {
		return nil, fmt.Errorf("there is no file %s; the address of a feed begins with https://", at)
	}
	return &Source{Name: filepath.Base(at), file: at}, nil
}

// Rows are the services of the source, in order. An error ends them: what came
// before it is not all there is.
func (s *Source) Rows(ctx context.Context) iter.Seq2[Row, error] {
	if s.api == nil {
		return s.fileRows()
	}
	return func(yield func(Row, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, s.api.limits.Whole)
		defer cancel()
		p := &paging{api: s.api, seen: map[uint64]struct{}{}}
		if err := p.all(ctx, yield); err != nil && !errors.Is(err, errEnough) {
			yield(Row{}, err)
		}
	}
}

func (s *Source) fileRows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		f, err := os.Open(s.file)
		if err != nil {
			yield(Row{}, fmt.Errorf("open the file: %w", err))
			return
		}
		defer f.Close()
		row, page := Row{Page: 1}, Page{}
		for raw, err := range Services(f, &page) {
			row.Number, row.Raw, row.Total = row.Number+1, raw, page.Items
			if !yield(row, err) {
				return
			}
		}
	}
}

// Record reads all of one service, as far as its page says too little of it.
func (s *Source) Record(ctx context.Context, id string) (json.RawMessage, error) {
	var raw json.RawMessage
	err := s.api.get(ctx, s.api.record(id), mostService, true, func(body io.Reader) error {
		all, err := io.ReadAll(body)
		raw = all
		return unread(err)
	})
	return raw, err
}

// Short tells whether a row says so little that its own record must be read. A
// file has no other.
func (s *Source) Short(raw json.RawMessage) bool {
	if s.api == nil || s.api.single {
		return false
	}
	var has map[string]json.RawMessage
	if json.Unmarshal(raw, &has) != nil {
		return false
	}
	for _, key := range []string{"schedules", "regular_schedules", "contacts", "phones", "service_at_locations", "service_areas"} {
		if has[key] != nil {
			return false
		}
	}
	return true
}
