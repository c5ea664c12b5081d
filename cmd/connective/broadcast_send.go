package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/broadcast"
)

type broadcastSend struct {
	whichBroadcast
	At    string `help:"When, in the organisation's time zone; now unless it is said." placeholder:"2026-12-01 10:00"`
	By    string `help:"Who asks to send it; the name of your account on this machine unless you say." placeholder:"NAME"`
	Again bool   `help:"Send what went to the same people within the last day once more."`
}

// Help shows an example.
func (broadcastSend) Help() string {
	return `To more than 100 people it leaves once somebody has approved it who neither wrote it nor asks to send it:
first to 20 of them, and after a minute to the rest.

Example:
  connective broadcast send wenbridge b-MFRGGZDFMZ --at "2026-12-01 10:00"`
}

// Run sends a draft.
func (c broadcastSend) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := organiser(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	var at time.Time
	if o := d.shelf.Book().Orgs[c.Org]; c.At != "" && o != nil {
		const layout = "2006-01-02 15:04"
		if at, err = time.ParseInLocation(layout, c.At, o.Timezone); err != nil || at.Format(layout) != c.At { // a change of the clocks may leave it out
			return fmt.Errorf("read --at %q: write a time that there is, like 2026-12-01 10:00", c.At)
		}
	}
	b, err := desk.Send(ctx, asker(c.Org, c.By), c.ID, at, c.Again)
	var same *broadcast.AgainError
	if errors.As(err, &same) {
		return fmt.Errorf("%w with --again", err)
	}
	if err != nil {
		return err
	}
	printState(io, b)
	return nil
}

type broadcastApprove struct {
	whichBroadcast
	By string `required:"" help:"Who approves it." placeholder:"NAME"`
}

// Help shows an example.
func (broadcastApprove) Help() string {
	return "Example:\n  connective broadcast approve wenbridge b-MFRGGZDFMZ --by Sam"
}

// Run approves.
func (c broadcastApprove) Run(ctx context.Context, all *Commands, io streams) error {
	return c.act(ctx, all, io, func(desk *broadcast.Desk) (broadcast.Broadcast, error) {
		return desk.Approve(ctx, asker(c.Org, c.By), c.ID)
	})
}

type broadcastPause struct{ whichBroadcast }

// Help shows an example.
func (broadcastPause) Help() string {
	return "Example:\n  connective broadcast pause wenbridge b-MFRGGZDFMZ"
}

// Run pauses.
func (c broadcastPause) Run(ctx context.Context, all *Commands, io streams) error {
	return c.act(ctx, all, io, func(desk *broadcast.Desk) (broadcast.Broadcast, error) {
		return desk.Pause(ctx, atTheMachine(c.Org), c.ID)
	})
}

type broadcastResume struct{ whichBroadcast }

// Help shows an example.
func (broadcastResume) Help() string {
	return "Example:\n  connective broadcast resume wenbridge b-MFRGGZDFMZ"
}

// Run resumes.
func (c broadcastResume) Run(ctx context.Context, all *Commands, io streams) error {
	return c.act(ctx, all, io, func(desk *broadcast.Desk) (broadcast.Broadcast, error) {
		return desk.Resume(ctx, atTheMachine(c.Org), c.ID)
	})
}

type broadcastCancel struct{ whichBroadcast }

// Help shows an example.
func (broadcastCancel) Help() string {
	return "Example:\n  connective broadcast cancel wenbridge b-MFRGGZDFMZ"
}

// Run cancels.
func (c broadcastCancel) Run(ctx context.Context, all *Commands, io streams) error {
	return c.act(ctx, all, io, func(desk *broadcast.Desk) (broadcast.Broadcast, error) {
		return desk.Cancel(ctx, atTheMachine(c.Org), c.ID)
	})
}

func (c whichBroadcast) act(ctx context.Context, all *Commands, io streams, do func(*broadcast.Desk) (broadcast.Broadcast, error)) error {
	d, desk, err := organiser(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	b, err := do(desk)
	if err != nil {
		return err
	}
	printState(io, b)
	return nil
}

func printState(io streams, b broadcast.Broadcast) {
	switch b.State {
	case broadcast.Waiting:
		fmt.Fprintf(io.out, "%s waits until somebody else approves it:  connective broadcast approve %s %s --by NAME\n", b.ID, b.Org, b.ID)
	case broadcast.Repeating:
		fmt.Fprintf(io.out, "%s repeats: %s. The first time is %s. Each run is in  connective broadcast list %s  before it leaves.\n",
			b.ID, strings.Join(b.Repeat.Every, ", "), b.Due.Local().Format("2006-01-02 15:04"), b.Org)
	case broadcast.Scheduled:
		fmt.Fprintf(io.out, "%s leaves at %s. See how far it is:  connective broadcast status %s %s --watch\n", b.ID, b.Due.Local().Format("2006-01-02 15:04"), b.Org, b.ID)
	default:
		fmt.Fprintf(io.out, "%s is %s.\n", b.ID, b.State)
	}
}
