package web_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/web"
)

// shelf is the folder of one organisation, in memory.
type shelf struct{ *study }

func (s shelf) Orgs() []string { return []string{"teas"} }

func (s shelf) Read(string) (flows.Files, error) {
	return rehearsal.Draft{Files: s.files}.With("x.txt", nil).Files, nil
}

func (s shelf) Save(_, name string, text []byte, was string) error {
	mark := ""
	if now, there := s.files[name]; there {
		mark = rehearsal.Mark(now)
	}
	switch {
	case s.full:
		return errors.New("there is no room")
	case was != mark:
		return web.ErrChanged
	}
	s.files[name] = text
	return nil
}

const teaOrg = "name: Tea Town\nnumber: \"+447700900002\"\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\n"

const teaFlow = `title: A cup of tea
start: {words: [TEA]}
steps:
  milk:
    ask: Milk? Text STOP to stop.
    options: {yes: Yes, no: No}
  sugar:
    ask: Sugar?
    options: {one: One, two: Two}
  done: {say: Enjoy.}
`

// study is the pages for authors over folders in memory.
type study struct {
	t      *testing.T
	server *web.Server
	files  flows.Files
	cookie string
	now    time.Time
	full   bool // nothing more can be saved
}

// learn opens the pages. People get the flows as they are at first.
func learn(t *testing.T) *study {
	t.Helper()
	s := &study{t: t, now: time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC), files: flows.Files{
		"org.yaml": []byte(teaOrg), "tea.yaml": []byte(teaFlow),
		"tea.chat": []byte("# Tea\n> TEA\n< Milk? Text STOP to stop.\n< 1 Yes\n< 2 No\n"), "bus.csv": []byte("id,name\na,Ash\n"),
	}}
	v, err := rehearsal.Draft{Org: "teas", Files: s.files}.Judge(s.now)
	require.NoError(t, err)
	require.NotNil(t, v.Org, "%v", v.Findings)
	log := slog.New(slog.DiscardHandler)
	s.server = web.NewServer(web.Doors{
		Log: log, Probes: &web.Probes{Ready: func() error { return nil }, Gatherer: prometheus.NewRegistry()},
		Hooks: &web.Hooks{Now: time.Now, Metrics: web.NewMetrics(prometheus.NewRegistry()), Log: log},
		Authors: &web.Authors{
			Folders: shelf{s}, Published: func(string) *flows.Org { return v.Org },
			Now:   func() time.Time { return s.now },
			NewID: func() string { return "author-1" }, Log: log,
		},
	})
	return s
}

func (s *study) do(r *http.Request) *httptest.ResponseRecorder {
	r.Host = "127.0.0.1:8080"
	if s.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "connective-author", Value: s.cookie})
	}
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	if all := w.Result().Cookies(); len(all) > 0 {
		s.cookie = all[0].Value
	}
	return w
}

func asked(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

func (s *study) get(path string) (int, string) {
	w := s.do(asked(path))
	return w.Code, w.Body.String()
}

// page is a page that must be there.
func (s *study) page(path string) string {
	s.t.Helper()
	code, body := s.get(path)
	require.Equal(s.t, 200, code, body)
	return body
}

// post sends a form with the text of tea.yaml as it is opened, unless told
// otherwise.
func (s *study) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{"source": {string(s.files["tea.yaml"])}, "was": {rehearsal.Mark(s.files["tea.yaml"])}, "sent": {"0"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

// with is tea.yaml with words changed.
func (s *study) with(pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(string(s.files["tea.yaml"]))
}

func TestTheListShowsEachFlowAndWhatIsWrong(t *testing.T) {
	s := learn(t)
	body := s.page("/flows/")
	for _, words := range []string{"Tea Town", "A cup of tea", "Starts with TEA", "/flows/teas/tea.yaml", "/flows/teas/tea.svg", "English", "People get what is saved here.", "tea.chat", "bus.csv", "org.yaml"} {
		require.Contains(t, body, words)
	}
	require.NotContains(t, body, "x.txt", "what authors do not write is not shown")
	s.files["tea.yaml"] = []byte(s.with("say: Enjoy.", "say: \"<nobody> enjoy.\"", "start:", "about: <script>alert(1)</script>\nstart:"))
	body = s.page("/flows/teas/")
	require.Contains(t, body, "1 error")
	require.Contains(t, body, "people keep what they had before")
	require.NotContains(t, body, "<script>alert")
}

func TestAPageShowsSourceFindingsPictureAndPhone(t *testing.T) {
	s := learn(t)
	s.files["tea.yaml"] = []byte(s.with("start:", "about: </textarea></svg><script>alert(1)</script>\nstart:"))
	body := s.page("/flows/teas/tea.yaml")
	require.NotContains(t, body, "<script>alert(1)")
	require.NotContains(t, body, "</textarea></svg>", "nothing of a file can leave the place that it stands in")
	for _, words := range []string{"about: &lt;/textarea", ">&lt;/textarea&gt;&lt;/svg&gt;", `<a href="#line-5">`, `id="line-10"`, "Nothing is wrong here.", "Text to Tea Town", `name="was" value="` + rehearsal.Mark(s.files["tea.yaml"])} {
		require.Contains(t, body, words)
	}
	code, picture := s.get("/flows/teas/tea.svg")
	require.Equal(t, 200, code)
	require.True(t, strings.HasPrefix(picture, "<svg "))
}

func TestAFindingSaysWhereWhatWhyAndHowToMendIt(t *testing.T) {
	s := learn(t)
	s.files["tea.yaml"] = []byte(s.with("say: Enjoy.", "say: \"<nobody> enjoy.\""))
	body := s.page("/flows/teas/tea.yaml")
	for _, words := range []string{`<span id="line-10" class="error">10</span>`, `href="#line-10"`, "is never filled in", "<b>Why:</b>", "<b>Mend it:</b>", `href="/explain/unknown-blank"`, "as people have it", "gets the answers that people get"} {
		require.Contains(t, body, words)
	}
	require.Contains(t, s.page("/flows/teas/org.yaml"), `href="/flows/teas/tea.yaml#line-10"`, "it is found from other files too")
	explained := s.page("/explain/unknown-blank")
	for _, words := range []string{"Why it matters", "How to mend it", "This is wrong", "This is right"} {
		require.Contains(t, explained, words)
	}
	code, near := s.get("/explain/unknown-blnk")
	require.Equal(t, 404, code)
	require.Contains(t, near, "/explain/unknown-blank")
}

func TestAMomentThatIsOverIsFoundOnThePage(t *testing.T) {
	s := learn(t)
	s.files["tea.yaml"] = []byte(teaFlow + "  eve: {wait: until 2026-09-16 17:00}\n  fair: {say: The fair is tomorrow.}\n")
	require.NotContains(t, s.page("/flows/teas/tea.yaml"), "is over.")
	s.now = s.now.AddDate(0, 0, 2)
	require.Contains(t, s.page("/flows/teas/tea.yaml"), "2026-09-16 17:00 is over.")
}

func TestEveryExplanationHasAPage(t *testing.T) {
	s := learn(t)
	for _, e := range flows.Explanations() {
		require.Contains(t, s.page("/explain/"+e.Code), "How to mend it", e.Code)
	}
}

func TestPagesAreClosedToOtherSitesAndOtherNames(t *testing.T) {
	s := learn(t)
	for name, change := range map[string]func(*http.Request){
		"another site":             func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another origin":           func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"a name that leads here":   func(r *http.Request) { r.Host = "evil.example:8080" },
		"an address that does not": func(r *http.Request) { r.Host = "192.0.2.1:8080" },
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"do": {"save"}, "source": {"x"}, "was": {rehearsal.Mark(s.files["tea.yaml"])}}
			r := httptest.NewRequest(http.MethodPost, "/flows/teas/tea.yaml", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Host = "127.0.0.1:8080"
			change(r)
			w := httptest.NewRecorder()
			s.server.ServeHTTP(w, r)
			require.Equal(t, 403, w.Code)
			require.NotEqual(t, "x", string(s.files["tea.yaml"]))
		})
	}
}

func TestThePagesHaveAStrictPolicyAndNoScriptInThem(t *testing.T) {
	s := learn(t)
	for _, path := range []string{"/flows/", "/flows/teas/tea.yaml", "/explain/runs-on"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		w := s.do(r)
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "script-src 'self'")
		body, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		require.NotRegexp(t, `<script(>| [^>]*>[^<])|\son[a-z]+=| style=|javascript:`, string(body))
	}
}

func TestOnlyFilesOfTheFolderAreThere(t *testing.T) {
	s := learn(t)
	before := len(s.files)
	for _, path := range []string{
		"/flows/nobody/", "/flows/nobody/tea.yaml", "/flows/teas/x.txt", "/flows/teas/..%2forg.yaml", "/flows/teas/%2e%2e%2f%2e%2e%2fa.csv",
		"/flows/teas/..%5corg.yaml", "/flows/teas/Big.yaml", "/flows/teas/.hidden.yaml", "/flows/teas/no%00thing.yaml", "/flows/teas/a%2fb.yaml", "/flows/teas/nobody.svg",
	} {
		code, _ := s.get(path)
		require.Equal(t, 404, code, path)
		require.NotEqual(t, 303, s.post(path, "do", "save", "was", "").Code, path)
	}
	require.Len(t, s.files, before)
	require.Contains(t, s.page("/flows/teas/new.yaml"), "it is there once you save it")
	require.Equal(t, 303, s.post("/flows/teas/new.yaml", "do", "save", "was", "", "source", teaFlow).Code)
	require.Equal(t, teaFlow, string(s.files["new.yaml"]))
}

func TestServeHasNoPagesForAuthors(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/flows/", "/flows/teas/tea.yaml", "/explain/runs-on", "/static/flows.js"} {
		w := httptest.NewRecorder()
		h.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		require.Equal(t, 404, w.Code, path)
	}
}
