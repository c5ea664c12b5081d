package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/feed"
)

const (
	draftTaken   = 2 * time.Minute  // without a word of who has it
	takenUp      = 24 * time.Hour   // that an interrupted import can be taken up
	editionLeft  = 10 * time.Minute // for whoever reads the edition before
	mostDropped  = 500              // in one script
	recordsAPage = 500
)

var (
	_ directory.Shelf = (*Store)(nil)
	_ feed.Drafts     = (*Store)(nil)
)

// Directories returns the directories that people get, by organisation, in one
// short round trip.
func (s *Store) Directories(ctx context.Context) (map[string]directory.Head, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	all, err := s.redis.HGetAll(ctx, directoryHeadsKey).Result()
	if err != nil {
		return nil, away(err, "read which directories there are")
	}
	heads := make(map[string]directory.Head, len(all))
	for org, text := range all {
		head, err := readDirectoryHead(text)
		if err != nil {
			return nil, err
		}
		heads[org] = head
	}
	return heads, nil
}

func readDirectoryHead(text string) (directory.Head, error) {
	var head directory.Head
	if text == "" {
		return head, nil
	}
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		return head, fmt.Errorf("read the head of a directory: %w", err)
	}
	return head, nil
}

// Services returns the records of an edition, by id, a page at a time. An edition
// that is not whole, since another took its place long ago, is an error that wraps
// feed.ErrMoved.
func (s *Store) Services(ctx context.Context, org string, head directory.Head) ([]directory.Service, error) {
	all := make(map[string]directory.Service, head.Services)
	key := editionKey(org, head.Edition)
	for cursor := uint64(0); ; {
		page, next, err := s.scanHash(ctx, key, cursor)
		if err != nil {
			return nil, away(err, "read a directory")
		}
		for i := 0; i+1 < len(page); i += 2 {
			service, err := s.openService(org, page[i+1])
			if err != nil {
				return nil, err
			}
			all[service.ID] = service
		}
		if cursor = next; cursor == 0 {
			break
		}
	}
	if len(all) != head.Services {
		return nil, fmt.Errorf("read a directory: %w", feed.ErrMoved)
	}
	services := make([]directory.Service, 0, len(all))
	for _, service := range all {
		services = append(services, service)
	}
	slices.SortFunc(services, func(a, b directory.Service) int { return strings.Compare(a.ID, b.ID) })
	return services, nil
}

func (s *Store) scanHash(ctx context.Context, key string, cursor uint64) ([]string, uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return s.redis.HScan(ctx, key, cursor, "", recordsAPage).Result()
}

func (s *Store) openService(org, sealed string) (directory.Service, error) {
	var service directory.Service
	if err := s.openJSON(sealed, "directory:"+org, &service); err != nil {
		return service, fmt.Errorf("open a service: %w", err)
	}
	return service, nil
}

// TakeEdition takes the draft of an organisation's next directory.
func (s *Store) TakeEdition(ctx context.Context, org, source, run string) (feed.Draft, error) {
	now, fresh := s.now(), rand.Text()
	answers, err := s.run(ctx, []call{{s.scripts.edition, []string{draftEditionKey(org), directoryHeadsKey},
		[]any{org, source, run, ms(now), ms(now.Add(draftTaken)), takenUp.Milliseconds(), fresh}}})
	if err != nil {
		return feed.Draft{}, away(err, "take a draft")
	}
	said, err := answers[0].Slice()
	if err != nil {
		return feed.Draft{}, full(err, "take a draft")
	}
	if len(said) != 3 {
		return feed.Draft{}, feed.ErrBusy
	}
	d := feed.Draft{Org: org, Run: run}
	d.Edition, _ = said[0].(string)
	before, _ := said[1].(string)
	if d.Head, err = readDirectoryHead(before); err != nil {
		return d, err
	}
	if again, _ := said[2].(int64); again == 1 {
		d.IDs, err = s.redis.HKeys(ctx, editionKey(org, d.Edition)).Result()
	}
	return d, away(err, "take a draft")
}

// Were returns what there is of services, in one round trip.
func (s *Store) Were(ctx context.Context, d feed.Draft, ids []string) ([]feed.Was, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	drafted := p.HMGet(ctx, editionKey(d.Org, d.Edition), ids...)
	current := p.HMGet(ctx, editionKey(d.Org, d.Head.Edition), ids...)
	_, _ = p.Exec(ctx) // each has its own error
	if err := errors.Join(drafted.Err(), current.Err()); err != nil {
		return nil, away(err, "read services")
	}
	were := make([]feed.Was, len(ids))
	for i := range ids {
		var err error
		if were[i].Draft, err = s.serviceIn(d.Org, drafted, i); err != nil {
			return nil, err
		}
		if were[i].Now, err = s.serviceIn(d.Org, current, i); err != nil {
			return nil, err
		}
	}
	return were, nil
}

func (s *Store) serviceIn(org string, cmd *redis.SliceCmd, i int) (*directory.Service, error) {
	sealed, there := cmd.Val()[i].(string)
	if !there {
		return nil, nil
	}
	service, err := s.openService(org, sealed)
	return &service, err
}

// Shelve writes services into a draft and drops some. Of many to drop 500 go at
// once; it can be called again.
func (s *Store) Shelve(ctx context.Context, d feed.Draft, services []directory.Service, drop []string) error {
	records := make([]any, 0, 2*len(services))
	for _, service := range services {
		text, err := json.Marshal(service)
		if err != nil {
			return fmt.Errorf("write a service: %w", err)
		}
		records = append(records, service.ID, s.shared.seal(text, "directory:"+d.Org))
	}
	if err := s.shelve(ctx, d, records, nil); err != nil {
		return err
	}
	for ids := range slices.Chunk(drop, mostDropped) {
		if err := s.shelve(ctx, d, nil, ids); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) shelve(ctx context.Context, d feed.Draft, records []any, drop []string) error {
	args := append([]any{d.Run, ms(s.now().Add(draftTaken)), (2 * takenUp).Milliseconds(), len(records) / 2}, records...)
	for _, id := range drop {
		args = append(args, id)
	}
	answers, err := s.run(ctx, []call{{s.scripts.shelve, []string{draftEditionKey(d.Org), editionKey(d.Org, d.Edition)}, args}})
	return drafted(answers, err, "write services", feed.ErrBusy)
}

// Issue makes a draft what people get.
func (s *Store) Issue(ctx context.Context, d feed.Draft, head directory.Head) error {
	next, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("write the head of a directory: %w", err)
	}
	var before []byte
	if d.Head.N > 0 {
		if before, err = json.Marshal(d.Head); err != nil {
			return fmt.Errorf("write the head of a directory: %w", err)
		}
	}
	answers, err := s.run(ctx, []call{{s.scripts.issue,
		[]string{draftEditionKey(d.Org), editionKey(d.Org, d.Edition), directoryHeadsKey, editionKey(d.Org, d.Head.Edition)},
		[]any{d.Org, d.Run, before, next, editionLeft.Milliseconds()}}})
	return drafted(answers, err, "issue a directory", feed.ErrMoved)
}

// drafted is what a script answered that does nothing once another has the draft.
func drafted(answers []*redis.Cmd, err error, doing string, taken error) error {
	if err != nil {
		return away(err, doing)
	}
	done, err := answers[0].Int()
	if err != nil {
		return full(err, doing)
	}
	if done == 0 {
		return taken
	}
	return nil
}
