package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWebhooksAreAddedListedAndRemoved(t *testing.T) {
	s := newStaffTown(t)
	require.Contains(t, s.run(exitDone, "webhooks", "list", "tea"), "tea has no webhook yet")
	said := s.run(exitDone, "webhooks", "add", "tea", "https://example.org/hooks", "--events", "person.stopped,case.opened")
	require.Regexp(t, `Webhook w-[A-Z2-7]{10}\. Its secret is not shown again:\nwhsec_[A-Za-z0-9+/]{43}=\n$`, said)
	id := regexp.MustCompile(`w-[A-Z2-7]{10}`).FindString(said)
	list := s.run(exitDone, "webhooks", "list", "tea")
	require.Regexp(t, id+` +https://example\.org/hooks +good +person\.stopped case\.opened`, list)
	require.NotContains(t, list, "whsec_")
	require.Contains(t, s.run(exitDone, "webhooks", "list", "tea", "--json"), `"missed": []`)
	for _, wrong := range []struct {
		args []string
		says string
	}{
		{[]string{"add", "tea", "http://example.org/", "--events", "case.opened"}, "it must begin with https://"},
		{[]string{"add", "tea", "https://127.0.0.1/", "--events", "case.opened"}, "it must be public, by https, on port 443 or 8443"},
		{[]string{"add", "tea", "https://example.org/", "--events", "case.read"}, `there is no event "case.read": there is person.joined`},
		{[]string{"add", "mill", "https://example.org/", "--events", "case.opened"}, "there is no organisation mill"},
		{[]string{"rotate", "tea", "w-NOTHING"}, "there is no such webhook: see  connective webhooks list tea"},
		{[]string{"retry", "tea"}, "nothing of that was missed"},
		{[]string{"drop", "tea", "msg_1"}, "nothing of that was missed"},
	} {
		require.Contains(t, s.run(exitFailed, append([]string{"webhooks"}, wrong.args...)...), wrong.says)
	}
	require.Contains(t, s.run(exitDone, "webhooks", "rotate", "tea", id), "The one before signs too for a day")
	require.Contains(t, s.run(exitDone, "webhooks", "enable", "tea", id), "It goes on")
	require.Contains(t, s.run(exitDone, "webhooks", "remove", "tea", id), "told nothing more")
	require.Contains(t, s.run(exitDone, "webhooks", "list", "tea"), "tea has no webhook yet")
	require.Contains(t, s.run(exitDone, "audit", "list", "--org", "tea"), "added a webhook")
}

func TestAWebhookIsTestedAndWhatCameOfItIsSaid(t *testing.T) {
	s := newStaffTown(t)
	t.Setenv("CONNECTIVE_ENV", "test")
	t.Setenv("CONNECTIVE_WEBHOOKS_LOOPBACK", "true")
	var mu sync.Mutex
	status, got := http.StatusNoContent, []string{}
	program := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, r.Header.Get("webhook-signature")+" "+string(body))
		w.WriteHeader(status)
	}))
	defer program.Close()
	said := s.run(exitDone, "webhooks", "add", "tea", program.URL, "--events", "person.stopped")
	id := regexp.MustCompile(`w-[A-Z2-7]{10}`).FindString(said)
	require.Regexp(t, `^It was taken: 204 in \d+ ms\.\n$`, s.run(exitDone, "webhooks", "test", "tea", id))
	mu.Lock()
	require.Len(t, got, 1)
	require.Regexp(t, `^v1,\S+ \{"type":"test","timestamp":"[^"]+","data":\{\}\}$`, got[0])
	status = http.StatusUnauthorized
	mu.Unlock()
	require.Regexp(t, `it was not taken: it answered 401, after \d+ ms`, s.run(exitFailed, "webhooks", "test", "tea", id))
	program.Close()
	require.Contains(t, s.run(exitFailed, "webhooks", "test", "tea", id), "it was not taken: it cannot be reached")
	require.Contains(t, s.run(exitFailed, "webhooks", "test", "tea", "w-NOTHING"), "there is no such webhook")
	require.Contains(t, s.run(exitDone, "webhooks", "list", "tea"), " good ", "a test changes nothing")
	require.Contains(t, s.run(exitDone, "audit", "list", "--org", "tea"), "tested a webhook")
}

func TestInProductionWebhooksNeverReachThisMachine(t *testing.T) {
	settings := defaults()
	settings.WebhooksLoopback = true
	require.ErrorContains(t, settings.check(), "CONNECTIVE_WEBHOOKS_LOOPBACK")
	require.False(t, settings.gate().Loopback)
	settings.Env = "test"
	require.True(t, settings.gate().Loopback)
}
