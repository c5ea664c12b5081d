package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

type demoCommand struct {
	Listen string `help:"Where the page is." default:"127.0.0.1:8080" placeholder:"ADDRESS"`
	Flows  string `help:"The folder of one organisation to show instead of the pretend town. It is read again whenever it changes." type:"existingdir" placeholder:"DIR"`
}

// Help shows an example.
func (demoCommand) Help() string {
	return "Nothing is kept: when it stops, all is forgotten.\n\nExamples:\n  connective demo\n  connective demo --flows flows/millbrook"
}

// Run shows the pretend town of Wenbridge until it is told to stop.
func (d demoCommand) Run(ctx context.Context, io streams) error {
	data, err := os.MkdirTemp("", "connective-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the journal: %w", err)
	}
	defer func() { _ = os.RemoveAll(data) }() // nothing of worth is in it
	dir, err := d.folder(data)
	if err != nil {
		return err
	}
	from := onDisk(dir)
	town, err := from.read(nil)
	if err != nil {
		return err
	}
	if len(town.book.Orgs) != 1 {
		for _, finding := range town.findings {
			fmt.Fprintln(io.err, finding)
		}
		return errors.New("the demonstration shows one organisation, whose flows have no errors")
	}
	listener, err := listenNear(d.Listen)
	if err != nil {
		return err
	}
	for _, org := range town.book.Orgs {
		return d.live(ctx, listener, town, dir, org, data, io)
	}
	return nil
}

// folder is the folder to show: the one that was asked for, or a copy of the
// pretend town, which may be written in and is forgotten at the end.
func (d demoCommand) folder(data string) (string, error) {
	if d.Flows != "" {
		return d.Flows, nil
	}
	town, err := fs.Sub(flows.Examples, "examples/wenbridge")
	if err != nil {
		return "", fmt.Errorf("open the pretend town: %w", err)
	}
	dir := filepath.Join(data, "wenbridge")
	if err := os.CopyFS(dir, town); err != nil {
		return "", fmt.Errorf("copy the pretend town: %w", err)
	}
	return dir, nil
}

func (d demoCommand) live(ctx context.Context, listener net.Listener, town folder, dir string, org *flows.Org, data string, io streams) error {
	from := onDisk(dir)
	address := "http://" + listener.Addr().String()
	settings := defaults()
	settings.Listen, settings.PublicURL, settings.Data = listener.Addr().String(), address, data
	settings.Env, settings.Provider, settings.AllowTestNumbers = "demo", "fake", true
	settings.StopNotice = 0
	settings.Secret, settings.FakeKey, settings.Replica = store.NewSecret(), store.NewSecret(), "demo"
	phones := web.NewPhones()
	post := fake.New(fake.Config{Key: settings.FakeKey, Deliver: func(m providers.Message) {
		phones.Add(m.To.Value, web.Bubble{Text: m.Text, At: time.Now()})
	}})
	h, err := build(ctx, parts{
		settings: settings, folder: town, source: &from, options: store.Options{Embedded: true}, provider: post,
		log: slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return err
	}
	page := &web.Demo{
		Org: org.ID, Name: org.Name, Line: org.Number, Authors: true, Own: d.Flows != "", Phones: phones, Now: time.Now, NewID: rand.Text,
		Text: texter(h, post, org), Staff: demoStaff{h.store, h.bot}, Log: h.log,
	}
	authors, err := openAuthors(filepath.Join(dir, org.Folder), org.ID)
	if err != nil {
		return errors.Join(err, h.close(context.WithoutCancel(ctx)))
	}
	defer authors.close()
	pages := &web.Authors{
		Folders: authors, Published: func(id string) *flows.Org { return h.shelf.Book().Orgs[id] }, Passing: d.Flows == "",
		Now: time.Now, NewID: rand.Text, Log: h.log,
	}
	fmt.Fprintf(io.out, "%s is ready. Open this page and text:\n\n  %s/demo/\n\nSee and change what it says:\n\n  %s/flows/\n\n%s Ctrl-C stops it.\n", org.Name, address, address, d.kept())
	return h.live(ctx, listener, page, pages)
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
func texter(h *house, post *fake.Provider, org *flows.Org) func(context.Context, string, string) error {
	return func(ctx context.Context, from, text string) error {
		r := post.Inbound(h.settings.PublicURL+"/hooks/fake/inbound", fake.Text{
			ID: rand.Text(), From: from, To: org.Number, Text: text, At: time.Now(),
		})
		if outcome := h.hooks.Handle(ctx, post, r); outcome != providers.Taken {
			return fmt.Errorf("send a text from a phone: %s", outcome)
		}
		return nil
	}
}

// listenNear listens on the address, or on the next free port of nine more.
func listenNear(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("--listen must be an address and a port, such as 127.0.0.1:8080: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, errors.New("--listen must be on this machine (127.0.0.1): the demonstration has no locks on its doors")
	}
	first, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, fmt.Errorf("--listen needs a port number: %w", err)
	}
	var last error
	for try := first; try < first+10; try++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(try)))
		if err == nil || first == 0 {
			return l, err
		}
		last = err
	}
	return nil, fmt.Errorf("listen on %s or the nine ports after it: %w", address, last)
}

var _ http.Handler = (*web.Server)(nil)
