package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// byScript is the browser as its scripts ask.
func (v *visitor) byScript() *visitor {
	w := *v
	w.header = http.Header{"Hx-Request": {"true"}}
	return &w
}

// saidIn are the replies of staff in a case.
func (o *office) saidIn(id string) []string {
	var said []string
	for _, n := range o.caseFile(id).Notes {
		if n.Who == bot.ByStaff {
			said = append(said, n.Text)
		}
	}
	return said
}

func TestADraftOutlivesAReloadAndFollowsToAnotherDevice(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	answer := v.byScript().send("POST", "/console/case/"+id+"/draft", form("text", "Dear “you”, naps help <when>.", "key", "0123456789a"))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "56 of 160 letters, with your name: 1 part. <strong>Still to fill in: &lt;when&gt;.</strong> Curly quotes and dashes are sent as plain ones. Draft kept.", strings.TrimSpace(answer.Body.String()))
	elsewhere := o.as("")
	elsewhere.signIn("responder@example.org")
	for _, device := range []*visitor{v, elsewhere} {
		page := device.get("/console/case/" + id)
		require.Contains(t, page, "Dear “you”, naps help &lt;when&gt;.</textarea>")
		require.Contains(t, page, "56 of 160 letters")
	}
	require.NotContains(t, o.as(staff.Lead).get("/console/case/"+id), "Dear “you”", "it is their own")

	answer = v.send("POST", "/console/case/"+id, form("do", "reply", "text", "Dear you, naps help <when>.", "key", "0123456789a"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "Fill in &lt;when&gt; first. Nothing was sent")
	require.Contains(t, answer.Body.String(), "Dear you, naps help &lt;when&gt;.</textarea>", "nothing that was written is lost")
	require.Empty(t, o.saidIn(id))

	v.post("/console/case/"+id, form("do", "reply", "text", "Dear you, naps help at noon.", "key", "0123456789a"))
	require.Equal(t, []string{"Dear you, naps help at noon."}, o.saidIn(id))
	v.byScript().send("POST", "/console/case/"+id+"/draft", form("text", "Dear you, naps help at noon.", "key", "0123456789a"))
	require.NotContains(t, elsewhere.get("/console/case/"+id), "at noon.</textarea>", "what was typed last came late")
}

func TestADraftIsKeptAndATemplateChosenWithoutAScript(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	require.Equal(t, "/console/case/"+id+"?done=draft#text", v.post("/console/case/"+id+"/draft", form("text", "Hello. ", "template", "0", "key", "0123456789a")))
	require.Contains(t, v.get("/console/case/"+id+"?done=draft"), "Hello. Naps help &lt;when&gt;.</textarea>")
	v.post("/console/case/"+id+"/draft", form("text", "Hello.", "template", "9", "key", "0123456789a"))
	require.Contains(t, v.get("/console/case/"+id), "Hello.</textarea>")
	v.post("/console/case/"+id+"/draft", form("text", "", "key", "0123456789a"))
	require.Contains(t, v.get("/console/case/"+id), "></textarea>", "an empty one is none")
}

func TestGoingBackSendsNothingTwiceAndLosesNothing(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	send := func(pairs ...string) int {
		return v.send("POST", "/console/case/"+id, form(append([]string{"do", "reply"}, pairs...)...)).Code
	}
	require.Equal(t, http.StatusSeeOther, send("text", "Hello.", "key", "0123456789a"))
	require.Equal(t, http.StatusSeeOther, send("text", "Hello.", "key", "0123456789a"), "a double click, or the kept page sent again")
	require.Equal(t, []string{"Hello."}, o.saidIn(id))
	require.Equal(t, http.StatusSeeOther, send("text", "Hello again.", "key", "0123456789a"), "the kept page with other words")
	require.Equal(t, []string{"Hello.", "Hello again."}, o.saidIn(id))
	answer := v.send("POST", "/console/case/"+id, form("do", "reply", "text", "Hello again.", "key", "0123456789b"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "the fresh page with the same words")
	require.Contains(t, answer.Body.String(), "You sent these very words a moment ago")
	require.Contains(t, answer.Body.String(), "Send the same text once more")
	require.Len(t, o.saidIn(id), 2)
	require.Equal(t, http.StatusSeeOther, send("text", "Hello again.", "key", "0123456789c", "again", "yes"), "unless they say so")
	require.Len(t, o.saidIn(id), 3)
}

func TestAPageWhoseSessionIsOverGoesToSignIn(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	o.later(16 * time.Minute)
	for _, page := range []string{"/thread", "/events"} {
		answer := v.byScript().send("GET", "/console/case/"+id+page, "")
		require.Equal(t, http.StatusUnauthorized, answer.Code)
		require.Equal(t, "/console/sign-in?done=over", answer.Header().Get("HX-Redirect"))
		require.NotContains(t, answer.Body.String(), "PERSON")
	}
	answer := v.byScript().send("POST", "/console/case/"+id+"/draft", form("text", "Dear", "key", "0123456789a"))
	require.Equal(t, http.StatusUnauthorized, answer.Code)
}
