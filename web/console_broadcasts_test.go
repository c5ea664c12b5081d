package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

func TestALeadWritesLooksAndSends(t *testing.T) {
	o := openConsole(t)
	for _, from := range []string{"+447700900501", "+447700900502"} {
		o.text("mill", from, "SING")
	}
	o.text("mill", "+447700900502", "STOP")
	lead := o.as(staff.Lead)
	wrong := lead.send("POST", "/console/broadcasts/new", form("say-en", "", "hours", "0"))
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Code)
	for _, said := range []string{"Choose a group", "Write what it says in English", "from 1 to 168"} {
		require.Contains(t, wrong.Body.String(), said)
	}
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24", "urgent", "the hall has moved"))
	page := lead.get(at)
	require.Contains(t, page, "People who would get it: 1. Parts in all: 1")
	require.Contains(t, page, "they texted STOP")
	require.Contains(t, page, "Choir: We sing at 7 tonight.")
	require.Contains(t, page, "…501")
	require.NotContains(t, page, "7700900501")
	require.Contains(t, page, "It costs £0.02, at 2.4p a part.")
	require.Contains(t, page, "would go over it by £0.01")
	require.Equal(t, http.StatusUnprocessableEntity, lead.send("POST", at, form("do", "send", "when", "later", "date", "tomorrow")).Code)
	require.Contains(t, lead.get(lead.post(at, form("do", "send", "when", "now"))), "It is on its way")
	require.Equal(t, http.StatusConflict, lead.send("POST", at, form("do", "send", "when", "now")).Code, "once")
	require.Contains(t, lead.get("/console/audit"), "Sent a broadcast")
	require.Contains(t, lead.get(lead.post(at, form("do", "cancel"))), "Cancelled")
}

func TestABroadcastsPageSaysWhatIsHardToReadWhileItCanBeChanged(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	lead := o.as(staff.Lead)
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "PLEASE COME prior to 7 to the CMHT hall, or text SING.", "hours", "24", "urgent", "the hall has moved"))
	for _, said := range []string{"“PLEASE COME” seems to shout", "“prior to” is hard for some. Write “before”", "Not everybody knows what CMHT stands for"} {
		require.Contains(t, lead.get(at), said)
	}
	require.NotContains(t, lead.get(at), "what SING stands for", "people can text it")
	require.NotContains(t, lead.get(lead.post(at, form("do", "send", "when", "now"))), "seems to shout", "it is on its way")
	plain := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24"))
	require.NotContains(t, lead.get(plain), "Easier to read")
}

func TestAFormOfABroadcastThatIsSentTwiceMakesOne(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	said := form("key", "form-0123456789", "group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24")
	require.Equal(t, lead.post("/console/broadcasts/new", said), lead.post("/console/broadcasts/new", said))
	other := lead.send("POST", "/console/broadcasts/new", form("key", "form-0123456789", "group", "choir", "say-en", "We sing at 8 tonight.", "hours", "24"))
	require.Equal(t, http.StatusConflict, other.Code)
	require.Contains(t, other.Body.String(), "sent before, with other words")
	require.NotContains(t, other.Body.String(), "form-0123456789", "the next one counts")
}

func TestWhatIsWrongWithABroadcastIsSaidInThePagesLanguage(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	said := form("group", "choir", "say-en", "Hello <me.shoe>", "hours", "24")
	require.Contains(t, lead.send("POST", "/console/broadcasts/new", said).Body.String(), "The blank me.shoe cannot be filled in")
	lead.header.Set("Accept-Language", "cy")
	require.Contains(t, lead.send("POST", "/console/broadcasts/new", said).Body.String(), "Ni ellir llenwi&#39;r bwlch me.shoe")
}

func TestTheLogTellsNothingOfABroadcastThatWasRefused(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24"))
	require.Equal(t, http.StatusConflict, lead.send("POST", at, form("do", "send", "when", "now")).Code, "nobody is in it")
	require.NotContains(t, lead.get("/console/audit"), "Sent a broadcast")
}

func TestATestGoesToStaffAloneOnceAndCountsNowhere(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24"))
	for to, said := range map[string]string{"": "Your account has no number", "sam": "Write a mobile number", "07700 900501": "of nobody on the staff"} {
		refused := lead.send("POST", at, form("do", "test", "to", to))
		require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
		require.Contains(t, refused.Body.String(), said)
	}
	require.Regexp(t, `id="no-phone"><p>A test goes only to a number on the rota, and there is none of yours. <a href="/console/rota">`, lead.get(at))
	require.Contains(t, o.as(staff.Editor).get(at), "A lead can put it there, on the page On call.", "editors do not see the rota")
	account, err := o.store.Account(t.Context(), o.store.AccountID("lead@example.org"))
	require.NoError(t, err)
	account.Phone = "+447700900777"
	require.NoError(t, o.store.SaveAccount(t.Context(), account))
	tried := form("do", "test", "to", "", "key", "test-0123456789")
	require.Contains(t, lead.get(lead.post(at, tried)), "The test is on its way")
	lead.post(at, tried)
	provider := o.sends()
	text := "Test: Choir: We sing at 7 tonight. STOP to end texts."
	require.Eventually(t, func() bool { return sentWith(provider, text) > 0 }, 30*time.Second, 10*time.Millisecond)
	o.text("mill", "+447700900501", "SING")
	require.Eventually(t, func() bool { return len(provider.Sent()) > 1 }, 30*time.Second, 10*time.Millisecond)
	require.Equal(t, 1, sentWith(provider, text), "the form was sent twice")
	require.Contains(t, lead.get("/console/audit"), "Sent a test of a broadcast")
	page := lead.get(at)
	require.Contains(t, page, "Draft")
	require.NotContains(t, page, `id="no-phone"`)
}

func TestALeadWritesASeriesAndItsPageTellsOfItsRuns(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	lead := o.as(staff.Lead)
	said := []string{"group", "choir", "say-en", "We sing at 7 tonight.", "hours", "8"}
	wrong := lead.send("POST", "/console/broadcasts/new", form(append(said, "every", "Monday", "from", "16:00", "before", "10:00")...))
	for _, words := range []string{"Choose a day and a time", "Write two times, the earlier one first"} {
		require.Contains(t, wrong.Body.String(), words)
	}
	at := lead.post("/console/broadcasts/new", form(append(said, "every", "Monday", "clock", "10:00", "except", "england", "last", "2090-01-01", "from", "09:00", "before", "18:00")...))
	page := lead.get(lead.post(at, form("do", "send", "when", "now")))
	for _, words := range []string{"Mondays 10:00", "England", "2090-01-01", "09:00-18:00", "Repeats"} {
		require.Contains(t, page, words)
	}
	anew := lead.get("/console/broadcasts/new?from=" + at[len("/console/broadcasts/"):])
	require.Contains(t, anew, `<option value="Monday" selected>`)
	require.Contains(t, anew, `type="time" value="10:00"`)
	require.Contains(t, lead.get(lead.post(at, form("do", "cancel"))), "Cancelled")
}
