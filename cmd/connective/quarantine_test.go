package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// strays puts a text apart that came to a number, and returns what it is called.
func strays(town *teaTown, to, words string) string {
	town.t.Helper()
	before := strings.Count(town.done("quarantine", "list"), "\n")
	town.texts++
	require.NoError(town.t, town.store.Quarantine(context.Background(), providers.Inbound{
		Provider: "test", EventID: "stray " + words, Text: words, Received: time.Now(),
		From: providers.ParseAddress("+447700900101", "GB"), To: providers.ParseAddress(to, "GB"),
	}))
	lines := strings.Split(strings.TrimSpace(town.done("quarantine", "list")), "\n")
	require.GreaterOrEqual(town.t, len(lines), before)
	id, _, _ := strings.Cut(lines[len(lines)-1], " ")
	return id
}

func TestTextsKeptApartAreListedReadAndNoted(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	require.Equal(t, "No text is kept apart.\n", town.done("quarantine", "list"))
	id := strays(town, "+447700900777", "please help my neighbour")
	listed := town.done("quarantine", "list")
	require.Contains(t, listed, "no organisation has the number")
	for _, secret := range []string{"neighbour", "900101"} {
		require.NotContains(t, listed+town.done("quarantine", "list", "--json"), secret)
	}
	_, health := town.run("doctor")
	require.Contains(t, health, "texts kept apart for a week: 1, see  connective quarantine list")

	require.Contains(t, town.done("quarantine", "show", id), "\nplease help my neighbour\n")
	log := town.done("audit", "list")
	require.Regexp(t, `\* .* at the machine +read a text that was kept apart +`+id, log)
	require.NotContains(t, log, "neighbour")

	status, said := town.run("quarantine", "show", "bcdfghjklmnpqrs")
	require.Equal(t, exitFailed, status)
	require.Contains(t, said, "no such text is kept apart: see  connective quarantine list")
}

func TestATextKeptApartIsTakenOnceSomebodyHasItsNumber(t *testing.T) {
	town := newTeaTown(t)
	id := strays(town, town.line, "BREW")
	status, said := town.run("quarantine", "retry", id)
	require.Equal(t, exitFailed, status)
	require.Contains(t, said, "no organisation has the number "+town.line)
	require.Contains(t, town.done("quarantine", "list"), id, "it stays")

	town.done("flows", "publish", town.dir, "--yes")
	require.Equal(t, id+" taken\n", town.done("quarantine", "retry", id))
	require.Equal(t, "No text is kept apart.\n", town.done("quarantine", "list"))
	require.Contains(t, town.text(1, "tea"), "Sugar in your Tea?", "it was judged: the question is open")
	require.Contains(t, town.done("audit", "list"), "gave a text that was kept apart to the bot again")
}

func TestATextThatBreaksTheJudgingIsGivenToStaff(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	id := strays(town, town.line, "poison")
	require.Equal(t, id+" taken\n", town.done("quarantine", "retry", "--to-staff", id))
	cases, err := town.store.OpenCases(context.Background(), "tea")
	require.NoError(t, err)
	require.Len(t, cases, 1)
	require.Equal(t, "fault", cases[0].Reason)
	require.Contains(t, town.done("cases", "show", cases[0].ID), "poison")
}

func TestATextThatNobodyNeedsIsDeleted(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	id := strays(town, "+447700900777", "win a phone")
	require.Equal(t, id+" deleted\n", town.done("quarantine", "drop", id))
	require.Equal(t, "No text is kept apart.\n", town.done("quarantine", "list"))
	require.Contains(t, town.done("audit", "list"), "deleted a text that was kept apart")
	thread, err := town.store.Thread(context.Background(), bot.Key{Org: "tea", Address: providers.ParseAddress("+447700900101", "GB")})
	require.NoError(t, err)
	require.Zero(t, thread.Version, "nobody has read it")
}
