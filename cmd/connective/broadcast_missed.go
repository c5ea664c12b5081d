package main

import (
	"context"
	"fmt"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// mostMissed is how many people are listed.
const mostMissed = 10000

type broadcastMissed struct {
	whichBroadcast
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (broadcastMissed) Help() string {
	return `It is known for 7 days after the broadcast began. That you look is in the audit log.

Example:
  connective broadcast missed wenbridge b-MFRGGZDFMZ`
}

// unreachedLine is somebody whom a broadcast has not reached, as scripts read it.
type unreachedLine struct {
	Person string         `json:"person"` // the id
	Number string         `json:"number"` // its end
	Why    broadcast.Fate `json:"why"`
	Code   string         `json:"code,omitempty"` // the provider's
}

// Run lists them.
func (c broadcastMissed) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := organiser(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	missed, more, err := desk.Unreached(ctx, atTheMachine(c.Org), c.ID, mostMissed)
	if err != nil {
		return err
	}
	lines := []unreachedLine{}
	for _, m := range missed {
		lines = append(lines, unreachedLine{m.Thread.ID, m.Thread.Key.Address.Masked(), m.Fate, m.Code})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "It has reached everybody it was for.")
		return nil
	}
	w := io.table("NUMBER", "WHY", "CODE", "PERSON")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Number, l.Why.Words(), l.Code, l.Person)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if more {
		fmt.Fprintf(io.out, "These are the first %d; there are more.\n", mostMissed)
	}
	return nil
}
