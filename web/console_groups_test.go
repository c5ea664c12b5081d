package web_test

import (
	"context"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// agrees has somebody agree to the texts of the mill.
func (o *office) agrees(from string) {
	o.t.Helper()
	o.text("mill", from, "JOIN")
	o.text("mill", from, "1")
}

// of is what is kept of somebody.
func (o *office) of(from string) bot.Thread {
	o.t.Helper()
	t, err := o.store.Thread(context.Background(), bot.Key{Org: "mill", Address: providers.ParseAddress(from, "GB")})
	require.NoError(o.t, err)
	return t
}

var personField = regexp.MustCompile(`name="person" value="([0-9a-f]+)"`)

func TestWhoAsksToJoinIsLetInOrRefused(t *testing.T) {
	o := openConsole(t)
	const ann, ben, cas = "+447700900601", "+447700900602", "+447700900603"
	for _, who := range []string{ann, ben, cas} {
		o.agrees(who)
		o.text("mill", who, "JOIN ELM")
	}
	o.text("mill", cas, "STOP")
	require.Contains(t, o.as(staff.Viewer).get("/console/groups"), `<strong class="nhsuk-tag">3</strong>`)
	require.NotContains(t, o.as(staff.Viewer).get("/console/groups/elm"), "…601", "only those who keep groups see who asks")
	editor := o.as(staff.Editor)
	page := editor.get("/console/groups/elm")
	for _, said := range []string{"…601", "…602", "Texted STOP", "people whom staff let in"} {
		require.Contains(t, page, said)
	}
	require.NotContains(t, page, "7700900601")
	decide := func(who, do string) int {
		return editor.send("POST", "/console/groups/elm", form("do", do, "person", o.of(who).ID, "key", "0123456789-"+who+do)).Code
	}
	require.Equal(t, http.StatusSeeOther, decide(ann, "accept"))
	require.Equal(t, http.StatusSeeOther, decide(ben, "refuse"))
	require.Equal(t, http.StatusConflict, decide(cas, "accept"), "who has stopped is not let in")
	require.Equal(t, http.StatusConflict, decide(ben, "accept"), "and nobody is asked twice")
	require.Equal(t, []string{"elm"}, o.of(ann).Person.Groups)
	require.Empty(t, o.of(ben).Person.Groups)
	require.Empty(t, o.of(cas).Person.Groups)
	require.Contains(t, editor.get("/console/groups/elm"), "Nobody asks to join")
	log := o.as(staff.Lead).get("/console/audit")
	require.Contains(t, log, "Let somebody into a group")
	require.Contains(t, log, "Refused somebody a group")
}

func TestNumbersThatCannotBeReachedAreListedAndTriedAgain(t *testing.T) {
	o := openConsole(t)
	const ann = "+447700900621"
	o.agrees(ann)
	ref := o.leaves(ann)
	require.NoError(t, o.store.Report(context.Background(), time.Now().Add(time.Second), providers.Status{
		Ref: ref, Recipient: providers.ParseAddress(ann, "GB"), State: providers.Failed, Class: providers.NoSubscriber,
	}))
	lead := o.as(staff.Lead)
	page := lead.get("/console/people/dead")
	require.Contains(t, page, "…621")
	require.NotContains(t, page, "7700900621")
	require.Contains(t, lead.get(lead.post("/console/people/dead", form("person", o.of(ann).ID))), "Every number can be reached")
	require.Contains(t, lead.get("/console/audit"), "Let a number be texted again")
}

// leaves has the texts to somebody sent, and returns the ref of the last.
func (o *office) leaves(to string) string {
	o.t.Helper()
	ref, now := "", time.Now().Add(time.Second)
	for range 50 {
		entries, err := o.store.Ready(context.Background(), 50, 20*time.Millisecond)
		require.NoError(o.t, err)
		claims, err := o.store.Claim(context.Background(), now, entries)
		require.NoError(o.t, err)
		for _, c := range claims {
			if c.State != providers.Claimed {
				continue
			}
			require.NoError(o.t, o.store.Settle(context.Background(), now, []providers.Settlement{{Claim: c, Result: providers.Result{Verdict: providers.Accepted}}}))
			if c.Message.To.Value == to {
				ref = c.Ref
			}
		}
		if ref != "" && len(entries) == 0 {
			return ref
		}
	}
	o.t.Fatal("no text left")
	return ref
}

func TestStaffPutInTakeOutAndInvite(t *testing.T) {
	o := openConsole(t)
	const ann, ben = "+447700900611", "+447700900612"
	o.agrees(ann)
	lead := o.as(staff.Lead)
	for _, c := range []struct {
		group, number, reason, want string
	}{
		{"choir", "07700 900611", "", "Say why"},
		{"choir", "01632 960001", "asked", "Enter a UK mobile number"},
		{"choir", "07700 900612", "asked", "They have not agreed to texts"},
		{"grief", "07700 900611", "asked", "Nobody is put into a sensitive group"},
	} {
		answer := lead.send("POST", "/console/groups/"+c.group, form("do", "put", "number", c.number, "reason", c.reason))
		require.Equal(t, http.StatusConflict, answer.Code)
		require.Contains(t, answer.Body.String(), c.want)
	}
	require.Contains(t, lead.get(lead.post("/console/groups/choir", form("do", "put", "number", "07700 900611", "reason", "asked at the desk"))), "…611")
	require.Equal(t, []string{"choir"}, o.of(ann).Person.Groups)

	id := personField.FindStringSubmatch(lead.get("/console/groups/choir?person=" + o.of(ann).ID))
	require.NotNil(t, id, "the page asks for the reason")
	require.Equal(t, http.StatusConflict, lead.send("POST", "/console/groups/choir", form("do", "takeout", "person", id[1], "reason", " ")).Code)
	lead.post("/console/groups/choir", form("do", "takeout", "person", id[1], "reason", "moved away"))
	require.Empty(t, o.of(ann).Person.Groups)
	require.Contains(t, lead.get("/console/audit"), "moved away")

	lead.post("/console/groups/elm", form("do", "invite", "number", "07700 900612"))
	o.agrees(ben)
	o.text("mill", ben, "JOIN ELM")
	require.Equal(t, []string{"elm"}, o.of(ben).Person.Groups, "who was invited is in at once")
	require.Equal(t, http.StatusNotFound, lead.send("GET", "/console/groups/chess", "").Code)
}
