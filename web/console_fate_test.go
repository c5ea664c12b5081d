package web_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
)

// sends empties the office's outbox through a provider that nothing reaches.
func (o *office) sends() *fake.Provider {
	o.t.Helper()
	provider := fake.New(fake.Config{})
	d := providers.NewDispatcher(providers.DispatcherConfig{Outbox: o.store, Provider: provider, Now: time.Now})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	o.t.Cleanup(func() { stop(); require.NoError(o.t, <-ended) })
	return provider
}

// sentWith counts the texts that have reached a phone with these words.
func sentWith(p *fake.Provider, words string) (n int) {
	for _, m := range p.Sent() {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

var textRef = regexp.MustCompile(`name="ref" value="([^"]+)"`)

func TestATextThatMayNotHaveArrivedIsShownAndSentAgainOnPurposeAlone(t *testing.T) {
	o := openConsole(t)
	provider := o.sends()
	id := o.openCase("mill")
	require.Eventually(t, func() bool { return sentWith(provider, "A person will text you back") == 1 }, 30*time.Second, 10*time.Millisecond)
	v := o.as(staff.Responder)
	page := func() string { return v.get("/console/case/" + id) }
	shows := func(words string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(page(), words) }, 30*time.Second, 10*time.Millisecond, words)
	}
	const unsure = "We do not know if this text arrived. It will not be sent again by itself."

	provider.Next(fake.LoseText)
	v.post("/console/case/"+id, form("do", "reply", "text", "Give her water.", "key", "0123456789a"))
	shows(unsure)
	o.later(time.Minute)
	require.Contains(t, v.get("/console/cases/all"), "A text may not have arrived")
	o.as(staff.Lead).post("/console/case/"+o.openCase("mill"), form("do", "reply", "text", "Something else.", "key", "0123456789b"))
	require.Eventually(t, func() bool { return sentWith(provider, "Something else.") == 1 }, 30*time.Second, 10*time.Millisecond)
	require.Zero(t, sentWith(provider, "Give her water."), "others leave, this one does not go again by itself")

	ref := textRef.FindStringSubmatch(page())[1]
	require.NotRegexp(t, textRef, o.as(staff.Viewer).get("/console/case/"+id), "who may not reply is offered nothing")
	require.Equal(t, http.StatusConflict, o.as(staff.Lead).send("POST", "/console/case/"+id+"/text", form("do", "again", "ref", ref)).Code, "another holds it")
	for range 2 { // a double click
		require.Contains(t, []string{"/console/case/" + id + "?done=resent", "/console/case/" + id + "?done=settled"}, v.post("/console/case/"+id+"/text", form("do", "again", "ref", ref)))

	}
	require.Eventually(t, func() bool { return sentWith(provider, "Give her water.") == 1 }, 30*time.Second, 10*time.Millisecond)
	shows(`<p class="fate sent">Sent</p>`)
	require.NotContains(t, page(), unsure)
	require.Equal(t, "/console/case/"+id+"?done=settled", v.post("/console/case/"+id+"/text", form("do", "again", "ref", ref)))
	require.Equal(t, 1, sentWith(provider, "Give her water."))

	provider.Next(fake.LoseAnswer)
	v.post("/console/case/"+id, form("do", "reply", "text", "And rest.", "key", "0123456789c"))
	shows(unsure)
	v.post("/console/case/"+id+"/text", form("do", "leave", "ref", textRef.FindStringSubmatch(page())[1]))
	shows("Somebody has looked, and left it as it is.")
	require.NotRegexp(t, textRef, page())
	require.Equal(t, 1, sentWith(provider, "And rest."))
	log := o.as(staff.Lead).get("/console/audit")
	require.Contains(t, log, "sent a text again")
	require.Contains(t, log, "left a text as it is")
}

func TestATextOfSomebodyWhoHasStoppedIsNotSentAgain(t *testing.T) {
	o := openConsole(t)
	provider := o.sends()
	id := o.openCase("mill")
	require.Eventually(t, func() bool { return len(provider.Sent()) == 1 }, 30*time.Second, 10*time.Millisecond)
	v := o.as(staff.Responder)
	provider.Next(fake.LoseText)
	v.post("/console/case/"+id, form("do", "reply", "text", "Give her water.", "key", "0123456789a"))
	require.Eventually(t, func() bool { return textRef.MatchString(v.get("/console/case/" + id)) }, 30*time.Second, 10*time.Millisecond)
	ref := textRef.FindStringSubmatch(v.get("/console/case/" + id))[1]
	o.text("mill", o.caseFile(id).Key.Address.Value, "STOP")
	answer := v.send("POST", "/console/case/"+id+"/text", form("do", "again", "ref", ref))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "They have texted STOP")
	fates, err := o.store.Fates(t.Context(), o.caseFile(id).Key.Address, []string{ref, "nothing"})
	require.NoError(t, err)
	require.Equal(t, map[string]bot.Fate{ref: bot.FateUncertain}, fates)
}

func TestWelshPagesHaveWelshMonths(t *testing.T) {
	o := openConsole(t)
	september := time.Date(2027, time.September, 2, 14, 5, 0, 0, time.UTC)
	o.later(time.Unix(september.Unix(), 0).Sub(time.Unix(o.clock.Load(), 0)))
	id := o.openCase("mill")
	v := o.as(staff.Lead)
	require.Contains(t, v.get("/console/case/"+id), "2 Sep 2027 15:05")
	require.Equal(t, http.StatusSeeOther, v.send("GET", "/console/language?to=cy", "").Code)
	for _, page := range []string{"/console/case/" + id, "/console/cases/all", "/console/case/" + id + "/print", "/console/audit", "/console/account"} {
		text := v.get(page)
		require.Regexp(t, `[23] Medi (2027 )?1[45]:05`, text, page)
		require.NotContains(t, text, " Sep ", page)
	}
}
