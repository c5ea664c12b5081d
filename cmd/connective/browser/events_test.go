package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// danceFolder is an organisation with an event of two places in three days.
func danceFolder(t *testing.T) string {
	t.Helper()
	dir := teaFolder(t, teaFlow)
	day := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	for name, text := range map[string]string{
		"org.yaml":   "name: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\nquiet: none\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\nconsents: {news: Texts from Tea Town}\n",
		"groups.csv": "id,name,name:cy,kind,date,place,places\nchoir,Choir,Côr,club,,,\ndance,Tea dance,Dawns de,event," + day + " 10:00,The mill,2\n",
		"join.yaml":  "title: Join\nstart: {words: [JOIN]}\nsteps:\n  yes:\n    ask: Texts from Tea Town?\n    options: {yes: \"Yes\", no: \"No -> end\"}\n    exact: yes\n  in: {opt_in: news, say: You have joined. Text STOP to stop., then: end}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// TestStaffLookAfterAnEventThatPeopleHaveAnswered goes through the pages of an event
// with people who come and who wait, at every width.
func TestStaffLookAfterAnEventThatPeopleHaveAnswered(t *testing.T) {
	address, command := startServeOf(t, danceFolder(t))
	for n := range 5 {
		from := fmt.Sprintf("+44770090014%d", n)
		for _, words := range []string{"JOIN", "yes", "JOIN DANCE"} {
			command("simulate", "fake", words, "--from", from, "--to", "+447700900002")
		}
	}
	d := duty{t, signsIn(t, command, "Ada", "admin"), address}
	d.opensUntil("events", `document.querySelector('td:last-child')?.textContent === '3'`)
	looks(t, d.ctx, "events")
	d.open("events/dance")
	sees(t, d.ctx, "main", "…140")
	looks(t, d.ctx, "event")
	d.open("events/dance?ask=cancel#cancel")
	sees(t, d.ctx, "#cancel", "This cannot be undone")
	looks(t, d.ctx, "event-cancel")
	d.presses(`button[value="cancel"]`)
	sees(t, d.ctx, ".nhsuk-notification-banner", "The event is cancelled")
	looks(t, d.ctx, "event-cancelled")
	d.open("groups/dance")
	looks(t, d.ctx, "event-group")
}

// opensUntil opens a page until something is true of it.
func (d duty) opensUntil(path, expression string) {
	d.t.Helper()
	require.Eventually(d.t, func() bool {
		d.open(path)
		return ask[bool](d.t, d.ctx, expression)
	}, 30*time.Second, 100*time.Millisecond)
}

// kept is the store that a service writes to.
func kept(t *testing.T, url, secret string) *store.Store {
	t.Helper()
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	s, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Consumer: "test", Patience: 10 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// TestAnAdminSeesWhatAWebhookHasMissedAndThatNoCreditIsLeft looks at the page of
// webhooks with deliveries that were given up, and at the banner of every page.
func TestAnAdminSeesWhatAWebhookHasMissedAndThatNoCreditIsLeft(t *testing.T) {
	url, secret := storetest.Start(t).URL(), store.NewSecret()
	address, command := startServeOf(t, danceFolder(t), "CONNECTIVE_REDIS_URL="+url, "CONNECTIVE_SECRET="+secret, "CONNECTIVE_WEBHOOKS_LOOPBACK=true")
	s := kept(t, url, secret)
	program := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	defer program.Close()
	command("webhooks", "add", "teas", program.URL+"/hooks/of/the/membership/programme", "--events", "person.joined,person.left,person.stopped,case.opened,case.closed,broadcast.finished")
	command("webhooks", "add", "teas", program.URL+"/other", "--events", "message.failed")
	all, err := s.Endpoints(t.Context(), "teas")
	require.NoError(t, err)
	all.All[0].Failing = time.Now().Add(-80 * time.Hour)
	require.NoError(t, s.KeepEndpoints(t.Context(), all))
	for n, kind := range []webhooks.Kind{webhooks.PersonStopped, webhooks.CaseOpened} {
		missed(t, s, all.All[0].ID, kind, n)
	}
	d := duty{t, signsIn(t, command, "Ada", "admin"), address}
	d.open("webhooks")
	sees(t, d.ctx, "main", "it answered 403")
	looks(t, d.ctx, "webhooks-missed")
	d.presses(`button[value="test"]`)
	sees(t, d.ctx, "main", "It was not taken: it answered 403.")
	looks(t, d.ctx, "webhook-test")

	require.NoError(t, s.HaltsOf("").Halt(t.Context(), providers.Halt{Class: providers.Balance, Since: time.Now().Add(-20 * time.Minute), Last: "one"}))
	d.opensUntil("", `!!document.getElementById('halt')`)
	looks(t, d.ctx, "credit-out")
}

// missed is something that a webhook was told in vain.
func missed(t *testing.T, s *store.Store, endpoint string, kind webhooks.Kind, n int) {
	t.Helper()
	at := time.Now().Add(-time.Duration(70+n) * time.Hour)
	d := webhooks.Delivery{ID: fmt.Sprint("msg_", n), Endpoint: endpoint, Fact: webhooks.Fact{ID: fmt.Sprint("f", n), Org: "teas", Kind: kind, At: at}, Begun: at}
	require.NoError(t, s.Spread(t.Context(), webhooks.News{Fact: d.Fact, Place: "0 0-1"}, []webhooks.Delivery{d}))
	require.NoError(t, s.Tried(t.Context(), d, webhooks.Result{Now: time.Now(), Why: webhooks.Answered(http.StatusForbidden)}))
}
