package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/providers"
)

// apiDoor is which scope opens an address of the API. A new address needs a line in
// apiDoors, and no more: the test below finds the addresses itself.
type apiDoor struct {
	open bool           // to everybody
	need programs.Right // the one scope that opens it
	id   string         // what the names in the address stand for: of whom, as address has it
	body string
	want int // what a token with the scope is answered
}

var apiDoors = map[string]apiDoor{
	"GET /openapi.json":                     {open: true, want: 200},
	"GET /groups":                           {need: programs.ReadGroups, want: 200},
	"GET /groups/:group":                    {need: programs.ReadGroups, id: "group", want: 200},
	"GET /groups/:group/members":            {need: programs.ReadMembers, id: "group", want: 200},
	"POST /groups/:group/members":           {need: programs.WriteMembers, id: "group", body: `{"person": "none", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}`, want: 422},
	"DELETE /groups/:group/members/:person": {need: programs.WriteMembers, id: "member", want: 204},
	"POST /people":                          {need: programs.WritePeople, body: `{"number": "07700 900777", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}`, want: 201},
	"POST /people/imports":                  {need: programs.WritePeople, body: `{"rows": [{"number": "07700 900778", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}]}`, want: 200},
	"GET /people/:person":                   {need: programs.ReadPeople, id: "person", want: 200},
	"DELETE /people/:person":                {need: programs.ErasePeople, id: "person", want: 204},
	"GET /webhooks":                         {need: programs.WriteWebhooks, want: 200},
	"POST /webhooks":                        {need: programs.WriteWebhooks, body: `{"url": "https://example.org/hooks", "events": ["person.stopped"]}`, want: 201},
	"POST /webhooks/:webhook/rotate":        {need: programs.WriteWebhooks, id: "webhook", want: 200},
	"POST /webhooks/:webhook/test":          {need: programs.WriteWebhooks, id: "webhook", want: 200},
	"POST /webhooks/:webhook/enable":        {need: programs.WriteWebhooks, id: "webhook", want: 204},
	"DELETE /webhooks/:webhook":             {need: programs.WriteWebhooks, id: "webhook", want: 204},
	"GET /broadcasts":                       {need: programs.ReadBroadcasts, want: 200},
	"POST /broadcasts":                      {need: programs.WriteBroadcasts, body: `{"words": {"en": "Choir is at 7."}, "audience": {"groups": ["choir"]}}`, want: 201},
	"GET /broadcasts/:broadcast":            {need: programs.ReadBroadcasts, id: "broadcast", want: 200},
	"GET /broadcasts/:broadcast/preview":    {need: programs.ReadBroadcasts, id: "broadcast", want: 200},
	"POST /broadcasts/:broadcast/send":      {need: programs.SendBroadcasts, id: "broadcast", body: `{"again": true}`, want: 200},
	"POST /broadcasts/:broadcast/pause":     {need: programs.SendBroadcasts, id: "broadcast", want: 409},
	"POST /broadcasts/:broadcast/resume":    {need: programs.SendBroadcasts, id: "broadcast", want: 409},
	"POST /broadcasts/:broadcast/cancel":    {need: programs.SendBroadcasts, id: "broadcast", want: 200},
}

// apiAddress fills in what the names in an address stand for.
func (o *office) apiAddress(path, id, whose string) string {
	o.t.Helper()
	org := map[string]string{"own": "mill", "other": "harbour"}[whose]
	value := ""
	switch id {
	case "group":
		value = map[string]string{"own": "choir", "other": "sailing"}[whose]
	case "broadcast":
		value = o.draft(org)
	case "webhook":
		value = o.webhook(staff.AtTheMachine(org, "root"))
	case "person", "member":
		value = o.somebody(org)
		path = strings.ReplaceAll(path, ":group", "choir")
	}
	for _, name := range []string{":group", ":broadcast", ":person", ":webhook"} {
		path = strings.ReplaceAll(path, name, value)
	}
	return path
}

// webhook adds one to an organisation, in the place of those that it has.
func (o *office) webhook(by staff.Scope) string {
	o.t.Helper()
	all, err := o.api.Webhooks.List(o.t.Context(), by)
	require.NoError(o.t, err)
	for _, e := range all {
		require.NoError(o.t, o.api.Webhooks.Remove(o.t.Context(), by, e.ID))
	}
	e, _, err := o.api.Webhooks.Add(o.t.Context(), by, "https://example.org/hooks", webhooks.Kinds)
	require.NoError(o.t, err)
	return e.ID
}

// somebody new texts an organisation, joins its choir, and is known by an id.
func (o *office) somebody(org string) string {
	o.t.Helper()
	from := fmt.Sprintf("+44770090%04d", o.texts%1000)
	o.text(org, from, "SING")
	t, err := o.store.Thread(o.t.Context(), bot.Key{Org: org, Address: providers.Address{Kind: providers.Phone, Value: from}})
	require.NoError(o.t, err)
	require.NotZero(o.t, t.Version)
	return t.ID
}

// TestWhichScopeOpensWhat asks for every address that there is, with every scope
// alone and with none, for what is of the token's organisation and what is of
// another.
func TestWhichScopeOpensWhat(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	o.text("harbour", "+447700900502", "SING")
	there := map[string]bool{}
	for _, r := range o.server.Routes() {
		if path, ours := strings.CutPrefix(r.Path, "/api/v1"); ours && r.Method != "echo_route_not_found" {
			there[r.Method+" "+path] = true
			require.Contains(t, apiDoors, r.Method+" "+path, "an address without a line in apiDoors: say which scope opens it")
		}
	}
	tokens := map[programs.Right]*program{}
	for _, right := range programs.Rights {
		tokens[right] = o.program(mill, right)
	}
	for address, d := range apiDoors {
		require.True(t, there[address], "%s is no address any more", address)
		method, path, _ := strings.Cut(address, " ")
		for _, right := range append([]programs.Right{""}, programs.Rights...) {
			for _, whose := range []string{"own", "other"} {
				if whose == "other" && d.id == "" {
					continue // there is nothing in it that could be another's
				}
				p, want := tokens[right], d.want
				switch {
				case d.open:
				case right == "":
					p, want = &program{o: o, word: "connective_"}, http.StatusUnauthorized
				case right != d.need:
					want = http.StatusForbidden
				case whose == "other":
					want = http.StatusNotFound
				}
				if p == nil {
					p = &program{o: o}
				}
				o.later(2e9) // who has no token may not knock too often
				answer := p.send(method, o.apiAddress(path, d.id, whose), d.body, "Idempotency-Key", fresh())
				body := bodyOf(t, answer)
				require.Equal(t, want, answer.StatusCode, "%s, %q, %s:\n%s", address, right, whose, body)
				if want == http.StatusForbidden {
					require.Contains(t, body, `"scope":"`+string(d.need)+`"`, "which scope is missing is said")
				}
				for _, secret := range []string{"Harbour", "harbour@example.org", "sailing", "Sailing"} {
					require.NotContains(t, body, secret, "%s, %q: something of another organisation", address, right)
				}
			}
		}
	}
}

// What there is not and what is another organisation's cannot be told apart.
func TestWhatIsAnothersIsAsIfItDidNotExist(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.Rights...)
	for address, d := range apiDoors {
		if d.id == "" {
			continue
		}
		method, path, _ := strings.Cut(address, " ")
		nothing := named.ReplaceAllString(path, "b-NOTHING234")
		theirs, none := p.send(method, o.apiAddress(path, d.id, "other"), d.body, "Idempotency-Key", fresh()), p.send(method, nothing, d.body, "Idempotency-Key", fresh())
		require.Equal(t, http.StatusNotFound, theirs.StatusCode, address)
		require.Equal(t, none.StatusCode, theirs.StatusCode, address)
		require.Equal(t, bodyOf(t, none), bodyOf(t, theirs), address)
	}
}

// The organisation comes from the token alone.
func TestNothingInARequestNamesAnOrganisation(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.Rights...)
	plain := bodyOf(t, p.send("GET", "/groups", ""))
	for _, query := range []string{"?org=harbour", "?organisation=harbour&scope=harbour"} {
		require.Equal(t, plain, bodyOf(t, p.send("GET", "/groups"+query, "", "X-Organisation", "harbour")))
	}
	answer := p.send("POST", "/broadcasts", `{"org": "harbour", "words": {"en": "x"}, "audience": {"groups": ["choir"]}}`, "Idempotency-Key", fresh())
	require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode)
	require.Contains(t, bodyOf(t, answer), `There is no member called \"org\".`)
}

func TestATokenIsWorthNothingFromTheNextRequestOn(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.ReadGroups)
	require.Equal(t, 200, p.send("GET", "/groups", "").StatusCode)
	_, err := o.api.Programs.Revoke(t.Context(), mill, p.word[11:21])
	require.NoError(t, err)
	require.Equal(t, 401, p.send("GET", "/groups", "").StatusCode)
	old := o.program(staff.AtTheMachine("harbour", "root"), programs.ReadGroups)
	require.Equal(t, 200, old.send("GET", "/groups", "").StatusCode)
	o.later(24 * 3600e9)
	require.Equal(t, 401, old.send("GET", "/groups", "").StatusCode, "it is too old")
}

func TestWhoGuessesTokensIsSlowedDown(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.ReadGroups)
	guess := &program{o: o, word: "connective_guess"}
	refused := 0
	for range 40 {
		if answer := guess.send("GET", "/groups", ""); answer.StatusCode == 429 {
			require.NotEmpty(t, answer.Header.Get("Retry-After"))
			refused++
		}
	}
	require.Equal(t, 10, refused)
	require.Equal(t, 200, p.send("GET", "/groups", "").StatusCode, "who has a token at the same address is let in")
}
