package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
)

// desk is the part of a house that the commands for staff and operators need:
// the store and the bot, beside a house that serves.
type desk struct {
	settings Settings
	store    *store.Store
	shelf    *versions.Shelf // what people get
	bot      *bot.Bot
}

// openDesk connects to the Redis of the house that serves on this machine or
// that the settings name.
func openDesk(ctx context.Context, all *Commands) (*desk, error) {
	settings, err := readSettings(all.Config, os.Getenv)
	if err != nil {
		return nil, err
	}
	if settings.Secret == "" {
		return nil, errors.New("CONNECTIVE_SECRET is missing: use the one that  connective serve  runs with")
	}
	url := settings.RedisURL
	if url == "" {
		folder, err := filepath.Abs(filepath.Join(settings.Data, "redis"))
		if err != nil {
			return nil, fmt.Errorf("find the data folder: %w", err)
		}
		url = "unix://" + filepath.Join(folder, "redis.sock")
	}
	keys, err := store.DeriveKeys(settings.Secret, settings.SecretOld)
	if err != nil {
		return nil, fmt.Errorf("read CONNECTIVE_SECRET: %w", err)
	}
	s, err := store.Open(ctx, store.Options{URL: url, Keys: keys, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("open the store (is  connective serve  running): %w", err)
	}
	if err := s.LearnHooks(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	d := &desk{store: s, settings: settings}
	if d.shelf, err = versions.Open(ctx, s, slog.New(slog.DiscardHandler), nil); err != nil {
		return nil, errors.Join(fmt.Errorf("read what is published: %w", err), s.Close())
	}
	if f, err := readFolder(settings.Flows, nil); err == nil { // serve may run elsewhere
		d.shelf.StandIn(f.book.Broken)
	}
	library := &directory.Library{Shelf: s, Book: d.shelf.Book, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	load := sync.OnceFunc(func() { _ = library.Refresh(ctx) }) // without it flows have their own list
	d.bot = bot.New(bot.Config{
		Services: func(o *flows.Org) *flows.Org { load(); return library.With(o) },
		Threads:  s, Book: d.shelf.Book, Versions: d.shelf, Now: time.Now,
		Lines: s, Provider: settings.Provider, Jobs: s, Tallies: s, Starts: s, Places: s, Fates: s, WeeklyCap: settings.WeeklyCap, Members: s.Members, Quarantine: s.Quarantine, Log: slog.New(slog.DiscardHandler),
	})
	return d, nil
}

func (d *desk) close() { _ = d.store.Close() } // nothing is left to write
