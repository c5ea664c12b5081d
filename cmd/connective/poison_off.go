//go:build !mutant

package main

import "github.com/connective-messaging/connective/bot"

// threads is what the bot keeps threads in, with the cases in them.
type threads interface {
	bot.Threads
	bot.CaseKeys
}

func poisoned(t threads) bot.Threads { return t }
