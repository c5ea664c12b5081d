//go:build !mutant

package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/memory"
)

func TestTheProgramThatPeopleGetHasNoPoisonInIt(t *testing.T) {
	threads := memory.New()
	require.Same(t, threads, poisoned(threads))
}
