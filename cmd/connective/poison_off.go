//go:build !mutant

package main

import "github.com/connective-messaging/connective/bot"

func poisoned(t bot.Threads) bot.Threads { return t }
