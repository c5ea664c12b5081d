package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/webhooks"
)

// newsApartFor is how long what cannot be told is kept after the last of it.
const newsApartFor = 30 * 24 * time.Hour

// What is set aside is either a fact or a delivery: the first word of its field.
const (
	apartNews     = "news"
	apartDelivery = "delivery"
)

// unopened says of what no key of ours opens, or what cannot be read, that it is so.
func unopened(err error) error { return errors.Join(webhooks.ErrUnopened, err) }

// SetAside keeps a fact that cannot be told, and takes it out of its place. What can
// be opened is sealed anew: its webhooks could not be.
func (s *Store) SetAside(ctx context.Context, n webhooks.News) error {
	sealed, err := s.sealFact(n.Fact)
	if n.Unopened {
		sealed, err = s.rawNews(ctx, n)
	}
	if err != nil {
		return err
	}
	if err := s.keepApart(ctx, apartNews+" "+n.Place, sealed); err != nil {
		return err
	}
	return s.letGo(ctx, n)
}

// rawNews is a fact as it stands in its place, sealed; empty if another process has
// set it aside already.
func (s *Store) rawNews(ctx context.Context, n webhooks.News) ([]byte, error) {
	key, id, err := placeOf(n)
	if err != nil {
		return nil, fmt.Errorf("read what has happened: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	found, err := s.redis.XRange(ctx, key, id, id).Result()
	if err != nil || len(found) == 0 {
		return nil, away(err, "read what has happened")
	}
	sealed, _ := found[0].Values["f"].(string)
	return []byte(sealed), nil
}

// keepApart keeps something under a name of its own: done twice it is there once.
func (s *Store) keepApart(ctx context.Context, name string, sealed []byte) error {
	if len(sealed) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.TxPipeline()
	p.HSet(ctx, hookApartKey, name, sealed)
	p.PExpire(ctx, hookApartKey, newsApartFor)
	_, err := p.Exec(ctx)
	return away(err, "set aside what cannot be told")
}

func (s *Store) setDeliveryAside(ctx context.Context, d webhooks.Delivery, sealed string) error {
	if err := s.keepApart(ctx, strings.Join([]string{apartDelivery, d.ID, d.Fact.Org}, " "), []byte(sealed)); err != nil {
		return err
	}
	return s.forgetDelivery(ctx, d)
}

// OpenAgain takes up what was set aside and can be opened and told now. One that dies
// midway leaves some of it to be told twice, with the same id.
func (s *Store) OpenAgain(ctx context.Context) (int, error) {
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	apart, err := s.redis.HGetAll(asking, hookApartKey).Result()
	if err != nil {
		return 0, away(err, "read what was set aside")
	}
	n := 0
	for name, sealed := range apart {
		done, err := s.tellAgain(ctx, name, sealed)
		if err != nil {
			return n, err
		}
		if done {
			n++
		}
	}
	return n, nil
}

func (s *Store) tellAgain(ctx context.Context, name, sealed string) (bool, error) {
	kind, rest, _ := strings.Cut(name, " ")
	take := s.newsAgain
	if kind == apartDelivery {
		take = s.deliveryAgain
	}
	if done, err := take(ctx, rest, sealed); err != nil || !done {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return true, away(s.redis.HDel(ctx, hookApartKey, name).Err(), "take up what was set aside")
}

// newsAgain writes a fact into its place again, if its webhooks can be opened too.
func (s *Store) newsAgain(ctx context.Context, place, sealed string) (bool, error) {
	var f webhooks.Fact
	if s.openJSON(sealed, "news", &f) != nil {
		return false, nil
	}
	if _, err := s.Endpoints(ctx, f.Org); err != nil {
		if errors.Is(err, bot.ErrUnavailable) {
			return false, err
		}
		return false, nil
	}
	key, _, err := placeOf(webhooks.News{Place: place})
	if err != nil {
		return false, fmt.Errorf("take up what was set aside: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return true, away(s.redis.XAdd(ctx, &redis.XAddArgs{Stream: key, Values: []any{"f", sealed}}).Err(), "take up what was set aside")
}

// deliveryAgain puts a delivery into the queue again, as if it had just begun.
func (s *Store) deliveryAgain(ctx context.Context, rest, sealed string) (bool, error) {
	id, _, _ := strings.Cut(rest, " ")
	d, err := s.openDelivery(id, sealed)
	if err != nil {
		return false, nil //nolint:nilerr // it still cannot be opened: it stays
	}
	asking, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	if err := s.redis.Del(asking, hookBegunKey(id)).Err(); err != nil {
		return false, away(err, "take up what was set aside")
	}
	d.Begun = s.now().UTC()
	again, err := s.sealDelivery(d)
	if err != nil {
		return false, err
	}
	_, err = s.did(ctx, s.hook(d, "new", d.Begun, again, 0, "", markedFor))
	return true, err
}
