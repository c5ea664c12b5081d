package versions

import (
	"context"
	"errors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

var _ bot.Versions = (*Shelf)(nil)

// Beside implements bot.Versions. The organisation that it returns may be newer
// than the one it is given: another process may have begun a conversation in a
// version that this one had not seen.
func (s *Shelf) Beside(ctx context.Context, org *flows.Org, c flows.Conversation) (*flows.Org, error) {
	o := s.state.Load().orgs[org.ID]
	if o == nil || o.org == nil {
		return org, nil // made by hand, or taken off since
	}
	older := o.org.Older(c)
	if len(older) == 0 {
		return o.org, nil
	}
	if o.unknown(older) {
		if err := s.Refresh(ctx); err != nil {
			return nil, err
		}
		if o = s.state.Load().orgs[org.ID]; o == nil || o.org == nil {
			return org, nil
		}
		if older = o.org.Older(c); len(older) == 0 {
			return o.org, nil
		}
	}
	beside := map[flows.Pin]*flows.Org{}
	for _, frame := range older {
		old, err := s.find(ctx, o, frame)
		if err != nil {
			return nil, err
		}
		if old != nil {
			beside[frame.Pin()] = old
		}
	}
	if len(beside) == 0 {
		return o.org, nil
	}
	return o.org.With(beside), nil
}

// unknown tells whether one of the frames stands in a version that was published
// by another process since this one looked, or that is lost.
func (o *stand) unknown(frames []flows.Frame) bool {
	for _, frame := range frames {
		if Newest(o.history, frame.Flow, frame.Ver) < 0 {
			return true
		}
	}
	return false
}

// find returns the version in which a frame goes on; nil for the newest, where
// it goes on if it finds its place.
func (s *Shelf) find(ctx context.Context, o *stand, frame flows.Frame) (*flows.Org, error) {
	at, err := s.follow(ctx, o, frame)
	if err != nil || at < 0 || o.history[at].Version == o.loaded.Version {
		return nil, err
	}
	p := o.history[at]
	old, err := s.open(ctx, o.org.ID, p)
	switch {
	case errors.Is(err, bot.ErrUnavailable):
		return nil, err
	case err != nil:
		s.log.Error("an older version cannot be loaded; its conversations go on in the newest where they can", "org", o.org.ID, "version", p.Version, "why", err)
		return nil, nil
	}
	return s.older.view(versionKey{o.org.ID, p.Version}, old, o.org), nil
}

// follow finds the publication in which a frame goes on: the last one with the
// flow as the frame knows it, or one after it that moved people there, if it
// has a place for the frame. It returns -1 for a version that is lost.
func (s *Shelf) follow(ctx context.Context, o *stand, frame flows.Frame) (int, error) {
	return Follow(o.history, frame, func(p Publication) (*flows.Org, error) {
		if p.Version == o.loaded.Version {
			return o.org, nil
		}
		org, err := s.open(ctx, o.org.ID, p)
		if errors.Is(err, bot.ErrUnavailable) {
			return nil, err
		}
		return org, nil // a version that cannot be loaded moves nobody
	})
}

// Follow finds the publication of a history in which a frame goes on: the last
// one with the flow as the frame knows it, or one after it that moved people
// there and has a place for the frame. It returns -1 for a version that is lost.
// Open loads a version; it may return nil for one that cannot be loaded.
func Follow(history []Publication, frame flows.Frame, open func(Publication) (*flows.Org, error)) (int, error) {
	at := Newest(history, frame.Flow, frame.Ver)
	for i := at - 1; i >= 0; i-- {
		if !history[i].Move {
			continue
		}
		org, err := open(history[i])
		if err != nil {
			return at, err
		}
		if org == nil {
			continue
		}
		if moved, ok := org.Move(frame); ok {
			frame = moved
			at = min(i, Newest(history, frame.Flow, frame.Ver))
			i = at
		}
	}
	return at, nil
}
