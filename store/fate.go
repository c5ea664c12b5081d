package store

import (
	"context"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Fates returns what has become of some texts to one number, by their refs. What
// was settled a week ago is not known any more. Errors wrap bot.ErrUnavailable.
func (s *Store) Fates(ctx context.Context, to providers.Address, refs []string) (map[string]bot.Fate, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p, part := s.redis.Pipeline(), s.keys.partition(to)
	cmds := make([]*redis.StringCmd, len(refs))
	for i, ref := range refs {
		cmds[i] = p.HGet(ctx, messageKey(part, ref), "s")
	}
	_, _ = p.Exec(ctx) // each has its own error
	fates := make(map[string]bot.Fate, len(refs))
	for i, cmd := range cmds {
		if err := away(cmd.Err(), "read what has become of a text"); err != nil {
			return nil, err
		}
		switch state := cmd.Val(); state {
		case "":
		case "queued", "sending":
			fates[refs[i]] = bot.FateWaits
		default:
			fates[refs[i]] = bot.Fate(state)
		}
	}
	return fates, nil
}

// Uncertain returns to whom of an organisation's people texts were sent of which
// nobody knows whether they have arrived. Errors wrap bot.ErrUnavailable.
func (s *Store) Uncertain(ctx context.Context, org string) (map[providers.Address]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	all, err := s.UnknownTexts(ctx)
	if err != nil {
		return nil, err
	}
	people := map[providers.Address]bool{}
	for _, text := range all {
		if text.Org == org {
			people[text.To] = true
		}
	}
	return people, nil
}
