package versions

import (
	"context"
	"errors"
	"fmt"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// load loads the newest version of an organisation. If that cannot be, the one
// before stays; a process that had none takes the newest that it can.
func (s *Shelf) load(ctx context.Context, org string, head Head, had *stand) (*stand, error) {
	history, err := s.archive.History(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("read what is published: %w", err)
	}
	now := &stand{newest: head, history: history}
	if had != nil {
		now.org, now.loaded = had.org, had.loaded
	}
	for _, p := range history {
		if p.N > head.N {
			continue // published since: there will be word of it
		}
		if now.loaded == (Head{p.N, p.Version}) {
			break
		}
		o, err := s.open(ctx, org, p)
		switch {
		case errors.Is(err, bot.ErrUnavailable):
			return nil, err
		case err != nil && now.fault == "":
			now.fault = err.Error()
			s.log.Error("a published version cannot be loaded; people get what they got before", "org", org, "version", p.Version, "why", err)
		case err == nil:
			now.org, now.loaded = o, Head{p.N, p.Version}
			return now, nil
		}
		if had != nil && had.org != nil {
			break // nothing between what people get and the newest was ever meant for them
		}
	}
	if now.org == nil {
		files, err := s.archive.Files(ctx, org, head.Version)
		if errors.Is(err, bot.ErrUnavailable) {
			return nil, err
		}
		now.plain = flows.PlainOf(org, files)
	}
	return now, nil
}

// open compiles a version.
func (s *Shelf) open(ctx context.Context, org string, p Publication) (*flows.Org, error) {
	k := versionKey{org, p.Version}
	if o, ok := s.older.get(k); ok {
		return o, nil
	}
	files, err := s.archive.Files(ctx, org, p.Version)
	if err != nil {
		return nil, fmt.Errorf("read a published version: %w", err)
	}
	o, err := flows.LoadPublished(org, files, p.Shapes)
	if err != nil {
		return nil, err
	}
	bytes := 0
	for _, text := range files {
		bytes += len(text)
	}
	s.older.put(k, o, bytes)
	return o, nil
}
