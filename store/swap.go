package store

import "context"

// swap runs a script that writes something as long as nobody has changed it since it
// was read, and answers 0 if somebody has: that is the error moved.
func (s *Store) swap(ctx context.Context, doing string, moved error, c call) error {
	answers, err := s.run(ctx, []call{c})
	if err != nil {
		return away(err, doing)
	}
	kept, err := answers[0].Int()
	if err != nil {
		return full(err, doing)
	}
	if kept == 0 {
		return moved
	}
	return nil
}
