package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// form writes the fields of a form.
func form(pairs ...string) string {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f.Encode()
}

func (o *office) caseFile(id string) bot.CaseFile {
	o.t.Helper()
	f, err := o.store.Case(context.Background(), "mill", id)
	require.NoError(o.t, err)
	return f
}

func TestTheListSaysATextOnceThatIsAlsoWhatTheCaseIsAbout(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Responder)
	o.text("mill", "+447700900611", "ASK")
	o.text("mill", "+447700900611", "Naps are hard here")
	require.Equal(t, 1, strings.Count(v.get("/console/cases/all"), "Naps are hard here"))
	o.text("mill", "+447700900611", "Is anybody there")
	require.Eventually(t, func() bool {
		page := v.get("/console/cases/all")
		return strings.Contains(page, "Naps are hard here") && strings.Contains(page, "Is anybody there")
	}, 30*time.Second, 10*time.Millisecond, "the last text is beside what the case is about")
}

func TestAnUrgentCaseShowsNoPromiseOfALaterDay(t *testing.T) {
	o := openConsole(t)
	v := o.as(staff.Responder)
	o.text("mill", "+447700900612", "PERSON")
	require.Eventually(t, func() bool {
		return strings.Contains(v.get("/console/cases/all"), `<span class="what">Answer promised by </span>`)
	}, 30*time.Second, 10*time.Millisecond, "the desk answers within a day")
	o.text("mill", "+447700900612", "I want to die")
	require.Eventually(t, func() bool {
		page := v.get("/console/cases/all")
		return strings.Contains(page, "Urgent") && !strings.Contains(page, `<span class="what">Answer promised by </span>`)
	}, 30*time.Second, 10*time.Millisecond)
}

func TestACaseIsTakenAnsweredAndClosed(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	require.Contains(t, v.get("/console/cases/new"), "/console/case/"+id)
	page := v.get("/console/case/" + id)
	require.Contains(t, page, "Take this case")
	require.Contains(t, page, "A person will text you back", "what the bot said is there")
	require.Contains(t, page, "Naps help &lt;when&gt;.", "a reply to begin with")
	require.NotContains(t, page, o.caseFile(id).Key.Address.Value[1:], "the number is masked")

	require.Equal(t, "/console/case/"+id+"?done=claim", v.post("/console/case/"+id, form("do", "claim", "key", "0123456789a")))
	require.Equal(t, "Vi responder", o.caseFile(id).Holder.Name)
	require.Eventually(t, func() bool {
		return strings.Contains(v.get("/console/cases/mine"), id) && !strings.Contains(v.get("/console/cases/new"), id)
	}, 30*time.Second, 10*time.Millisecond, "lists follow what is told of changes")
	v.get("/console/case/" + id)
	require.Zero(t, o.caseFile(id).Unread, "who holds it has read it")

	for range 2 { // a double click
		v.post("/console/case/"+id, form("do", "reply", "text", "Hello. How can I help?", "key", "0123456789b"))
	}
	f := o.caseFile(id)
	require.Equal(t, bot.StateWaiting, f.State())
	said := 0
	for _, n := range f.Notes {
		if n.Who == bot.ByStaff {
			said++
		}
	}
	require.Equal(t, 1, said, "it is sent once")

	answer := v.send("POST", "/console/case/"+id, form("do", "close", "reason", "advice"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "Choose why they wrote")
	v.post("/console/case/"+id, form("do", "close", "reason", "advice", "reason", "support", "outcome", "advice_given", "risk", "none", "key", "0123456789c"))
	closing := o.caseFile(id).Closing
	require.Equal(t, []string{"advice", "support"}, closing.Reasons)
	require.Contains(t, v.get("/console/cases/closed"), id)
	require.Contains(t, v.get("/console/case/"+id), "Advice, Somebody to talk to")
}

func TestTheSecondWhoTakesACaseIsToldWhoHasIt(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	o.as(staff.Responder).post("/console/case/"+id, form("do", "claim", "key", "0123456789a"))
	lead := o.as(staff.Lead)
	for _, do := range []string{"claim", "reply", "close", "return"} {
		answer := lead.send("POST", "/console/case/"+id, form("do", do, "text", "my long answer", "reason", "advice", "outcome", "advice_given", "risk", "none"))
		require.Equal(t, http.StatusConflict, answer.Code, do)
		require.Contains(t, answer.Body.String(), "Vi responder has this case, since")
		require.Contains(t, answer.Body.String(), "my long answer", "what was written is kept")
	}
	lead.post("/console/case/"+id, form("do", "return", "force", "yes", "key", "0123456789b"))
	require.Empty(t, o.caseFile(id).Holder.ID, "a lead may take it")

	o.as(staff.Responder).post("/console/case/"+id, form("do", "claim", "key", "0123456789c"))
	answer := o.as(staff.Admin).send("POST", "/console/case/"+id, form("do", "return", "key", "0123456789d"))
	require.Equal(t, http.StatusConflict, answer.Code)
}

func TestACaseIsGivenToAColleagueOfTheSameOrganisation(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	lead := o.as(staff.Lead)
	o.as(staff.Responder)
	responder := o.store.AccountID("responder@example.org")
	lead.post("/console/case/"+id, form("do", "assign", "colleague", responder, "note", "knows about sleep", "key", "0123456789a"))
	f := o.caseFile(id)
	require.Equal(t, responder, f.Holder.ID)
	require.Equal(t, "knows about sleep", f.Notes[len(f.Notes)-1].Text)
	for _, stranger := range []string{o.store.AccountID("harbour@example.org"), "nobody", ""} {
		answer := o.as(staff.Responder).send("POST", "/console/case/"+id, form("do", "assign", "colleague", stranger))
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	}
	require.Equal(t, responder, o.caseFile(id).Holder.ID)
	o.as(staff.Responder).post("/console/case/"+id, form("do", "move", "queue", "nurses", "note", "a nurse must look", "key", "0123456789b"))
	require.Equal(t, "nurses", o.caseFile(id).Queue)
}

func TestANumberIsShownOnceAReasonIsGivenAndThatIsLogged(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	lead := o.as(staff.Lead)
	number := strings.TrimPrefix(o.caseFile(id).Key.Address.Value, "+") // which HTML writes otherwise
	answer := lead.send("POST", "/console/case/"+id+"/number", "reason=+")
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.NotContains(t, answer.Body.String(), number)
	answer = lead.send("POST", "/console/case/"+id+"/number", form("reason", "an ambulance needs it"))
	require.Contains(t, answer.Body.String(), number)
	require.NotContains(t, lead.get("/console/case/"+id), number, "not on the next page")
	log := lead.get("/console/audit")
	require.Contains(t, log, "an ambulance needs it")
	require.Contains(t, log, "read a case")
	require.NotContains(t, log, number)
}

func TestWordsOfStrangersAreShownAsTheyAre(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	from := o.caseFile(id).Key.Address.Value
	for _, hostile := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `{{.}}`, `javascript:alert(1)`, `</textarea><svg onload=alert(1)>`} {
		o.text("mill", from, hostile)
		o.later(time.Minute)
	}
	v := o.as(staff.Responder)
	for _, page := range []string{v.get("/console/case/" + id), v.get("/console/cases/all"), v.get("/console/case/" + id + "/print"), v.get("/console/search?q=" + url.QueryEscape(`<script>alert(1)`))} {
		require.NotRegexp(t, regexp.MustCompile(`(?i)<script>alert|<img|<svg`), page)
	}
	answer := v.send("POST", "/console/case/"+id, form("do", "reply", "text", `</textarea><script>alert(1)</script>`, "key", "0123456789a"))
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestSomebodyWhoHasStoppedIsNotTexted(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	o.text("mill", o.caseFile(id).Key.Address.Value, "STOP")
	v := o.as(staff.Responder)
	require.Contains(t, v.get("/console/case/"+id), "They have texted STOP")
	answer := v.send("POST", "/console/case/"+id, form("do", "reply", "text", "Hello"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "nothing can be sent to them")
}

// A page hears within a moment, on a real connection, and no more once its session
// is over.
func TestAnOpenPageHearsOfWhatChanges(t *testing.T) {
	o := openConsole(t)
	o.openCase("mill")
	v := o.as(staff.Responder)
	server := httptest.NewServer(o.server)
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL+"/console/cases/new/events", nil)
	require.NoError(t, err)
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	events := bufio.NewScanner(answer.Body)
	require.True(t, events.Scan())
	heard, still := make(chan struct{}, 100), make(chan struct{}, 100)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for events.Scan() {
			switch text := events.Text(); {
			case strings.HasPrefix(text, "data: look"):
				heard <- struct{}{}
			case text == ": still":
				still <- struct{}{}
			}
		}
	}()
	o.openCase("mill")
	select {
	case <-heard:
	case <-time.After(20 * time.Second):
		t.Fatal("the page was told nothing")
	}
	o.away.Store(true) // nobody knows whether the session is good: it is not over for that
	for len(still) > 0 {
		<-still
	}
	for range 2 {
		select {
		case <-still:
		case <-ended:
			t.Fatal("a page hears no more because the store was away")
		case <-time.After(20 * time.Second):
			t.Fatal("a page is not told that its connection stands")
		}
	}
	o.away.Store(false)
	require.NoError(t, o.desk.Disable(context.Background(), mill, o.store.AccountID("responder@example.org"), true))
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("a page whose session is over hears on")
	}
}
