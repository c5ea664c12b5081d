package fault_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

// member is somebody of the staff at a browser, which reaches whichever of the
// bots is there, as behind a load balancer.
type member struct {
	house  *house
	email  string
	name   string
	bot    int // which is asked first
	client *http.Client
}

// page is what a request to the console came to.
type page struct {
	status int
	to     string // where it leads
	text   string
}

// staff runs one of the commands on the staff, and returns what it said.
func (h *house) staff(args ...string) string {
	h.t.Helper()
	cmd := exec.Command(h.program, append([]string{"staff"}, args...)...)
	cmd.Env = append(os.Environ(), h.bots[0].settings()...)
	out, err := cmd.CombinedOutput()
	require.NoError(h.t, err, string(out))
	return string(out)
}

var (
	welcomeLink = regexp.MustCompile(`/console/welcome/\S+`)
	setUpSecret = regexp.MustCompile(`class="secret">([^<]+)<`)
)

// signIn makes somebody a member of the staff of an organisation, who follows
// the link, chooses a password and sets up codes.
func (h *house) signIn(t testing.TB, org, name, role string) *member {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	m := &member{house: h, name: name, email: strings.ToLower(name) + "@example.org", client: &http.Client{
		Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	link := welcomeLink.FindString(h.staff("add", m.email, "--name", name, "--org", org, "--role", role))
	const password = "correct horse battery"
	require.Equal(t, "/console/sign-in/set-up", m.ask(http.MethodPost, link, url.Values{"password": {password}, "again": {password}}).to)
	secret := setUpSecret.FindStringSubmatch(m.ask(http.MethodGet, "/console/sign-in/set-up", nil).text)
	require.NotNil(t, secret)
	code, err := totp.GenerateCode(strings.ReplaceAll(secret[1], " ", ""), time.Now())
	require.NoError(t, err)
	require.Equal(t, "/console/", m.ask(http.MethodPost, "/console/sign-in/set-up", url.Values{"code": {code}}).to)
	return m
}

// ask asks one bot once; a status of 0 says that nothing came back.
func (m *member) ask(method, path string, form url.Values) page {
	at := m.house.bots[m.bot%len(m.house.bots)].addr
	r, err := http.NewRequest(method, "http://"+at+path, strings.NewReader(form.Encode()))
	require.NoError(m.house.t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := m.client.Do(r)
	if err != nil {
		return page{}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return page{}
	}
	return page{answer.StatusCode, answer.Header.Get("Location"), string(text)}
}

// insist asks again, of the other bot, as long as nothing comes back or what is
// behind the console is away. The form is the same one: its key too.
func (m *member) insist(method, path string, form url.Values) page {
	for range 200 {
		if p := m.ask(method, path, form); p.status != 0 && p.status < 500 {
			return p
		}
		m.bot++
		time.Sleep(100 * time.Millisecond) // whoever presses the button again takes a moment
	}
	return page{}
}

// open opens a page that must be there; ok is false for one that is not.
func (m *member) open(path string) (text string, ok bool) {
	p := m.insist(http.MethodGet, path, nil)
	return p.text, p.status == http.StatusOK
}

var (
	listedCase = regexp.MustCompile(`href="/console/case/(c-[0-9A-Za-z]+)"`)
	formKey    = regexp.MustCompile(`name="key" value="([A-Z2-7]+)"`)
)

// listed are the cases of a list, each once.
func (m *member) listed(list string) []string {
	text, _ := m.open("/console/cases/" + list)
	var ids []string
	seen := map[string]bool{}
	for _, found := range listedCase.FindAllStringSubmatch(text, -1) {
		if id := found[1]; !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// do sends a form of a case's page, with the key that the page gave it, until it
// is answered. Twice sends it to both bots at once, as a double click may.
func (m *member) do(id, key, what string, twice bool, fields url.Values) page {
	form := url.Values{"do": {what}, "key": {key}}
	for name, values := range fields {
		form[name] = values
	}
	if twice {
		other := *m
		other.bot++
		ended := make(chan struct{})
		go func() { defer close(ended); other.ask(http.MethodPost, "/console/case/"+id, form) }()
		defer func() { <-ended }()
	}
	return m.insist(http.MethodPost, "/console/case/"+id, form)
}

// done tells whether a form was answered by the case's page, with what was done.
func (p page) done(what string) bool {
	return p.status == http.StatusSeeOther && strings.HasPrefix(p.to, "/console/case/") && strings.HasSuffix(p.to, "done="+what)
}

// String is short, and has none of a page's words.
func (p page) String() string { return fmt.Sprintf("%d %s", p.status, p.to) }

// plain is a page without its markup.
func (p page) plain() string { return html.UnescapeString(p.text) }
