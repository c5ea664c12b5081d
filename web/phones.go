package web

import (
	"sync"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// bubbles is how many texts a demonstration phone remembers.
const bubbles = 200

// Bubble is one text on a demonstration phone.
type Bubble struct {
	Mine  bool // sent from the phone
	Text  string
	Taps  []providers.Choice // what can be tapped below it, in an app
	At    time.Time
	Parts int
}

// Phones remembers what the phones of the demonstration sent and received, in
// memory alone, and wakes the pages that show them.
type Phones struct {
	mu       sync.Mutex
	texts    map[string][]Bubble
	watchers map[chan struct{}]struct{}
}

// NewPhones returns phones that have seen nothing.
func NewPhones() *Phones {
	return &Phones{texts: map[string][]Bubble{}, watchers: map[chan struct{}]struct{}{}}
}

// Label is what stands on a button with that id on the phone of that number; empty if
// there is none.
func (p *Phones) Label(number, id string) string {
	for _, b := range p.Texts(number) {
		for _, tap := range b.Taps {
			if tap.ID == id {
				return tap.Label
			}
		}
	}
	return ""
}

// Add puts a text on the phone of that number, or of that address in an app.
func (p *Phones) Add(number string, b Bubble) {
	b.Parts = providers.Segments(b.Text).Parts
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := append(p.texts[number], b)
	if len(kept) > bubbles {
		kept = append([]Bubble(nil), kept[len(kept)-bubbles:]...)
	}
	p.texts[number] = kept
	p.wake()
}

func (p *Phones) wake() {
	for w := range p.watchers {
		select {
		case w <- struct{}{}:
		default: // it is about to look anyway
		}
	}
}

// Texts returns what the phone of that number shows, the oldest first.
func (p *Phones) Texts(number string) []Bubble {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Bubble(nil), p.texts[number]...)
}

// Watch returns a channel that is sent to after each change, until stop is
// called. Changes that come close together may be told once.
func (p *Phones) Watch() (changed <-chan struct{}, stop func()) {
	w := make(chan struct{}, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers[w] = struct{}{}
	return w, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, w)
	}
}
