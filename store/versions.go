package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// mostPublications is how many lines an organisation's history keeps. A
// conversation that is older than so many takes the newest version.
const mostPublications = 500

var _ versions.Archive = (*Store)(nil)

// Heads returns what people get now, by organisation, in one short round trip.
func (s *Store) Heads(ctx context.Context) (map[string]versions.Head, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	all, err := s.redis.HGetAll(ctx, headsKey).Result()
	if err != nil {
		return nil, away(err, "read what is published")
	}
	return readHeads(all), nil
}

// readHeads reads "number version id" for each organisation.
func readHeads(all map[string]string) map[string]versions.Head {
	heads := make(map[string]versions.Head, len(all))
	for org, text := range all {
		if words := strings.Split(text, " "); len(words) == 3 {
			if n, err := strconv.ParseInt(words[0], 10, 64); err == nil {
				heads[org] = versions.Head{N: n, Version: words[1]}
			}
		}
	}
	return heads
}

// History returns what an organisation has published, the newest first and at
// most 500.
func (s *Store) History(ctx context.Context, org string) ([]versions.Publication, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	lines, err := s.redis.LRange(ctx, historyKey(org), 0, -1).Result()
	if err != nil {
		return nil, away(err, "read what was published")
	}
	history := make([]versions.Publication, len(lines))
	for i, line := range lines {
		text, err := s.shared.open([]byte(line), "publication:"+org)
		if err != nil {
			return nil, fmt.Errorf("read what was published: %w", err)
		}
		if err := json.Unmarshal(text, &history[i]); err != nil {
			return nil, fmt.Errorf("read what was published: %w", err)
		}
	}
	return history, nil
}

// Files returns a version's files, or versions.ErrNoVersion. Files that are not
// those that were published are an error.
func (s *Store) Files(ctx context.Context, org, version string) (flows.Files, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.Get(ctx, versionKey(org, version)).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, versions.ErrNoVersion
	}
	if err != nil {
		return nil, away(err, "read a version's files")
	}
	packed, err := s.shared.open(sealed, "version:"+org)
	if err != nil {
		return nil, fmt.Errorf("read a version's files: %w", err)
	}
	files, err := flows.UnpackFiles(packed)
	if err != nil {
		return nil, err
	}
	if files.Version() != version {
		return nil, fmt.Errorf("read a version's files: they are those of another version")
	}
	return files, nil
}

// Kept tells of which versions the files are still there, in the order given.
func (s *Store) Kept(ctx context.Context, org string, of []string) ([]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	there := make([]*redis.IntCmd, len(of))
	for i, version := range of {
		there[i] = p.Exists(ctx, versionKey(org, version))
	}
	_, _ = p.Exec(ctx) // each has its own error
	kept := make([]bool, len(of))
	for i, cmd := range there {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "see which versions are kept")
		}
		kept[i] = cmd.Val() > 0
	}
	return kept, nil
}

// Publish makes the files what people get from now on, with one script.
func (s *Store) Publish(ctx context.Context, org string, files flows.Files, p versions.Publication, after int64) (versions.Publication, error) {
	p.N = after + 1
	line, err := json.Marshal(p)
	if err != nil {
		return p, fmt.Errorf("write a publication: %w", err)
	}
	packed, err := files.Pack()
	if err != nil {
		return p, err
	}
	answers, err := s.run(ctx, []call{{s.scripts.publish,
		[]string{headsKey, historyKey(org), versionKey(org, p.Version)},
		[]any{org, after, p.N, p.Version, p.ID, s.shared.seal(line, "publication:"+org), s.shared.seal(packed, "version:"+org), mostPublications}}})
	if err != nil {
		return p, away(err, "publish")
	}
	done, err := answers[0].Int()
	if err != nil {
		return p, away(err, "publish")
	}
	if done == 0 {
		return p, versions.ErrOvertaken
	}
	return p, nil
}

// Retire deletes the files of a version that nobody needs any more. It reports
// false, and deletes nothing, if something was published after the publication
// of that number, or if people get this version.
func (s *Store) Retire(ctx context.Context, org, version string, last int64) (bool, error) {
	answers, err := s.run(ctx, []call{{s.scripts.retire, []string{headsKey, versionKey(org, version)}, []any{org, last, version}}})
	if err != nil {
		return false, away(err, "delete a version's files")
	}
	done, err := answers[0].Int()
	return done == 1, away(err, "delete a version's files")
}

// TellVersions says which versions a replica answers with.
func (r *Replica) TellVersions(ctx context.Context, standings []versions.Standing) error {
	ctx, cancel := context.WithTimeout(ctx, r.store.patience)
	defer cancel()
	text, err := json.Marshal(standings)
	if err != nil {
		return fmt.Errorf("tell which versions are used: %w", err)
	}
	return away(r.store.redis.HSet(ctx, answersKey, r.id, text).Err(), "tell which versions are used")
}

// Standings returns which versions each replica that has not left answers with,
// by the replica's name. One that has said nothing yet has none.
func (s *Store) Standings(ctx context.Context) (map[string][]versions.Standing, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	there, said := p.HKeys(ctx, replicasKey), p.HGetAll(ctx, answersKey)
	_, _ = p.Exec(ctx) // each has its own error
	if err := errors.Join(there.Err(), said.Err()); err != nil {
		return nil, away(err, "see which versions are used")
	}
	all := make(map[string][]versions.Standing, len(there.Val()))
	for _, id := range there.Val() {
		all[id] = nil
		if text := said.Val()[id]; text != "" {
			var standings []versions.Standing
			if err := json.Unmarshal([]byte(text), &standings); err != nil {
				return nil, fmt.Errorf("see which versions are used: %w", err)
			}
			all[id] = standings
		}
	}
	return all, nil
}
