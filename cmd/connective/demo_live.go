package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

// shown is the one organisation that the demonstration shows.
type shown struct {
	id     string
	folder string // below the one that was read
}

// only finds the one organisation of a folder. It may have errors: its authors can
// mend them on their pages.
func only(dir string, f folder) (shown, error) {
	if all := slices.Concat(f.book.ByID(), f.book.Broken); len(all) == 1 {
		return shown{all[0].ID, all[0].Folder}, nil
	}
	var found []string
	for _, pattern := range []string{"org.yaml", "*/org.yaml"} {
		if found, _ = fs.Glob(os.DirFS(dir), pattern); len(found) > 0 { // the pattern is well formed
			break
		}
	}
	if len(found) != 1 {
		return shown{}, errors.New("the demonstration shows one organisation: name the folder of one")
	}
	folder := filepath.Dir(found[0])
	return shown{filepath.Base(absolute(filepath.Join(dir, folder))), folder}, nil
}

// now is the organisation that answers now: without flows as long as there were
// none without errors, and nil if even its number is not known.
func (s shown) now(h *house) *flows.Org {
	if org := h.shelf.Book().Orgs[s.id]; org != nil {
		return org
	}
	for _, org := range h.shelf.Book().ByID() { // org.yaml gives it another id
		return org
	}
	return nil
}

// name is what the organisation is called.
func (s shown) name(h *house) string {
	if org := s.now(h); org != nil && org.Name != "" {
		return org.Name
	}
	return s.id
}

// published is the organisation as people get it; nil as long as there were no
// flows without errors.
func (s shown) published(h *house) *flows.Org {
	if org := s.now(h); org != nil && len(org.Flows) > 0 {
		return org
	}
	return nil
}

func (d demoCommand) live(ctx context.Context, listener net.Listener, town folder, dir string, org shown, data string, io streams) error {
	from := onDisk(dir)
	address := "http://" + listener.Addr().String()
	settings := defaults()
	settings.Listen, settings.PublicURL, settings.Data = listener.Addr().String(), address, data
	settings.Env, settings.Provider, settings.AllowTestNumbers = "demo", "fake", true
	settings.StopNotice = 0
	settings.Secret, settings.FakeKey, settings.Replica = store.NewSecret(), store.NewSecret(), "demo"
	phones := web.NewPhones()
	post := fake.New(fake.Config{Key: settings.FakeKey, Deliver: func(m providers.Message) {
		phones.Add(m.To.Value, bubble(m))
	}})
	h, err := build(ctx, parts{
		settings: settings, folder: town, source: &from, options: store.Options{Embedded: true}, connections: []opened{{connection{fake.Name, settings}, post}}, alone: true,
		log: slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return err
	}
	if err := h.visitor(ctx, org.id); err != nil {
		return errors.Join(err, h.close(context.WithoutCancel(ctx)))
	}
	page := &web.Demo{
		Name: func() string { return org.name(h) }, Authors: true, Own: d.Flows != "", App: func() web.App { return org.app(h) }, Phones: phones, Now: time.Now,
		Text: texter(h, post, org), Log: h.log,
	}
	authors, err := openAuthors(filepath.Join(dir, org.folder), org.id)
	if err != nil {
		return errors.Join(err, h.close(context.WithoutCancel(ctx)))
	}
	defer authors.close()
	pages := &web.Authors{
		Folders: authors, Published: func(string) *flows.Org { return org.published(h) }, Passing: d.Flows == "",
		Now: time.Now, NewID: rand.Text, Log: h.log,
	}
	if d.Flows == "" {
		if err := h.fill(ctx, org.id); err != nil {
			return errors.Join(err, h.close(context.WithoutCancel(ctx)))
		}
		if err := page.Wait(ctx); err != nil {
			return errors.Join(fmt.Errorf("have people text the pretend town: %w", err), h.close(context.WithoutCancel(ctx)))
		}
	}
	fmt.Fprint(io.out, d.welcome(org.published(h), errorsOf(town.findings), address))
	return h.live(ctx, listener, page, pages)
}

// welcome says where to look. The organisation is nil as long as it has errors.
func (d demoCommand) welcome(org *flows.Org, errors int, address string) string {
	demo, pages := address+"/demo/", address+"/flows/"
	if org == nil {
		return fmt.Sprintf("There %s, so nobody gets an answer from the flows yet. See what is wrong, and mend it:\n\n  %s\n\nThen text:\n\n  %s\n\n%s Ctrl-C stops it.\n", areErrors(errors), pages, demo, d.kept())
	}
	return fmt.Sprintf("%s is ready. Open this page and text:\n\n  %s\n\nSee and change what it says:\n\n  %s\n\nSee what the staff see:\n\n  %s\n\n%s Ctrl-C stops it.\n",
		org.Name, demo, pages, address+"/console/demo", d.kept())
}

func areErrors(n int) string {
	if n == 1 {
		return "is 1 error"
	}
	return "are " + counted(n, "error")
}

// kept says what is left when it stops.
func (d demoCommand) kept() string {
	if d.Flows == "" {
		return "Nothing is kept."
	}
	return "What you change in the flows is kept, nothing else."
}

// texter sends a phone's text the whole way that a provider's webhook goes,
// signature and all.
func texter(h *house, post *fake.Provider, org shown) func(context.Context, web.Said) error {
	return func(ctx context.Context, said web.Said) error {
		now := org.now(h)
		if now == nil {
			return web.ErrNoFlows
		}
		to := now.Number
		if said.App != "" {
			to = now.App.Number
		}
		r := post.Inbound(h.settings.PublicURL+"/hooks/fake/inbound", fake.Text{
			ID: rand.Text(), From: said.From, To: to, Text: said.Text, App: said.App, Choice: said.Choice, At: time.Now(),
		})
		if outcome := h.hooks.Handle(ctx, post, r); outcome != providers.Taken {
			return fmt.Errorf("send a text from a phone: %s", outcome)
		}
		return nil
	}
}
