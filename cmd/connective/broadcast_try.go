package main

import (
	"context"
	"crypto/rand"
	"fmt"
)

type broadcastTest struct {
	whichBroadcast
	To string `required:"" help:"The number of somebody on the staff." placeholder:"NUMBER"`
}

// Help shows an example.
func (broadcastTest) Help() string {
	return `It is sent in each of its languages, begins with Test, and counts nowhere. The number must be on the account of
somebody of the organisation: connective staff rota puts it there.

Example:
  connective broadcast test wenbridge b-MFRGGZDFMZ --to "07700 900200"`
}

// Run sends a test.
func (c broadcastTest) Run(ctx context.Context, all *Commands, io streams) error {
	d, desk, err := organiser(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	n, err := desk.Test(ctx, atTheMachine(c.Org), c.ID, c.To, rand.Text())
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Sent as a test, in %s.\n", map[bool]string{true: "1 text", false: fmt.Sprint(n, " texts")}[n == 1])
	return nil
}
