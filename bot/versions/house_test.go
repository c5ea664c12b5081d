package versions_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/memory"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

var ctx = context.Background()

const orgYAML = `
name: Mill Town
number: "+447700900001"
welcome: tea
menu: [tea]
quiet: none
queues: {desk: {answer_within: 1 day}}
`

const tea = `
title: Tea
start: {words: [TEA]}
steps:
  drink:
    ask: Tea or milk?
    options: {tea: Tea, milk: Milk}
  sugar: {ask: "Sugar in your <drink>?", answer: text}
  done: {say: "<drink>, <sugar>."}
`

// other is the flow with some of its words replaced; each must be there.
func other(t testing.TB, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, tea, pairs[i])
	}
	return strings.NewReplacer(pairs...).Replace(tea)
}

// moreMilk is another shape, in which the first question is another one.
func moreMilk(t testing.TB) string {
	return other(t, "Tea or milk?", "Tea, milk or water?", "milk: Milk}", "milk: Milk, water: Water}")
}

// sameDrink is another shape that asks the first question as tea does, and has
// one more step after it.
func sameDrink(t testing.TB) string {
	return other(t, "  sugar: {", "  hot: {ask: \"Hot or cold?\", answer: text}\n  sugar: {")
}

// house is some processes that share an archive and the people's threads.
type house struct {
	t       testing.TB
	archive *memory.Archive
	threads *memory.Store
	bots    []*process
	now     time.Time
	texts   int
}

type process struct {
	*bot.Bot
	shelf *versions.Shelf
	said  []string
	news  int
	deaf  error // what news is answered
}

func newHouse(t testing.TB, flow string, processes int) *house {
	h := &house{t: t, archive: memory.NewArchive(), threads: memory.New(), now: tuesday}
	h.publish(flow, false)
	for range processes {
		h.bots = append(h.bots, h.start(h.archive))
	}
	return h
}

func (h *house) start(a versions.Archive) *process {
	h.t.Helper()
	p := &process{}
	var err error
	p.shelf, err = versions.Open(ctx, a, slog.New(slog.DiscardHandler), func([]versions.Standing) error { p.news++; return p.deaf })
	require.NoError(h.t, err)
	p.Bot = bot.New(bot.Config{
		Threads: h.threads, Book: p.shelf.Book, Versions: p.shelf, Now: func() time.Time { return h.now },
		Quarantine: func(context.Context, providers.Inbound) error {
			p.said = append(p.said, "nobody has this line")
			return nil
		},
		Seen: func(turn bot.Turn) {
			for _, o := range turn.Say {
				p.said = append(p.said, o.Text)
			}
		},
	})
	return p
}

// publish publishes the flow as the newest, for all processes to see when they
// look.
func (h *house) publish(flow string, move bool) versions.Publication {
	h.t.Helper()
	return h.publishFiles(flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(flow)}, move)
}

func (h *house) publishFiles(files flows.Files, move bool) versions.Publication {
	h.t.Helper()
	heads, err := h.archive.Heads(ctx)
	require.NoError(h.t, err)
	p, err := versions.Publish(ctx, h.archive, "mill", files, versions.Publication{By: "sam", How: versions.ByCommand, Move: move, At: h.now}, heads["mill"].N)
	require.NoError(h.t, err)
	return p
}

// refresh lets every process see what is published.
func (h *house) refresh() {
	h.t.Helper()
	for _, b := range h.bots {
		require.NoError(h.t, b.shelf.Refresh(ctx))
	}
}

// text has one process answer a person's text.
func (h *house) text(b *process, person int, words string) string {
	h.t.Helper()
	h.texts++
	h.now = h.now.Add(time.Minute)
	b.said = nil
	require.NoError(h.t, b.Receive(ctx, providers.Inbound{
		Provider: "test", EventID: fmt.Sprint(h.texts), From: phoneOf(person), To: providers.Address{Kind: providers.Phone, Value: "+447700900001"},
		Text: words, Sent: h.now, Received: h.now,
	}))
	return strings.Join(b.said, "\n--\n")
}

func phoneOf(person int) providers.Address {
	return providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", 100+person)}
}

func (h *house) conversation(person int) flows.Conversation {
	h.t.Helper()
	thread, err := h.threads.Thread(ctx, bot.Key{Org: "mill", Address: phoneOf(person)})
	require.NoError(h.t, err)
	return thread.Conversation
}
