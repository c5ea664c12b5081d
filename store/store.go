package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

var errAway = bot.ErrUnavailable

// Options says which Redis to use, and how.
type Options struct {
	URL      string // redis://, rediss://, unix://, or redis+cluster://host:port,host:port
	Embedded bool   // a Redis in this process that keeps nothing
	Keys     Keys
	Consumer string // this process' name among the readers of the outbox
	Log      *slog.Logger
}

// Store keeps threads, cases and the outbox in Redis. All of its methods can be
// called at once by many.
type Store struct {
	redis    redis.UniversalClient // commits, claims, reads
	reader   redis.UniversalClient // blocked reads of the outbox, so that they hold nothing else up
	embedded *miniredis.Miniredis
	scripts  scripts
	keys     keys
	ring     *ring
	shared   box // seals what belongs to no single person
	consumer string
	patience time.Duration
	log      *slog.Logger
	reads    chan *readJob
	commits  chan *commitJob
	ready    chan []redis.XStream // cluster only
	stop     context.CancelFunc
	counts   memberCounts
	moved    clockwork
}

// quiet drops what the Redis client would print: errors are ours to report.
type quiet struct{}

// Printf prints nothing.
func (quiet) Printf(context.Context, string, ...any) {}

func init() { redis.SetLogger(quiet{}) }

// patience is how long one call to Redis may take.
const patience = 800 * time.Millisecond

// Open connects to Redis, checks that it is the one that the secret belongs to,
// and prepares it. The errors say how to mend what is wrong.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{
		scripts: newScripts(o.Embedded), keys: keys{o.Keys.Index}, ring: newRing(o.Keys), shared: newBox(o.Keys.Wrapping[:]),
		consumer: o.Consumer, patience: patience, log: o.Log,
		reads: make(chan *readJob, 1024), commits: make(chan *commitJob, 1024),
	}
	if s.consumer == "" {
		s.consumer = "desk"
	}
	if err := s.connect(o); err != nil {
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop, s.moved.context = stop, background
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.startBatches(background)
	return s, nil
}

func (s *Store) connect(o Options) error {
	if o.Embedded {
		m, err := miniredis.Run()
		if err != nil {
			return fmt.Errorf("start the embedded Redis: %w", err)
		}
		m.ClockTTL(true)
		s.embedded = m
		o.URL = "redis://" + m.Addr()
	}
	if addresses, cluster := strings.CutPrefix(o.URL, "redis+cluster://"); cluster {
		options := func() *redis.ClusterOptions {
			return &redis.ClusterOptions{Addrs: strings.Split(addresses, ","), ContextTimeoutEnabled: true, PoolSize: 72}
		}
		s.redis, s.reader = redis.NewClusterClient(options()), redis.NewClusterClient(options())
		return nil
	}
	options, err := redis.ParseURL(o.URL)
	if err != nil {
		return errors.New("CONNECTIVE_REDIS_URL must be like redis://127.0.0.1:6379, unix:///path or redis+cluster://host:port,host:port")
	}
	options.ContextTimeoutEnabled = true
	options.PoolSize = 20
	blocking := *options
	blocking.PoolSize = 72
	blocking.ReadTimeout = 15 * time.Second
	s.redis, s.reader = redis.NewClient(options), redis.NewClient(&blocking)
	return nil
}

// prepare writes down at the first start what may never change, and checks it
// at every other.
func (s *Store) prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := s.redis.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("reach Redis (%s): see CONNECTIVE_REDIS_URL, and whether it runs", kind(err))
	}
	for field, ours := range map[string]string{"partitions": fmt.Sprint(Partitions), "fingerprint": s.keys.fingerprint()} {
		if err := s.redis.HSetNX(ctx, installKey, field, ours).Err(); err != nil {
			return fmt.Errorf("write down the installation (%s)", kind(err))
		}
		kept, err := s.redis.HGet(ctx, installKey, field).Result()
		if err != nil {
			return fmt.Errorf("read the installation (%s)", kind(err))
		}
		if kept != ours && field == "fingerprint" {
			return errors.New("this Redis was filled with another CONNECTIVE_SECRET: starting would forget who said STOP. Use the secret it was filled with")
		}
		if kept != ours {
			return fmt.Errorf("this Redis has %s partitions, and this version has %s: use the version that it was filled with", kept, ours)
		}
	}
	if err := s.scripts.load(ctx, s.redis); err != nil {
		return err
	}
	return s.makeStreams(ctx)
}

// Ping returns nil while Redis answers.
func (s *Store) Ping(ctx context.Context) error {
	return away(s.redis.Ping(ctx).Err(), "reach Redis")
}

// Close lets Redis go.
func (s *Store) Close() error {
	s.stop()
	err := errors.Join(s.redis.Close(), s.reader.Close())
	if s.embedded != nil {
		s.embedded.Close()
	}
	return err
}
