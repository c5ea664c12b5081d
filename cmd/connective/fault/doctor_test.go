package fault_test

import (
	"bytes"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// front is a web server before a bot, which passes calls on or does not.
type front struct {
	*httptest.Server
	does atomic.Pointer[http.HandlerFunc]
	pass *httputil.ReverseProxy
}

// prefix is what the public address has before /hooks/.
const prefix = "/sms"

// newFront passes all on to the bot, without the prefix and under another host's name.
func newFront(t *testing.T, to string) *front {
	t.Helper()
	f := &front{pass: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: to})
		r.Out.URL.Path, r.Out.URL.RawPath, r.Out.Host = strings.TrimPrefix(r.In.URL.Path, prefix), "", "bot.internal"
		r.Out.URL.RawQuery = r.In.URL.RawQuery
	}}}
	f.does.Store(new(http.HandlerFunc))
	f.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if does := *f.does.Load(); does != nil {
			does(w, r)
			return
		}
		f.pass.ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	f.Config.ErrorLog = log.New(io.Discard, "", 0) // of those who do not trust it
	f.pass.ErrorLog = f.Config.ErrorLog
	return f
}

// trust is a file with the certificate, which makes it one that is trusted.
func (f *front) trust(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trusted.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: f.Certificate().Raw}), 0o600))
	return file
}

// says answers everything in one way.
func says(status int, words string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, words) // the caller is gone, or it is not
	}
}

// changes changes each call before it is passed on.
func (f *front) changes(change func(r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		change(r)
		f.pass.ServeHTTP(w, r)
	}
}

func longer(r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	body = append(body, '\n')
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

func cut(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// doctor is what the doctor says of the webhooks, with more settings than the bot has.
func (p *process) doctor(more ...string) string {
	cmd := exec.Command(p.house.program, "doctor")
	cmd.Env = append(append(append(os.Environ(), p.settings()...), p.env...), more...)
	out, _ := cmd.CombinedOutput() // it fails where something is wrong
	_, said, _ := strings.Cut(string(out), "Webhooks ")
	return said
}

// An installation with five companies behind a web server, all real processes: the
// doctor calls its addresses as the companies do.
func TestTheDoctorCallsEveryAddressAsItsCompanyDoes(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	env, address := []string{"NOTIFY_POLL=0s"}, freeAddress(t)
	for _, a := range others {
		env = append(env, a.env...)
	}
	f := newFront(t, address)
	env = append(env, "CONNECTIVE_PUBLIC_URL="+f.URL+prefix, "SSL_CERT_FILE="+f.trust(t))
	h := newHouse(t, build(t), 0, sink.Config{})
	addToOrg(t, h.flows, "whatsapp: {number: \""+line+"\"}\n")
	p := &process{house: h, name: "bot0", addr: address, data: t.TempDir(), env: env}
	h.bots = []*process{p}
	p.start()
	t.Cleanup(p.kill)
	p.await()

	nothing := freeAddress(t)
	plain := httptest.NewServer(f.Config.Handler)
	t.Cleanup(plain.Close)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(f.URL, "https://"))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		does http.HandlerFunc // nil passes all on
		more []string
		says string
		// fresh starts the bot anew: after so many calls without a signature it answers
		// them no more for a while.
		fresh bool
	}{
		"all is well, without the prefix and under another host": {nil, nil, " proves, and refuses what is forged\n", false},
		"a query is written anew":                                {f.changes(func(r *http.Request) { r.URL.RawQuery = r.URL.Query().Encode() }), nil, "/hooks/messagebird/status is reached, but the signature is refused, though serve takes the same call at " + address, true},
		"a body is changed":                                      {f.changes(longer), nil, "the web server in front changes the path, the query or the body", true},
		"the prefix is passed on":                                {func(w http.ResponseWriter, r *http.Request) { r.URL.Path = prefix + r.URL.Path; f.pass.ServeHTTP(w, r) }, nil, "without the " + prefix + " that CONNECTIVE_PUBLIC_URL has before it", false},
		"a page of the web server":                               {says(404, "<html>"), nil, "answers 404: Connective is at " + address + " and takes the same call there", false},
		"a page for whatever comes":                              {says(200, "<html>It works!"), nil, "answers 200 to whatever comes, signed or not", false},
		"a redirect":                                             {says(301, "", "Location", "https://texts.example.org/hooks/x?key=secret"), nil, "answers 301, a redirect to https://texts.example.org/hooks/x, which companies do not follow", false},
		"a password":                                             {says(401, "who are you?", "WWW-Authenticate", "Basic"), nil, "answers 401 before Connective is asked", false},
		"a firewall":                                             {says(403, "no"), nil, "answers 403 before Connective is asked", false},
		"too small a body":                                       {says(413, "no"), nil, "answers 413", false},
		"a teapot":                                               {says(418, "no"), nil, "answers 418: something other than Connective answers there", false},
		"a web server that reaches none":                         {says(502, "no"), nil, "answers 502: the web server in front does not reach Connective, which answers at " + address, false},
		"headers that are dropped":                               {f.changes(func(r *http.Request) { r.Header.Del("Connective-Question") }), nil, "whether it is this installation was not told", false},
		"a connection that is cut":                               {cut, nil, "cut the connection", false},
		"another installation":                                   {nil, []string{"CONNECTIVE_SECRET=" + strings.Replace(secret, "AAECAw", "AAECBA", 1)}, "leads to another installation of Connective", false},
		"another token":                                          {nil, []string{"TWILIO_AUTH_TOKEN=another"}, "also at " + address + " itself: serve runs with another auth token", true},
		"another verify token":                                   {nil, []string{"WHATSAPP_VERIFY_TOKEN=an+other&"}, "serve runs with another verify token", true},
		"another public address":                                 {nil, []string{"CONNECTIVE_PUBLIC_URL=" + plain.URL + prefix}, "another CONNECTIVE_PUBLIC_URL than these settings", true},
		"a connection not known there":                           {nil, []string{"CONNECTIVE_CONNECTIONS=north=bird", "NORTH_BIRD_API_KEY=" + birdKey, "NORTH_BIRD_WEBHOOK_SECRET=" + birdSecret}, "knows no connection north", false},
		"nothing there":                                          {nil, []string{"CONNECTIVE_PUBLIC_URL=http://" + nothing}, "nothing listens at that port", false},
		"no such host":                                           {nil, []string{"CONNECTIVE_PUBLIC_URL=https://connective.invalid"}, "has a host that DNS does not know", false},
		"a certificate of one's own":                             {nil, []string{"SSL_CERT_FILE=/dev/null"}, "has a certificate that companies do not trust", false},
		"a certificate of another name":                          {nil, []string{"CONNECTIVE_PUBLIC_URL=https://localhost:" + port + prefix}, "has a certificate of another name", false},
		"http where https is wanted":                             {nil, []string{"CONNECTIVE_PUBLIC_URL=" + strings.Replace(plain.URL, "http", "https", 1)}, "speaks http where https is wanted", false},
	} {
		t.Run(name, func(t *testing.T) {
			if c.fresh {
				p.kill()
				p.start()
				p.await()
			}
			f.does.Store(&c.does)
			said := p.doctor(c.more...)
			require.Contains(t, said, c.says)
			if strings.HasPrefix(name, "all is well") {
				require.Equal(t, 9, strings.Count(said, c.says), "two addresses of each but Bird's")
				require.NotContains(t, said, "WRONG")
			}
			require.NotContains(t, said, "fault-verify", "a secret in an address is not shown")
			require.NotContains(t, said, "key=secret")
		})
	}
	f.does.Store(new(http.HandlerFunc))
	require.Empty(t, h.sink.Accepts(), "none of it made a text")
	require.Zero(t, p.metric("connective_quarantined"))
	p.kill()
	said := p.doctor()
	require.Contains(t, said, "not checked: connective serve does not run here (nothing answers at "+address+")")
	require.Contains(t, said, "/hooks/messagebird/inbound answers 502")
	require.Contains(t, p.doctor("SSL_CERT_FILE=/dev/null"), "has a certificate that companies do not trust", "that is so whether it runs or not")
}
