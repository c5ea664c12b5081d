package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

// house is the rooms, wired: texts come in through the hooks and the journal,
// are judged by the bot, kept by the store, and leave through the outbox.
type house struct {
	settings   Settings
	log        *slog.Logger
	source     *source         // the folder that is watched, nil for none
	faults     atomic.Int64    // in the folder when it was looked at last
	shelf      *versions.Shelf // what people get
	store      *store.Store
	journal    *store.Journal
	replica    *store.Replica
	library    *directory.Library // of imported services
	failover   *store.Failover
	steered    atomic.Bool // what was paused or cancelled before holds everywhere
	bot        *bot.Bot
	intake     *bot.Intake
	connected  []opened // the first is the installation's own
	dispatcher *providers.Dispatcher
	lookups    *providers.Lookups
	hooks      *web.Hooks
	board      *inbox.Board
	bell       *inbox.Bell
	haltBell   *inbox.HaltBell
	absence    *inbox.Absence
	referrals  *inbox.Referrals // services that are asked to call somebody
	round      *assure.Round    // services that are asked whether they are still right
	links      inbox.Links      // in the letters to services
	metrics    *prometheus.Registry
	pretend    string                        // the account that visitors of the demonstration are signed in to
	opened     []func(context.Context) error // what must be closed, the newest last
}

// parts is what a house is built of that differs from one command to another.
type parts struct {
	settings    Settings
	folder      folder
	source      *source // of the folder, if it is to be watched
	options     store.Options
	connections []opened
	alone       bool // the one connection stands for whichever an organisation names
	seen        func(bot.Turn)
	log         *slog.Logger
}

// build wires a house. The error names the room that did not open; what had
// opened is closed again.
func build(ctx context.Context, p parts) (h *house, err error) {
	h = &house{settings: p.settings, log: p.log, source: p.source, connected: p.connections, metrics: prometheus.NewRegistry()}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close(context.WithoutCancel(ctx)))
		}
	}()
	keys, err := store.DeriveKeys(p.settings.Secret, p.settings.SecretOld)
	if err != nil {
		return h, fmt.Errorf("read CONNECTIVE_SECRET: %w", err)
	}
	p.options.Keys, h.links = keys, inbox.Links{Keys: keys.Links}
	if h.store, err = store.Open(ctx, p.options); err != nil {
		return h, fmt.Errorf("open the store: %w", err)
	}
	h.onClose(func(context.Context) error { return h.store.Close() })
	if err = h.store.LearnHooks(ctx); err != nil {
		return h, fmt.Errorf("see who has webhooks: %w", err)
	}
	if h.journal, err = store.OpenJournal(journalFolder(p.settings), keys); err != nil {
		return h, fmt.Errorf("open the journal: %w", settledByData(err))
	}
	h.onClose(func(context.Context) error { return h.journal.Close() })
	if h.replica, err = h.store.JoinReplicas(ctx, p.settings.Replica); err != nil {
		return h, fmt.Errorf("join the other replicas: %w", err)
	}
	h.onClose(h.leaving("the other replicas wait for this one to start again", h.replica.Leave))
	if err = h.openShelf(ctx, p.folder); err != nil {
		return h, fmt.Errorf("open what is published: %w", err)
	}
	h.wire(p)
	if err = h.openInbox(p.settings); err != nil {
		return h, err
	}
	if err = h.failover.Begin(ctx); err != nil {
		return h, fmt.Errorf("see whether this is the Redis of before: %w", err)
	}
	h.onClose(h.leaving("the next start judges the last texts again", h.failover.Leave))
	return h, nil
}

// wire joins the rooms that need no opening.
func (h *house) wire(p parts) {
	counts := newCounts(h.metrics)
	h.journal.OnSync(counts.synced)
	h.library = &directory.Library{Shelf: h.store, Book: h.shelf.Book, Now: time.Now, Log: h.log}
	h.bot = bot.New(bot.Config{
		Services: h.library.With,
		Threads:  poisoned(h.store), Book: h.shelf.Book, Versions: h.shelf, Now: time.Now, Seen: counts.seen(p.seen), Again: counts.again.Inc, Log: h.log,
		Lines: h.store, Provider: h.own(p.alone), Clock: h.store, Jobs: h.store, Tallies: h.store, Starts: h.store, Places: h.store, Fates: h.store, WeeklyCap: h.settings.WeeklyCap, Missed: h.missed(), Members: h.store.Members, Quarantine: h.store.Quarantine,
	})
	h.intake = bot.NewIntake(bot.IntakeConfig{
		Journal: h.journal, Receive: h.bot.Receive, Park: h.bot.Park, Apart: h.store.Quarantine,
		Budget: 800 * time.Millisecond, Log: h.log,
	})
	h.failover = store.NewFailover(h.store, h.journal, h.intake, h.replica)
	h.failover.Anew = h.bot.StandAnew
	h.dispatcher = h.openDispatcher(p, counts)
	h.store.SendDirect(h.dispatcher)
	h.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &gauges{house: h})
	h.hooks = &web.Hooks{
		Providers: h.providers(), PublicURL: p.settings.PublicURL,
		Prove: p.options.Keys.Prove, Intake: h.intake, Reports: reports{h.store, counts}, Now: time.Now, Metrics: web.NewMetrics(h.metrics), Log: h.log,
	}
}

// leaving is a farewell to Redis. Where that is away nothing is lost, and the
// stop is a good one all the same.
func (h *house) leaving(otherwise string, leave func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := leave(ctx); err != nil {
			h.log.Warn("Redis was not told that this process stops; "+otherwise, "why", err)
		}
		return nil
	}
}

func (h *house) onClose(f func(context.Context) error) { h.opened = append(h.opened, f) }

// close closes what was opened, the newest first.
func (h *house) close(ctx context.Context) error {
	var faults []error
	for i := len(h.opened) - 1; i >= 0; i-- {
		faults = append(faults, h.opened[i](ctx))
	}
	h.opened = nil
	return errors.Join(faults...)
}

// ready reports whether a text can be taken for good.
func (h *house) ready() error {
	if h.journal.Writable() == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return h.store.Ping(ctx)
}

// keepTime wakes the threads in which something is due, once a second.
func (h *house) keepTime(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			h.wakeDue(ctx)
		}
	}
}

func (h *house) wakeDue(ctx context.Context) {
	due, err := h.store.Due(ctx, time.Now(), 500)
	if err != nil {
		h.log.Warn("what is due could not be read; trying again", "why", "store away")
		return
	}
	var wakes sync.WaitGroup
	slots := make(chan struct{}, 16)
	for _, wake := range due {
		slots <- struct{}{}
		wakes.Go(func() {
			defer func() { <-slots }()
			if err := h.bot.Wake(ctx, wake); err != nil && ctx.Err() == nil {
				h.log.Warn("what is due in a conversation was not done; trying again", "org", wake.Key.Org)
			}
		})
	}
	wakes.Wait()
}
