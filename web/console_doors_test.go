package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// door is who may open a page of the console. A new page needs a line in doors,
// and no more: the test below finds the pages itself.
type door struct {
	open bool         // to everybody, signed in or not
	may  []staff.Role // who else
	id   string       // what :id and the like stand for: of whom, as visitors has it
	form string       // what is sent
	want int          // what who may is answered
	in   int          // what who is signed in is answered, where that is something else
	same bool         // it tells nothing of what :id stands for
}

var (
	everyone  = staff.Roles
	admins    = []staff.Role{staff.Admin}
	leads     = []staff.Role{staff.Lead, staff.Admin}
	writers   = []staff.Role{staff.Lead, staff.Editor, staff.Admin}
	readers   = []staff.Role{staff.Viewer, staff.Responder, staff.Lead, staff.Admin}
	answerers = []staff.Role{staff.Responder, staff.Lead, staff.Admin}
)

// doors are all pages of the console.
var doors = map[string]door{
	"GET /console":                           {open: true, want: 303},
	"GET /console/":                          {may: everyone, want: 200},
	"GET /console/language":                  {open: true, want: 303},
	"GET /console/sign-in":                   {open: true, want: 200, in: 303},
	"POST /console/sign-in":                  {open: true, form: "email=nobody@example.org&password=x", want: 422},
	"GET /console/sign-in/code":              {open: true, want: 303},
	"POST /console/sign-in/code":             {open: true, want: 303},
	"GET /console/sign-in/set-up":            {open: true, want: 303},
	"POST /console/sign-in/set-up":           {open: true, want: 303},
	"GET /console/welcome/:link":             {open: true, id: "nothing", want: 404},
	"POST /console/welcome/:link":            {open: true, id: "nothing", form: "password=correct+horse+battery&again=correct+horse+battery", want: 404},
	"POST /console/sign-out":                 {open: true, want: 303},
	"GET /console/provider":                  {open: true, want: 503},
	"GET /console/provider/back":             {open: true, want: 422},
	"GET /console/organisation":              {may: everyone, want: 200},
	"POST /console/organisation":             {may: everyone, form: "org=mill", want: 303},
	"GET /console/account":                   {may: everyone, want: 200},
	"POST /console/account/away":             {may: everyone, form: "do=away", want: 303},
	"POST /console/account/sign-out":         {may: everyone, want: 303},
	"GET /console/staff":                     {may: admins, want: 200},
	"POST /console/staff":                    {may: admins, form: "name=New&email=new@example.org&role=viewer", want: 200},
	"GET /console/staff/:id":                 {may: admins, id: "member", want: 200},
	"POST /console/staff/:id":                {may: admins, id: "member", form: "do=role&role=viewer", want: 303},
	"GET /console/cases/:list":               {may: readers, id: "new", want: 200},
	"GET /console/cases/:list/rows":          {may: readers, id: "new", want: 200},
	"GET /console/cases/:list/events":        {may: readers, id: "new", want: 200},
	"GET /console/search":                    {may: readers, want: 200},
	"GET /console/case/:id":                  {may: readers, id: "case", want: 200},
	"GET /console/case/:id/thread":           {may: readers, id: "case", want: 200},
	"GET /console/case/:id/events":           {may: readers, id: "case", want: 200, same: true},
	"GET /console/case/:id/print":            {may: readers, id: "case", want: 200},
	"POST /console/case/:id":                 {may: answerers, id: "case", form: "do=claim", want: 303},
	"POST /console/case/:id/draft":           {may: answerers, id: "case", form: "text=Dear&key=0123456789a", want: 303},
	"POST /console/case/:id/text":            {may: answerers, id: "case", form: "do=again&ref=none", want: 303},
	"POST /console/case/:id/number":          {may: leads, id: "case", form: "reason=an+ambulance+needs+it", want: 200},
	"GET /console/figures":                   {may: leads, want: 200},
	"GET /console/figures/words":             {may: leads, want: 200},
	"POST /console/recommend":                {may: readers, form: "do=later", want: 303},
	"GET /console/first":                     {may: answerers, want: 200},
	"POST /console/first":                    {may: answerers, form: "do=find&number=07700900999", want: 422},
	"GET /console/rota":                      {may: leads, want: 200},
	"POST /console/rota":                     {may: leads, form: "do=phone", want: 422},
	"GET /console/programs":                  {may: admins, want: 200},
	"POST /console/programs":                 {may: admins, form: "name=Booking&scope=groups:read", want: 200},
	"POST /console/programs/:id":             {may: admins, id: "token", want: 303},
	"GET /console/tips":                      {may: []staff.Role{staff.Editor, staff.Admin}, want: 200},
	"GET /console/webhooks":                  {may: admins, want: 200},
	"POST /console/webhooks":                 {may: admins, form: "url=https://example.org/hooks&event=case.opened", want: 200},
	"POST /console/webhooks/missed":          {may: admins, form: "do=retry", want: 409},
	"POST /console/webhooks/:id":             {may: admins, id: "w-none", form: "do=pause", want: 404},
	"GET /console/audit":                     {may: leads, want: 200},
	"POST /console/audit":                    {may: leads, want: 200},
	"GET /console/broadcasts":                {may: everyone, want: 200},
	"GET /console/broadcasts/new":            {may: writers, want: 200},
	"POST /console/broadcasts/new":           {may: writers, form: "group=choir&say-en=Hello&hours=12", want: 303},
	"POST /console/broadcasts/count":         {may: writers, form: "say-en=Hello", want: 200},
	"GET /console/broadcasts/:id":            {may: everyone, id: "broadcast", want: 200},
	"GET /console/broadcasts/:id/missed":     {may: writers, id: "broadcast", want: 200},
	"GET /console/broadcasts/:id/events":     {may: everyone, id: "broadcast", want: 200},
	"GET /console/broadcasts/:id/progress":   {may: everyone, id: "broadcast", want: 200},
	"POST /console/broadcasts/:id":           {may: writers, id: "broadcast", form: "do=cancel", want: 303},
	"POST /console/broadcasts/:id/approve":   {may: leads, id: "broadcast", want: 409},
	"GET /console/groups":                    {may: everyone, want: 200},
	"GET /console/groups/:id":                {may: everyone, id: "choir", same: true, want: 200},
	"POST /console/groups/:id":               {may: writers, id: "choir", same: true, form: "do=invite&number=07700900398", want: 303},
	"GET /console/services":                  {may: everyone, want: 200},
	"POST /console/services":                 {may: writers, form: "service=none&do=settle", want: 404},
	"GET /console/events":                    {may: everyone, want: 200},
	"GET /console/events/:id":                {may: everyone, id: "dance", same: true, want: 200},
	"POST /console/events/:id":               {may: writers, id: "dance", same: true, form: "do=places&places=9", want: 303},
	"GET /console/people/dead":               {may: writers, want: 200},
	"POST /console/people/dead":              {may: writers, form: "person=nobody", want: 404},
	"GET /console/people/import":             {may: writers, want: 200},
	"POST /console/people/import":            {may: writers, want: 422},
	"GET /console/people/import/:id":         {may: writers, id: "list", want: 200},
	"POST /console/people/import/:id":        {may: writers, id: "list", want: 200},
	"GET /console/people/import/:id/refused": {may: writers, id: "list", want: 200},
}

// TestWhoMayOpenWhat asks for every page that there is, as everybody there is: by
// somebody who is not signed in, and in each role, for what is of their own
// organisation and what is of another.
func TestWhoMayOpenWhat(t *testing.T) {
	pages := map[string]bool{}
	o := openConsole(t)
	for _, r := range o.server.Routes() {
		if strings.HasPrefix(r.Path, "/console") && r.Method != "echo_route_not_found" {
			pages[r.Method+" "+r.Path] = true
			require.Contains(t, doors, r.Method+" "+r.Path, "a page without a line in doors: say who may open it")
		}
	}
	for page, d := range doors {
		require.True(t, pages[page], "%s is no page any more", page)
		method, path, _ := strings.Cut(page, " ")
		for _, who := range append([]staff.Role{""}, everyone...) {
			for _, whose := range []string{"own", "other"} {
				if whose == "other" && d.id == "" {
					continue // there is nothing in it that could be another's
				}
				want, to := d.want, ""
				switch {
				case d.open && who != "" && d.in != 0:
					want = d.in
				case d.open:
				case who == "":
					want, to = http.StatusSeeOther, "/console/sign-in"
				case !slices.Contains(d.may, who):
					want = http.StatusForbidden
				case whose == "other" && !d.same && d.id != "new":
					want = http.StatusNotFound
				}
				v := o.as(who)
				answer := v.send(method, o.address(path, d.id, whose), d.form)
				for tries := 0; answer.Code == http.StatusServiceUnavailable && want != answer.Code && tries < 5; tries++ {
					answer = v.send(method, o.address(path, d.id, whose), d.form) // the store was too slow on a busy machine
				}
				require.Equal(t, want, answer.Code, "%s, %q, %s:\n%s", page, who, whose, answer.Body.String())
				if to != "" {
					require.Equal(t, to, answer.Header().Get("Location"), "%s, %q", page, who)
				}
				for _, secret := range []string{"Harbour", "harbour@example.org", "Hal"} {
					require.NotContains(t, answer.Body.String(), secret, "%s, %q: something of another organisation", page, who)
				}
			}
		}
	}
}

// An organisation is never named by a request but to choose one of one's own.
func TestARequestCannotNameAnotherOrganisation(t *testing.T) {
	o := openConsole(t)
	for _, role := range everyone {
		v := o.as(role)
		answer := v.send("POST", "/console/organisation", "org=harbour")
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
		for _, path := range []string{"/console/", "/console/account", "/console/staff", "/console/audit"} {
			for _, query := range []string{"?org=harbour", "?organisation=harbour&scope=harbour&role=admin"} {
				plain, named := o.as(role).send("GET", path, ""), o.as(role).send("GET", path+query, "")
				require.Equal(t, plain.Code, named.Code)
				require.NotContains(t, named.Body.String(), "Harbour")
			}
		}
	}
}

// What a scope is made from is a live session. Commands on the machine have
// another way, and the console must not take it.
func TestTheConsoleMakesNoScopeItself(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	looked := 0
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		require.NoError(t, err)
		looked++
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				require.NotEqual(t, "AtTheMachine", s.Sel.Name, source)
			}
			return true
		})
	}
	require.Greater(t, looked, 10)
}
