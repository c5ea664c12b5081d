package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

type demoCommand struct {
	Listen string `help:"Where the page is." default:"127.0.0.1:8080" placeholder:"ADDRESS"`
	Flows  string `help:"The folder of one organisation to show instead of the pretend town. It is read again whenever it changes." type:"existingdir" placeholder:"DIR"`
}

// Help shows an example.
func (demoCommand) Help() string {
	return "Nothing is kept when it stops, but what you change in the flows of a folder of your own.\n\nExamples:\n  connective demo\n  connective demo --flows flows/millbrook"
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
	org, err := only(dir, town)
	if err != nil {
		for _, finding := range town.findings {
			fmt.Fprintln(io.err, finding)
		}
		return err
	}
	listener, err := listenNear(d.Listen)
	if err != nil {
		return err
	}
	return d.live(ctx, listener, town, dir, org, data, io)
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
	return dir, errors.Join(onApp(filepath.Join(dir, "org.yaml")), comeAgain(filepath.Join(dir, "groups.csv"), time.Now()))
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
	return nil, fmt.Errorf("listen on %s or the nine ports after it: %w: choose another with --listen", address, last)
}

var _ http.Handler = (*web.Server)(nil)
