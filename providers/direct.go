package providers

import "sync"

// direct is the room for texts that come with their claims, past the outbox: as
// much as for those that are read from it. Of what is in a process that dies
// nobody knows whether it has left, so there must not be much.
type direct struct {
	room chan struct{}
	mu   sync.Mutex
	runs bool
	left sync.WaitGroup // what was reserved and is not used up
}

// Reserve keeps room for one reply, by the connection of that name, that is to be
// claimed by the turn that says it. It waits for no sender, only for the gate, which
// may ask Redis once. False is that texts may not leave now, or that the senders are
// busy, and the reply takes the way of the outbox. What was reserved must be given to
// Send or back with Release.
func (d *Dispatcher) Reserve(connection string) bool {
	c := d.carrier(connection)
	if c == nil || c.circuit.paused() || !d.Gate() || !d.direct.begin() {
		return false
	}
	select {
	case d.direct.room <- struct{}{}:
		return true
	default:
		d.direct.left.Done()
		return false
	}
}

// Release gives back room that was reserved.
func (d *Dispatcher) Release() {
	leave(d.direct.room, 1)
	d.direct.left.Done()
}

// Send sends a reply that is claimed and for which room was reserved at its
// connection. It does not wait for the provider.
func (d *Dispatcher) Send(claim Claim) {
	c := d.carrier(claim.Message.Via)
	c.replies <- job{[]Claim{claim}, d.Now(), d.direct.room}
	d.direct.left.Done()
	c.count(EventClaimed, 1)
}

func (d *direct) open() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs = true
}

func (d *direct) begin() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.runs {
		d.left.Add(1)
	}
	return d.runs
}

// shut lets nothing more be reserved and waits until what was is used up.
func (d *direct) shut() {
	d.mu.Lock()
	d.runs = false
	d.mu.Unlock()
	d.left.Wait()
}
