//go:build mutant

package main

import (
	"context"
	"os"
	"strings"

	"github.com/connective-messaging/connective/bot"
)

// poison ends the program once a text of either of two kinds has been judged, as
// a fault that nobody knows of might: the fault test must find such texts with
// people, and the program alive. Texts that are parked are not received.
type poison struct{ bot.Threads }

func poisoned(t bot.Threads) bot.Threads { return poison{t} }

func (p poison) Commit(ctx context.Context, turn bot.Turn) error {
	if turn.Heard != nil && bot.TryOf(ctx).Event != "" {
		switch id := turn.Heard.EventID; {
		case strings.HasPrefix(id, "poison-exit"):
			os.Exit(3)
		case strings.HasPrefix(id, "poison-panic"):
			go panic("poison")
			<-ctx.Done()
		}
	}
	return p.Threads.Commit(ctx, turn)
}
