//go:build !mutant

package main

import "github.com/connective-messaging/connective/providers"

// hurried is for builds of the fault test, in which look-ups take less time.
func hurried(l *providers.Lookups) *providers.Lookups { return l }
