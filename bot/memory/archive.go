package memory

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// Archive keeps published versions in memory, and implements versions.Archive.
// All of its methods can be called at once by many.
type Archive struct {
	mu      sync.Mutex
	history map[string][]versions.Publication // the newest first
	files   map[[2]string]flows.Files
}

// NewArchive returns an empty archive.
func NewArchive() *Archive {
	return &Archive{history: map[string][]versions.Publication{}, files: map[[2]string]flows.Files{}}
}

// Heads returns what people get now, by organisation.
func (a *Archive) Heads(context.Context) (map[string]versions.Head, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	heads := map[string]versions.Head{}
	for org, h := range a.history {
		heads[org] = versions.Head{N: h[0].N, Version: h[0].Version}
	}
	return heads, nil
}

// History returns what an organisation has published, the newest first.
func (a *Archive) History(_ context.Context, org string) ([]versions.Publication, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.history[org]), nil
}

// Files returns a version's files.
func (a *Archive) Files(_ context.Context, org, version string) (flows.Files, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	files, ok := a.files[[2]string{org, version}]
	if !ok {
		return nil, versions.ErrNoVersion
	}
	return maps.Clone(files), nil
}

// Publish makes the files what people get from now on.
func (a *Archive) Publish(_ context.Context, org string, files flows.Files, p versions.Publication, after int64) (versions.Publication, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := a.history[org]
	for _, done := range h {
		if done.ID == p.ID {
			return done, nil
		}
	}
	if last := int64(len(h)); last != after {
		return p, versions.ErrOvertaken
	}
	p.N = after + 1
	a.history[org] = slices.Insert(h, 0, p)
	a.files[[2]string{org, p.Version}] = maps.Clone(files)
	return p, nil
}

// Lose forgets a version's files, as a store does that was restored from an
// older copy.
func (a *Archive) Lose(org, version string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.files, [2]string{org, version})
}

// Wipe forgets everything.
func (a *Archive) Wipe() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.history)
	clear(a.files)
}
