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
type poison struct{ threads }

// threads is what the bot keeps threads in, with the cases in them.
type threads interface {
	bot.Threads
	bot.CaseKeys
}

func poisoned(t threads) bot.Threads { return poison{t} }

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
	return p.threads.Commit(ctx, turn)
}
