package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
)

type broadcastStatus struct {
	whichBroadcast
	Watch bool `help:"Follow it until it is over."`
	JSON  bool `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (broadcastStatus) Help() string {
	return "Example:\n  connective broadcast status wenbridge b-MFRGGZDFMZ --watch"
}

// statusLine is how far a broadcast is, as scripts read it.
type statusLine struct {
	broadcast.Broadcast
	Counts broadcast.Counts `json:"counts"`
}

// Run shows how far a broadcast is.
func (c broadcastStatus) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		b, err := d.store.Broadcast(ctx, c.Org, c.ID)
		if err != nil {
			return err
		}
		counts, err := d.store.Counts(ctx, b)
		if err != nil {
			return err
		}
		switch {
		case c.JSON:
			if err := printJSON(io, statusLine{b, counts}); err != nil {
				return err
			}
		case c.Watch:
			fmt.Fprintln(io.out, progress(b, counts, time.Now()))
		default:
			printStatus(io, b, counts)
		}
		if !c.Watch || b.State.Over() {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// stateWords are a broadcast's state, and why it is paused if nobody paused it.
func stateWords(b broadcast.Broadcast) string {
	if b.State != broadcast.Paused || b.Why == "" {
		return string(b.State)
	}
	return string(b.State) + " (" + cmp.Or(b.Mend, b.Why.Words()) + ")"
}

// progress is one line: a bar, how many, how fast, and how long it will take.
func progress(b broadcast.Broadcast, c broadcast.Counts, now time.Time) string {
	const width = 30
	filled := 0
	if c.People > 0 {
		filled = width * min(c.Settled(), c.People) / c.People
	}
	line := fmt.Sprintf("[%s%s] %d of %d, %s", strings.Repeat("#", filled), strings.Repeat(".", width-filled), c.Settled(), c.People, stateWords(b))
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.Sent, "sent"}, {c.Delivered, "delivered"}, {c.Undelivered + c.Failed, "failed"}, {c.Withheld + c.Expired + c.Capped, "kept back"},
		{c.Unknown, "not certain"}, {c.Replied, "replied"}, {c.Joined, "joined a group"}, {c.Stopped, "texted STOP"},
	} {
		if part.n > 0 {
			line += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	if rate, left := b.Pace(c, now); rate > 0 {
		line += fmt.Sprintf(", %.0f a second, about %s left", rate, left.Round(time.Second))
	}
	return line
}

func printStatus(io streams, b broadcast.Broadcast, c broadcast.Counts) {
	fmt.Fprintf(io.out, "%s is %s.\n", b.ID, stateWords(b))
	if r := b.Repeat; r != nil {
		fmt.Fprintf(io.out, "It repeats: %s.", strings.Join(r.Every, ", "))
		if next, made := r.Planned(); made && b.State == broadcast.Repeating {
			fmt.Fprintf(io.out, " The next time is %s.", next.Local().Format("2006-01-02 15:04"))
		}
		fmt.Fprintln(io.out)
		if r.Missed > 0 {
			fmt.Fprintf(io.out, "%6d runs were missed while the service was away, the last at %s\n", r.Missed, r.Last.Local().Format("2006-01-02 15:04"))
		}
	}
	for _, line := range []struct {
		n    int
		what string
	}{
		{c.People, "in the audience"}, {c.Queued, "put into the outbox"}, {c.Sent, "sent"}, {c.Delivered, "delivered"},
		{c.Undelivered, "did not arrive"}, {c.Failed, "refused by the network"}, {c.Withheld, "withheld: stopped, left, or cancelled before they left"},
		{c.Expired, "too late to be of use"}, {c.Capped, "had enough broadcasts this week"}, {c.Unknown, "may have arrived or not:  connective outbox list"}, {c.Replied, "texted within three days"},
		{c.Joined, "joined a group within three days"},
		{c.Stopped, "texted STOP within three days"},
	} {
		if line.n > 0 {
			fmt.Fprintf(io.out, "%6d %s\n", line.n, line.what)
		}
	}
	for _, why := range slices.Sorted(maps.Keys(b.LeftOut)) {
		fmt.Fprintf(io.out, "%6d left out: %s\n", b.LeftOut[why], why.Words())
	}
}
