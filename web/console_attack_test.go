package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/web"
)

// Every form of the console, found by the router itself, is refused to a page of
// another site.
func TestNoFormCanBeSentFromAnotherSite(t *testing.T) {
	o := openConsole(t, func(k *web.Console) { k.Pretend = "admin@example.org" })
	forms := 0
	for _, r := range o.server.Routes() {
		if r.Method != http.MethodPost || !strings.HasPrefix(r.Path, "/console") {
			continue
		}
		forms++
		d := doors["POST "+r.Path]
		for name, header := range map[string]http.Header{
			"by its origin": {"Origin": {"https://evil.example"}}, "by the browser's say": {"Sec-Fetch-Site": {"cross-site"}},
			"of a sister site": {"Sec-Fetch-Site": {"same-site"}}, "of no site": {"Origin": {"null"}}, "by http": {"Origin": {"http://texts.example.org"}},
		} {
			v := o.as(staff.Admin)
			v.header = header
			answer := v.send("POST", o.address(r.Path, d.id, "own"), d.form)
			require.Equal(t, http.StatusForbidden, answer.Code, "%s %s", r.Path, name)
		}
	}
	require.Greater(t, forms, 10)
	require.Equal(t, "max-age=63072000", o.as("").send("GET", "/console/sign-in", "").Header().Get("Strict-Transport-Security"))
}

// deeds are the forms of a case's page.
var deeds = []string{"claim", "reply", "remark", "assign", "move", "area", "return", "urgent", "calm", "copied", "uncopied", "endcourses", "close"}

func deed(o *office, do string) string {
	return form("do", do, "text", "Hello", "remark", "a note", "note", "a note", "queue", "nurses", "area", "leeds", "force", "yes",
		"colleague", o.store.AccountID("responder@example.org"), "reason", "advice", "outcome", "advice_given", "risk", "none", "key", "0123456789-"+do)
}

func TestNothingCanBeDoneToACaseOfAnotherOrganisation(t *testing.T) {
	o := openConsole(t)
	o.as(staff.Responder)
	id := o.openCase("harbour")
	before, err := o.store.Case(context.Background(), "harbour", id)
	require.NoError(t, err)
	for _, role := range answerers {
		v := o.as(role)
		for _, do := range deeds {
			want := http.StatusNotFound
			if role == staff.Responder && (do == "assign" || do == "move" || do == "return" || do == "close") {
				want = http.StatusForbidden // they may force nothing anywhere
			}
			require.Equal(t, want, v.send("POST", "/console/case/"+id, deed(o, do)).Code, "%s %s", role, do)
		}
	}
	after, err := o.store.Case(context.Background(), "harbour", id)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestWhoMayNotAnswerCanDoNothingToACase(t *testing.T) {
	o := openConsole(t)
	o.as(staff.Responder)
	id := o.openCase("mill")
	before := o.caseFile(id)
	for _, role := range []staff.Role{staff.Viewer, staff.Editor} {
		for _, do := range deeds {
			require.Equal(t, http.StatusForbidden, o.as(role).send("POST", "/console/case/"+id, deed(o, do)).Code, "%s %s", role, do)
		}
	}
	require.Equal(t, before, o.caseFile(id))
}

func TestAResponderTakesNothingFromAColleague(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	o.as(staff.Lead).post("/console/case/"+id, form("do", "claim", "key", "0123456789a"))
	for _, do := range []string{"assign", "move", "return", "close"} {
		require.Equal(t, http.StatusForbidden, o.as(staff.Responder).send("POST", "/console/case/"+id, deed(o, do)).Code, do)
	}
	require.Equal(t, "Vi lead", o.caseFile(id).Holder.Name)
	require.True(t, o.caseFile(id).Closed.IsZero())
}

// One person may have cases with both: each organisation sees its own.
func TestTheSamePersonsCaseElsewhereIsNotSeen(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	from := o.caseFile(id).Key.Address.Value
	o.text("harbour", from, "PERSON")
	o.text("harbour", from, "told to nobody but the harbour")
	there, err := o.store.OpenCases(context.Background(), "harbour")
	require.NoError(t, err)
	require.Len(t, there, 1)
	require.NotEqual(t, id, there[0].ID)
	v := o.as(staff.Admin)
	for _, path := range []string{"/console/case/" + id, "/console/case/" + id + "/print", "/console/cases/all", "/console/search?q=nobody"} {
		require.NotContains(t, v.get(path), "told to nobody", path)
	}
	for _, path := range []string{"", "/print", "/thread"} {
		require.Equal(t, http.StatusNotFound, v.send("GET", "/console/case/"+there[0].ID+path, "").Code, path)
	}
	require.NotContains(t, v.send("POST", "/console/case/"+there[0].ID+"/number", form("reason", "curious")).Body.String(), from[1:])
}

func TestNothingCanBeDoneToStaffOfAnotherOrganisation(t *testing.T) {
	o := openConsole(t)
	hal := o.store.AccountID("harbour@example.org")
	before, err := o.store.Account(context.Background(), hal)
	require.NoError(t, err)
	v := o.as(staff.Admin)
	for _, do := range []string{"role", "disable", "enable", "end", "reset", "remove"} {
		require.Equal(t, http.StatusNotFound, v.send("POST", "/console/staff/"+hal, form("do", do, "role", "viewer")).Code, do)
	}
	after, err := o.store.Account(context.Background(), hal)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestOneOfFiftyWhoTakeACaseAtOnceHasItAndTheOthersAreToldWho(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	server := httptest.NewServer(o.server)
	defer server.Close()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	asked := make([]*http.Request, 50)
	for n := range asked {
		email := fmt.Sprintf("hand%d@example.org", n)
		o.member(mill, fmt.Sprintf("Hand %d.", n), email, staff.Responder)
		v := &visitor{o: o, cookies: map[string]*http.Cookie{}, header: http.Header{}}
		v.signIn(email)
		r, err := http.NewRequest(http.MethodPost, server.URL+"/console/case/"+id, strings.NewReader(form("do", "claim", "key", fmt.Sprintf("0123456789-%d", n))))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(v.cookies["__Host-connective"])
		asked[n] = r
	}
	type answer struct {
		status int
		text   string
	}
	got := make([]answer, len(asked))
	var each sync.WaitGroup
	ask := func(n int) {
		r := asked[n].Clone(context.Background())
		r.Body, _ = r.GetBody() // of a reader of strings: it cannot fail
		a, err := client.Do(r)
		if err != nil {
			return
		}
		defer a.Body.Close()
		got[n] = answer{a.StatusCode, readAll(a)}
	}
	for n := range asked {
		each.Go(func() { ask(n) })
	}
	each.Wait()
	for n := range got { // a machine with much to do answers late, and they try again
		for tries := 0; got[n].status == http.StatusServiceUnavailable && tries < 5; tries++ {
			ask(n)
		}
	}
	holder, won := o.caseFile(id).Holder, 0
	for n, a := range got {
		if a.status == http.StatusSeeOther {
			won++
			require.Equal(t, fmt.Sprintf("Hand %d.", n), holder.Name)
			continue
		}
		require.Equal(t, http.StatusConflict, a.status)
		require.Contains(t, a.text, holder.Name+" has this case, since")
	}
	require.Equal(t, 1, won)
}

func TestACodeIsTakenOnceAndATokenOfBeforeIsWorthNothing(t *testing.T) {
	o := openConsole(t)
	_, link := o.member(mill, "Sam", "sam@example.org", staff.Lead)
	o.as("").setUp(link)
	a, err := o.store.Account(context.Background(), o.store.AccountID("sam@example.org"))
	require.NoError(t, err)
	o.later(5 * time.Minute)
	code, err := totp.GenerateCode(a.Secret, time.Unix(o.clock.Load(), 0))
	require.NoError(t, err)
	first, second := o.as(""), o.as("")
	for _, v := range []*visitor{first, second} {
		require.Equal(t, "/console/sign-in/code", v.post("/console/sign-in", form("email", "sam@example.org", "password", "correct horse battery")))
		require.Equal(t, http.StatusSeeOther, v.send("GET", "/console/cases/new", "").Code, "a password alone opens nothing")
	}
	fixed := first.cookies["__Host-connective"].Value
	require.Equal(t, "/console/", first.post("/console/sign-in/code", form("code", code)))
	require.NotEqual(t, fixed, first.cookies["__Host-connective"].Value)
	require.Equal(t, http.StatusUnprocessableEntity, second.send("POST", "/console/sign-in/code", form("code", code)).Code, "the code was used")
	thief := o.as("")
	thief.cookies["__Host-connective"] = &http.Cookie{Name: "__Host-connective", Value: fixed}
	require.Equal(t, "/console/sign-in", thief.send("GET", "/console/", "").Header().Get("Location"))
}

func TestSigningInLeadsNowhereElse(t *testing.T) {
	o := openConsole(t)
	_, link := o.member(mill, "Sam", "sam@example.org", staff.Lead)
	o.as("").setUp(link)
	for _, name := range []string{"next", "back", "to", "return", "redirect", "url"} {
		query := "?" + name + "=https%3A%2F%2Fevil.example"
		require.Equal(t, "/console/sign-in/code", o.as("").post("/console/sign-in"+query, form("email", "sam@example.org", "password", "correct horse battery", name, "//evil.example")))
		require.NotContains(t, o.as("").get("/console/sign-in"+query), "evil")
		require.NotContains(t, o.as(staff.Viewer).send("GET", "/console/sign-in"+query, "").Header().Get("Location"), "evil")
	}
	v := o.as(staff.Responder)
	id := o.openCase("mill")
	require.Equal(t, "/console/case/"+id+"?done=claim", v.post("/console/case/"+id+"?do=claim", form("key", "0123456789a")), "only one of the words that there are")
	require.Equal(t, http.StatusUnprocessableEntity, v.send("POST", "/console/case/"+id, form("do", "//evil.example")).Code)
}

func TestAFormThatIsTooLongIsRefused(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	answer := o.as(staff.Responder).send("POST", "/console/case/"+id, form("do", "reply", "text", strings.Repeat("x", 70_000)))
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.Code)
	require.Equal(t, bot.Staff{}, o.caseFile(id).Holder)
}

func readAll(a *http.Response) string {
	text, err := io.ReadAll(a.Body)
	if err != nil {
		return ""
	}
	return string(text)
}
