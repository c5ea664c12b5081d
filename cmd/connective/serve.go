package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
)

type serveCommand struct{}

// Help shows an example.
func (serveCommand) Help() string {
	return `Settings come from the environment, then from connective.yaml. See docs/operating.md.

Example:
  export CONNECTIVE_SECRET=$(connective doctor --new-secret)
  export CONNECTIVE_PROVIDER=messagebird MESSAGEBIRD_ACCESS_KEY=... MESSAGEBIRD_SIGNING_KEY=...
  export CONNECTIVE_PUBLIC_URL=https://texts.example.org
  connective serve`
}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, all *Commands, io streams) error {
	settings, err := readSettings(all.Config, os.Getenv)
	if err = errors.Join(err, settings.check()); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(io.err, nil))
	return serve(ctx, settings, log, io)
}

func serve(ctx context.Context, settings Settings, log *slog.Logger, io streams) error {
	go followMemory(ctx)
	f, err := readFolder(settings.Flows, nil)
	if err != nil { // what was published is enough
		f.book = flows.NewBook(nil)
		log.Warn("the folder of CONNECTIVE_FLOWS cannot be read", "why", err)
	}
	for _, finding := range f.findings {
		fmt.Fprintln(io.err, finding)
	}
	sayDrafts(f.book, func(words string) { log.Warn("a language is a draft", "what", words) })
	connections, err := openConnections(settings)
	if err != nil {
		return err
	}
	options, stopRedis, err := storeOptions(ctx, settings, log)
	if err != nil {
		return err
	}
	defer stopRedis()
	if err := checkDisk(settings); err != nil {
		return err
	}
	h, err := buildOnceThere(ctx, parts{settings: settings, folder: f, source: watchedFolder(settings), options: options, connections: connections, log: log})
	if err != nil {
		return err
	}
	for _, fault := range append(notSetUp(h.shelf.Book(), h.set()), wrongLines(h.shelf.Book(), h.set())...) {
		log.Error(fault)
	}
	served := len(h.shelf.Book().Orgs)
	if served == 0 {
		err := fmt.Errorf("nothing is published, and there is no organisation in %s that can be served: see the findings above, or set CONNECTIVE_FLOWS", settings.Flows)
		return errors.Join(err, h.close(ctx))
	}
	listener, err := net.Listen("tcp", settings.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen on %s: %w: set CONNECTIVE_LISTEN to an address and a port of this machine that nothing else uses", settings.Listen, err), h.close(ctx))
	}
	log.Info("serving", "listen", listener.Addr().String(), "public", settings.PublicURL, "providers", strings.Join(h.connectionNames(), ","), "organisations", served)
	return h.live(ctx, listener, nil, nil)
}

// Redis may start at the same moment, and a cluster may just have lost a server.
const (
	waitsForRedis = time.Minute
	looksForRedis = 500 * time.Millisecond
)

// buildOnceThere wires a house on a Redis that may be used. It waits a minute for one that
// does not answer.
func buildOnceThere(ctx context.Context, p parts) (*house, error) {
	said := false
	for end := time.Now().Add(waitsForRedis); ; {
		h, err := build(ctx, p)
		if err == nil {
			if err = refuseLoss(ctx, h.store, p.settings); err == nil {
				return h, nil
			}
			err = errors.Join(err, h.close(ctx))
		}
		if !errors.Is(err, bot.ErrUnavailable) || time.Now().After(end) {
			return nil, err
		}
		if !said {
			said = true
			p.log.Warn("Redis does not answer; waiting for it", "most", waitsForRedis, "why", err)
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(looksForRedis):
		}
	}
}

// watchedFolder is the folder that is published whenever it changes, while
// conversations are being written; nil in production.
func watchedFolder(settings Settings) *source {
	if settings.Env == "production" {
		return nil
	}
	s := onDisk(settings.Flows)
	return &s
}

// storeOptions names the Redis to use, and starts one if none is named. The
// returned function stops what was started.
func storeOptions(ctx context.Context, settings Settings, log *slog.Logger) (store.Options, func(), error) {
	options := store.Options{URL: settings.RedisURL, Consumer: settings.Replica, Log: log, NetworkCaps: settings.capsNumbers()}
	if settings.RedisURL != "" {
		return options, func() {}, nil
	}
	own, err := startRedis(ctx, filepath.Join(settings.Data, "redis"), log)
	if err != nil {
		return options, nil, err
	}
	watching, stopWatching := context.WithCancel(ctx)
	go own.watch(watching)
	options.URL = "unix://" + own.socket
	return options, func() {
		stopWatching()
		if err := own.stop(); err != nil {
			log.Warn("redis-server was not stopped; it is taken on again at the next start", "why", err)
		}
	}, nil
}

// refuseLoss ends a start in production on a Redis that could forget what was
// acknowledged, unless the settings say so out loud.
func refuseLoss(ctx context.Context, s *store.Store, settings Settings) error {
	problems, err := s.CheckServer(ctx, settings.AcceptLoss)
	if err != nil {
		return fmt.Errorf("check Redis: %w", err)
	}
	if settings.Env != "production" {
		return nil
	}
	var faults []error
	for _, p := range problems {
		faults = append(faults, errors.New(p.String()))
	}
	return errors.Join(faults...)
}

func checkDisk(settings Settings) error {
	if settings.Env != "production" || settings.JournalEphemeral {
		return nil
	}
	folder := journalFolder(settings)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the journal's folder: %w", settledByData(err))
	}
	if store.EphemeralDisk(folder) {
		return errors.New("CONNECTIVE_DATA is on a disk that is gone after a restart of the machine or container: " +
			"use one that stays, or set CONNECTIVE_JOURNAL_EPHEMERAL=true and know that texts can be lost")
	}
	return nil
}

func journalFolder(s Settings) string { return filepath.Join(s.Data, "journal") }

var _ bot.Threads = (*store.Store)(nil)

// settledByData tells how to mend a folder that cannot be made or written to.
func settledByData(err error) error {
	if !errors.As(err, new(*fs.PathError)) {
		return err
	}
	return fmt.Errorf("%w: set CONNECTIVE_DATA to a folder that this program may write to", err)
}
