package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/providers"
)

const lookFlow = `title: Look
start: {words: [LOOK]}
steps:
  what: {ask: "What do you need? Text STOP at any time.", options: {food: Food, tips: Something to read -> tips}}
  where: {ask: Where?, answer: postcode}
  near:
    ask: This may help.
    options: {from: services, where: need has <what>, near: <where>, empty: none}
    save: service
  told: {say: "<service.name>, <service.phone>.", then: end}
  none: {say: Nothing yet., then: end}
  tips: {ask: Read one., options: {from: tips, empty: end}, save: tip}
  read:
    ask: <tip.text> Did this help?
    helpful: <tip>
    options: {yes: Yes -> end, no: No -> end}
`

// openFeed serves an Open Referral feed of services that were assured today.
func openFeed(t *testing.T, names ...string) string {
	t.Helper()
	rows := ""
	for i, name := range names {
		if i > 0 {
			rows += ","
		}
		rows += fmt.Sprintf(`{"id":"s%d","name":%q,"status":"active","assured_date":%q,"attributes":[{"taxonomy_term":{"term":"food"}}],
			"contacts":[{"phones":[{"number":"01632 96010%d"}]}],"service_at_locations":[{"location":{"addresses":[{"postal_code":"WB1 2AB"}]}}]}`,
			i, name, time.Now().Format(time.DateOnly), i)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"total_items":%d,"total_pages":1,"page_number":1,"size":%d,"contents":[%s]}`, len(names), len(names), rows)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/services"
}

// TestAnImportReachesPeopleWhileTextsAreAnswered imports a directory beside a process
// that answers, which is never started anew, and reads what was counted there.
func TestAnImportReachesPeopleWhileTextsAreAnswered(t *testing.T) {
	town := newTeaTown(t)
	t.Setenv("CONNECTIVE_ENV", "test") // so that a feed may be on this machine
	for name, text := range map[string]string{
		"look.yaml": lookFlow, "services.csv": "id,name,need,phone,area\nold,The old list,food,01632 960199,WB1\n", "outcodes.csv": "id,lat,lon\nWB1,51.1,-4\n",
		"tips.csv": "id,name,text,author,reviewer,reviewed\nheat,Heat,Wear layers.,A,B," + time.Now().AddDate(-2, 0, 0).Format(time.DateOnly) + "\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(town.dir, name), []byte(text), 0o644))
	}
	town.done("flows", "publish", town.dir, "--yes")

	ctx, end := context.WithCancel(context.Background())
	shelf, err := versions.Open(ctx, town.store, slog.New(slog.DiscardHandler), nil)
	require.NoError(t, err)
	library := &directory.Library{Shelf: town.store, Book: shelf.Book, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	running := make(chan error, 1)
	go func() { running <- library.Run(ctx) }()
	t.Cleanup(func() { end(); require.NoError(t, <-running) })
	said, texts := "", 0
	b := bot.New(bot.Config{Threads: town.store, Book: shelf.Book, Versions: shelf, Lines: town.store, Now: time.Now, Services: library.With, Seen: func(turn bot.Turn) {
		for _, o := range turn.Say {
			said = o.Text
		}
	}})
	text := func(person int, words ...string) string {
		for _, w := range words {
			texts++
			require.NoError(t, b.Receive(ctx, providers.Inbound{
				Provider: "test", EventID: fmt.Sprint("live ", texts), From: providers.ParseAddress(fmt.Sprintf("+447700900%03d", 150+person), "GB"),
				To: providers.Address{Kind: providers.Phone, Value: town.line}, Text: w, Sent: time.Now(), Received: time.Now(),
			}))
		}
		return said
	}
	require.Contains(t, text(1, "look", "food", "wb1"), "1 The old list")

	require.Contains(t, town.done("directory", "import", "tea", openFeed(t, "Food bank", "Soup kitchen")), "2 new")
	require.Eventually(t, func() bool { return library.With(shelf.Book().Orgs["tea"]).List("services").Row("food_bank") != nil }, time.Minute, 20*time.Millisecond)
	require.Equal(t, "This may help.\n1 Food bank\n2 Soup kitchen", text(1, "look", "food", "wb1"))
	require.Equal(t, "Soup kitchen, 01632 960101.", text(1, "soup kitchen"))

	status, out := town.run("directory", "import", "tea", openFeed(t, "Food bank"))
	require.Equal(t, 1, status, "half of it is gone: %s", out)
	require.Equal(t, "This may help.\n1 Food bank\n2 Soup kitchen", text(1, "look", "food", "wb1"), "what shrinks takes nothing away")

	require.Contains(t, text(2, "look", "something to read", "heat"), "Wear layers.")
	text(2, "yes")
	require.Regexp(t, `heat\s+Heat\s+en\s+\S+\s+B\s+1\s+1 of 1\s+to be looked through`, town.done("tips", "list", "tea"))
	require.Contains(t, town.done("tips", "stale", "tea", "--json"), `"id": "heat"`)
	require.Contains(t, town.done("directory", "figures", "tea", "--json"), `"count": null`, "one person was shown one service")
}
