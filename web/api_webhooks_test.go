package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/web/internal/client"
)

func TestAProgramAddsRotatesAndRemovesAWebhook(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteWebhooks)
	made, err := p.AddWebhookWithResponse(t.Context(), &client.AddWebhookParams{IdempotencyKey: fresh()}, client.WebhookIn{Url: "https://example.org/hooks", Events: []client.Event{"person.stopped"}})
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, made.StatusCode(), string(made.Body))
	require.Regexp(t, `^whsec_[A-Za-z0-9+/]{43}=$`, *made.JSON201.Secret)
	all, err := p.ListWebhooksWithResponse(t.Context())
	require.NoError(t, err)
	require.Len(t, all.JSON200.Items, 1)
	require.NotContains(t, string(all.Body), "whsec_", "a secret is told once")
	turned, err := p.RotateWebhookWithResponse(t.Context(), made.JSON201.Id, &client.RotateWebhookParams{IdempotencyKey: fresh()})
	require.NoError(t, err)
	require.NotEqual(t, *made.JSON201.Secret, turned.JSON200.Secret)
	gone, err := p.RemoveWebhookWithResponse(t.Context(), made.JSON201.Id)
	require.NoError(t, err)
	require.Equal(t, http.StatusNoContent, gone.StatusCode())
	log := o.as(staff.Admin).get("/console/audit")
	for _, said := range []string{"Added a webhook", "Gave a webhook a new secret", "Removed a webhook"} {
		require.Contains(t, log, said)
	}
	require.NotContains(t, log, "whsec_")
}

func TestAWebhookOfAnAddressThatIsNotPublicIsRefused(t *testing.T) {
	p := openConsole(t).program(mill, programs.WriteWebhooks)
	for body, at := range map[string]string{
		`{"url": "http://example.org/", "events": ["person.stopped"]}`:         "/url",
		`{"url": "https://169.254.169.254/", "events": ["person.stopped"]}`:    "/url",
		`{"url": "https://[::ffff:10.0.0.1]/", "events": ["person.stopped"]}`:  "/url",
		`{"url": "https://example.org:6379/", "events": ["person.stopped"]}`:   "/url",
		`{"url": "https://example.org/", "events": []}`:                        "/events",
		`{"url": "https://example.org/", "events": ["person.texted"]}`:         "/events",
		`{"url": "https://example.org/", "events": ["case.opened"], "x": "y"}`: "/x",
	} {
		answer := p.send("POST", "/webhooks", body, "Idempotency-Key", fresh())
		said := bodyOf(t, answer)
		require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode, "%s: %s", body, said)
		require.Contains(t, said, `"pointer":"`+at+`"`, body)
	}
}

func TestAProgramTestsItsWebhook(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteWebhooks)
	answer := http.StatusNoContent
	mine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) }))
	defer mine.Close()
	o.api.Webhooks.Gate = webhooks.Gate{Loopback: true}
	e, _, err := o.api.Webhooks.Add(t.Context(), mill, mine.URL, []webhooks.Kind{webhooks.CaseOpened})
	require.NoError(t, err)
	key := fresh()
	test := func(key string) *client.WebhookTrial {
		got, err := p.TestWebhookWithResponse(t.Context(), e.ID, &client.TestWebhookParams{IdempotencyKey: key})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, got.StatusCode(), string(got.Body))
		return got.JSON200
	}
	good := test(key)
	require.True(t, good.Delivered)
	require.Equal(t, 204, *good.Status)
	answer = http.StatusTeapot
	require.Equal(t, good, test(key), "a repeat does nothing")
	bad := test(fresh())
	require.False(t, bad.Delivered)
	require.Equal(t, "it answered 418", *bad.Why)
	gone, err := p.TestWebhookWithResponse(t.Context(), "w-none", &client.TestWebhookParams{IdempotencyKey: fresh()})
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, gone.StatusCode())
}
