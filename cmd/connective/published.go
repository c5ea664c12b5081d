package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// openShelf publishes what the folder has that was never published, and loads
// what people get.
func (h *house) openShelf(ctx context.Context, f folder) error {
	heads, err := h.store.Heads(ctx)
	if err != nil {
		return fmt.Errorf("read what is published: %w", err)
	}
	for _, org := range f.book.ByID() {
		if head, published := heads[org.ID]; published {
			if head.Version != org.Version {
				h.log.Warn("the folder has other files than people get: publish them with  connective flows publish", "org", org.ID, "published", short(head.Version), "folder", short(org.Version))
			}
			continue
		}
		p := versions.Publication{By: h.settings.Replica, How: versions.ByStart, At: time.Now()}
		_, err := versions.Publish(ctx, h.store, org.ID, f.files[org.ID], p, 0)
		if err != nil && !errors.Is(err, versions.ErrOvertaken) { // another replica has been quicker
			return err
		}
	}
	h.shelf, err = versions.Open(ctx, h.store, h.log, func(all []versions.Standing) error {
		return h.replica.TellVersions(context.WithoutCancel(ctx), all)
	})
	if err != nil {
		return err
	}
	h.standIn(f)
	h.replica.OnHeads(h.shelf.Heads)
	return nil
}

// standIn has whoever texts an organisation answered that has an error and was
// never published.
func (h *house) standIn(f folder) {
	h.shelf.StandIn(f.book.Broken)
	for _, org := range f.book.Broken {
		if h.shelf.Book().Orgs[org.ID] == org {
			h.log.Error("an organisation has errors and was never published: whoever texts it is told that something is wrong; STOP and calls for help are heard", "org", org.ID)
		}
	}
}

// short is as much of a version as people read.
func short(version string) string { return version[:min(8, len(version))] }

// watched is how often a folder is looked at that is reloaded when it changes.
const watched = time.Second

// keepUp publishes the folder anew when it changes, or at a hang-up signal. In
// production no folder is watched: there only a command publishes.
func (h *house) keepUp(ctx context.Context) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	tick := time.NewTicker(watched)
	defer tick.Stop()
	if h.source == nil {
		tick.Stop()
	}
	last := h.mark()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hup:
			if h.source == nil {
				h.log.Warn("a hang-up signal changes nothing here: publish with  connective flows publish DIR")
				continue
			}
		case <-tick.C:
			now := h.mark()
			if now == last {
				continue
			}
			last = now
		}
		h.reload(ctx)
	}
}

// mark is the fingerprint of the folder that is watched.
func (h *house) mark() string {
	if h.source == nil {
		return ""
	}
	return h.source.fingerprint()
}

// reload publishes what has changed in the folder. An organisation with an error
// in it keeps what it had, and the error is told.
func (h *house) reload(ctx context.Context) {
	f, err := h.source.read(nil)
	if err != nil {
		h.reloadFailed(1, err.Error())
		return
	}
	h.standIn(f)
	if n := errorsOf(f.findings); n > 0 {
		for _, finding := range f.findings {
			if finding.Severity == flows.Error {
				h.reloadFailed(n, finding.String())
				break
			}
		}
	} else {
		h.faults.Store(0)
	}
	heads, err := h.store.Heads(ctx)
	if err != nil {
		h.log.Warn("what is published could not be read; the folder was not reloaded", "why", "store away")
		return
	}
	for _, org := range f.book.ByID() {
		head := heads[org.ID]
		if head.Version == org.Version {
			continue
		}
		p := versions.Publication{By: h.settings.Replica, How: versions.ByReload, At: time.Now()}
		switch _, err := versions.Publish(ctx, h.store, org.ID, f.files[org.ID], p, head.N); {
		case errors.Is(err, versions.ErrOvertaken): // another replica watches the same folder
		case err != nil:
			h.log.Warn("a changed folder could not be published", "org", org.ID, "why", err)
		default:
			h.log.Info("a changed folder is published", "org", org.ID, "version", short(org.Version))
		}
	}
	if err := h.shelf.Refresh(ctx); err != nil {
		h.log.Warn("what was published could not be read; trying again", "why", "store away")
	}
}

// reloadFailed tells that the folder cannot be published as it is.
func (h *house) reloadFailed(faults int, first string) {
	h.faults.Store(int64(faults))
	h.log.Error("the changed folder has errors; people get what they got before", "errors", faults, "first", first)
}
