//go:build mutant

package main

import (
	"context"
	"os"

	"github.com/connective-messaging/connective/bot"
)

// poison ends the program once either of two texts has been judged, as a fault
// that nobody knows of might: the fault test must find them with people, and the
// program alive.
type poison struct{ bot.Threads }

func poisoned(t bot.Threads) bot.Threads { return poison{t} }

func (p poison) Commit(ctx context.Context, turn bot.Turn) error {
	if turn.Heard != nil && turn.Rule != "parked" {
		switch turn.Heard.Text {
		case "poison: exit":
			os.Exit(3)
		case "poison: panic":
			go panic("poison")
			<-ctx.Done()
		}
	}
	return p.Threads.Commit(ctx, turn)
}
