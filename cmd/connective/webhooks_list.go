package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/webhooks"
)

type webhooksList struct {
	Org  string `arg:"" help:"The organisation."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (webhooksList) Help() string { return "Example:\n  connective webhooks list wenbridge" }

// webhookLine is one webhook, as scripts read it.
type webhookLine struct {
	ID      string          `json:"id"`
	URL     string          `json:"url"`
	Events  []webhooks.Kind `json:"events"`
	State   string          `json:"state"`
	Failing time.Time       `json:"failing,omitzero"`
}

// missedLine is what one has missed.
type missedLine struct {
	ID      string        `json:"id"`
	Webhook string        `json:"webhook"`
	Event   webhooks.Kind `json:"event"`
	At      time.Time     `json:"at"`
	Tries   int           `json:"tries"`
	Why     string        `json:"why"`
}

// Run lists webhooks and what they have missed.
func (c webhooksList) Run(ctx context.Context, all *Commands, io streams) error {
	d, hooks, err := webhookDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	endpoints, err := hooks.List(ctx, atTheMachine(c.Org))
	if err != nil {
		return err
	}
	lost, err := hooks.Missed(ctx, atTheMachine(c.Org))
	if err != nil {
		return err
	}
	lines := struct {
		Webhooks []webhookLine `json:"webhooks"`
		Missed   []missedLine  `json:"missed"`
	}{[]webhookLine{}, []missedLine{}}
	for _, e := range endpoints {
		lines.Webhooks = append(lines.Webhooks, webhookLine{e.ID, e.URL, e.Kinds, webhookState(e), e.Failing})
	}
	for _, l := range lost {
		lines.Missed = append(lines.Missed, missedLine{l.ID, l.Endpoint, l.Fact.Kind, l.Fact.At, l.Tries, l.Why})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines.Webhooks) == 0 && len(lines.Missed) == 0 {
		fmt.Fprintf(io.out, "%s has no webhook yet:  connective webhooks add %s URL --events EVENT\n", c.Org, c.Org)
		return nil
	}
	w := io.table("WEBHOOK", "ADDRESS", "", "EVENTS")
	for _, l := range lines.Webhooks {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.ID, l.URL, l.State, strings.Trim(fmt.Sprint(l.Events), "[]"))
	}
	if err := w.Flush(); err != nil || len(lines.Missed) == 0 {
		return err
	}
	fmt.Fprintln(io.out)
	w = io.table("MISSED", "WEBHOOK", "EVENT", "AT", "TRIES", "WHY")
	for _, l := range lines.Missed {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", l.ID, l.Webhook, l.Event, l.At.Local().Format("2006-01-02 15:04"), l.Tries, l.Why)
	}
	return w.Flush()
}

// webhookState says how a webhook is.
func webhookState(e webhooks.Endpoint) string {
	switch {
	case !e.Off.IsZero():
		return "turned off " + e.Off.Local().Format("2006-01-02")
	case !e.Failing.IsZero():
		return "failing since " + e.Failing.Local().Format("2006-01-02 15:04")
	}
	return "good"
}
