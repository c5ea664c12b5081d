package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
)

var hookSecret = regexp.MustCompile(`whsec_[^<]+`)

func TestAnAdminAddsPausesAndRemovesAWebhookAndSeesItsSecretOnce(t *testing.T) {
	o := openConsole(t)
	admin := o.as(staff.Admin)
	require.Contains(t, admin.get("/console/webhooks"), "Nothing is told to any address yet.")
	made := admin.send("POST", "/console/webhooks", form("url", "https://example.org/hooks", "event", "person.stopped", "event", "case.opened"))
	require.Equal(t, http.StatusOK, made.Code)
	first := hookSecret.FindString(made.Body.String())
	require.NotEmpty(t, first)
	page := admin.get("/console/webhooks")
	require.NotContains(t, page, "whsec_")
	require.Contains(t, page, "Somebody has texted STOP<br>Somebody waits for a person")

	all, err := o.console.Webhooks.List(context.Background(), mill)
	require.NoError(t, err)
	at := "/console/webhooks/" + all[0].ID
	turned := admin.send("POST", at, form("do", "rotate"))
	require.NotEqual(t, first, hookSecret.FindString(turned.Body.String()))
	require.Contains(t, turned.Body.String(), "whsec_")
	paused := admin.get(admin.post(at, form("do", "pause")))
	require.Contains(t, paused, "It is told nothing until you let it go on.")
	require.Contains(t, paused, "Told nothing since")
	require.NotContains(t, admin.get(admin.post(at, form("do", "enable"))), "Told nothing since")
	require.Equal(t, http.StatusUnprocessableEntity, admin.send("POST", at, form("do", "dance")).Code)
	asked := admin.get("/console/webhooks?remove=" + all[0].ID)
	require.Contains(t, asked, "Remove this address?")
	require.Contains(t, asked, "its secret is gone. To stop it for a while, pause it instead.")
	require.Equal(t, 1, strings.Count(asked, `value="remove"`), "one press alone removes nothing")
	require.NotContains(t, admin.get("/console/webhooks"), `value="remove"`)
	require.Contains(t, admin.get(admin.post(at, form("do", "remove"))), "Nothing is told to any address yet.")
	require.Equal(t, http.StatusNotFound, admin.send("POST", at, form("do", "pause")).Code)
	log := admin.get("/console/audit")
	for _, said := range []string{"Added a webhook", "Gave a webhook a new secret", "Paused a webhook", "Let a webhook go on", "Removed a webhook"} {
		require.Contains(t, log, said)
	}
	require.NotContains(t, log, "whsec_")
}

func TestAWebhookThatCannotBeIsSaidWhereAndHowToMend(t *testing.T) {
	o := openConsole(t)
	admin := o.as(staff.Admin)
	for _, url := range []string{"", "http://example.org/", "https://169.254.169.254/", "https://127.0.0.1/", "https://example.org:6379/"} {
		w := admin.send("POST", "/console/webhooks", form("url", url, "event", "case.opened"))
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, url)
		require.Contains(t, w.Body.String(), `<a href="#url">Enter a public address by https`, url)
	}
	w := admin.send("POST", "/console/webhooks", form("url", "https://example.org/kept"))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `<a href="#event">Choose what it is told`)
	require.Contains(t, w.Body.String(), `value="https://example.org/kept"`, "what was entered is kept")
	for n := range 10 {
		require.Equal(t, http.StatusOK, admin.send("POST", "/console/webhooks", form("url", fmt.Sprint("https://example.org/", n), "event", "case.opened")).Code)
	}
	w = admin.send("POST", "/console/webhooks", form("url", "https://example.org/11", "event", "case.opened"))
	require.Equal(t, http.StatusConflict, w.Code)
	require.Contains(t, w.Body.String(), "There are 10 already")
	w = admin.send("POST", "/console/webhooks/missed", form("do", "retry"))
	require.Equal(t, http.StatusConflict, w.Code)
	require.Contains(t, w.Body.String(), "sent again or forgotten already")
}

func TestAnAdminTestsAWebhookAndSeesWhatComesOfItAtOnce(t *testing.T) {
	o := openConsole(t)
	admin := o.as(staff.Admin)
	answer := http.StatusNoContent
	program := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) }))
	defer program.Close()
	o.console.Webhooks.Gate = webhooks.Gate{Loopback: true}
	e, _, err := o.console.Webhooks.Add(context.Background(), mill, program.URL, []webhooks.Kind{webhooks.CaseOpened})
	require.NoError(t, err)
	test := func() string {
		w := admin.send("POST", "/console/webhooks/"+e.ID, form("do", "test"))
		require.Equal(t, http.StatusOK, w.Code)
		return w.Body.String()
	}
	page := test()
	require.Contains(t, page, "It was taken.")
	require.Regexp(t, `<dt>It answered</dt><dd>204</dd>`, page)
	require.Regexp(t, `<dt>It took</dt><dd>\d+ milliseconds?</dd>`, page)
	for status, said := range map[int]string{
		403: "It was not taken: it answered 403.</strong> See that your program has the newest secret",
		500: "It was not taken: it answered 500.</strong> See what your program has written down",
		301: "It was not taken: it answered 301, and no redirect is followed.",
	} {
		answer = status
		require.Contains(t, test(), said)
	}
	program.Close()
	page = test()
	require.Contains(t, page, "It was not taken: it cannot be reached.</strong> See that the address is right")
	require.Contains(t, page, `<dt>It answered</dt><dd>Nothing</dd>`)
	require.Contains(t, admin.get("/console/audit"), "Tested a webhook")
	require.Equal(t, http.StatusNotFound, admin.send("POST", "/console/webhooks/w-none", form("do", "test")).Code)
}
