package fault_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/messagebird/messagebirdtest"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store/storetest"
)

const (
	line       = "+447700900000"
	signingKey = "fault-signing-key"
	secret     = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)

// house is bots that share a Redis and a pretended provider, all real processes
// but for the provider.
type house struct {
	t       testing.TB
	program string
	redis   *storetest.Server
	store   string // the store's name for it
	sink    *sink.Sink
	url     string                 // of the sink
	slow    atomic.Pointer[func()] // runs before the sink has a call, if there is one
	flows   string
	bots    []*process
	client  *http.Client
	over    *company // whose webhooks bring texts; nil is MessageBird
}

// company is one whose signed webhooks are made here.
type company struct {
	name string
	made func(hooks string, id, from, words string) *providers.Request // hooks is where its addresses begin
}

func (h *house) company() string {
	if h.over == nil {
		return messagebird.Name
	}
	return h.over.name
}

// process is one bot.
type process struct {
	house *house
	name  string
	addr  string
	data  string
	mu    sync.Mutex
	cmd   *exec.Cmd
	log   record
	env   []string
}

// record keeps what a program says, while a test may read it.
type record struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.String()
}

// builds is where the program is, once it has been built.
var builds string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "connective")
	if err != nil {
		panic(err)
	}
	builds = dir
	status := m.Run()
	_ = os.RemoveAll(dir) // it is in the system's folder for such things
	os.Exit(status)
}

var built = sync.OnceValues(func() ([]byte, error) {
	return exec.Command("go", "build", "-tags", "powercut mutant", "-o", filepath.Join(builds, "connective"), "../").CombinedOutput()
})

// build makes the program as the fault test needs it: what is not synced is
// lost by kill -9, and guards can be left out.
func build(t testing.TB) string {
	t.Helper()
	out, err := built()
	require.NoError(t, err, string(out))
	return filepath.Join(builds, "connective")
}

func newHouse(t testing.TB, program string, bots int, c sink.Config, env ...string) *house {
	t.Helper()
	redis := storetest.Start(t)
	h := newHouseOn(t, redis.URL(), program, bots, c, env...)
	h.redis = redis
	return h
}

func newHouseOn(t testing.TB, store, program string, bots int, c sink.Config, env ...string) *house {
	t.Helper()
	if c.Wire == nil {
		c.Wire = messagebirdtest.Wire{SigningKey: signingKey}
	}
	h := &house{t: t, program: program, store: store, sink: sink.New(c), flows: writeFlows(t)}
	h.client = &http.Client{Timeout: 10 * time.Second}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slow := h.slow.Load(); slow != nil {
			(*slow)()
		}
		h.sink.ServeHTTP(w, r)
	}))
	h.url = server.URL
	t.Cleanup(func() { h.sink.Close(); server.Close() })
	for n := range bots {
		p := &process{house: h, name: fmt.Sprint("bot", n), addr: freeAddress(t), data: t.TempDir(), env: env}
		h.bots = append(h.bots, p)
		p.start()
	}
	t.Cleanup(func() {
		for _, p := range h.bots {
			p.kill()
			if t.Failed() {
				said := p.log.String()
				t.Logf("%s said at last:\n%s", p.name, said[max(0, len(said)-3000):])
			}
		}
	})
	for _, p := range h.bots {
		p.await()
	}
	return h
}

// writeFlows writes an organisation whose one flow asks for a text for ever and
// says it back, so that each reply tells which text it answers.
func writeFlows(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "flows", "echo")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for name, text := range map[string]string{
		"org.yaml":   "name: Echo\nnumber: \"" + line + "\"\nlanguage: en\nwelcome: echo\nquiet: 00:00-00:00\nqueues:\n  desk: {answer_within: 1 day}\n",
		"groups.csv": "id,name\nallotment,Allotment\n",
		"echo.yaml": "title: Echo\nstart: {words: [HELLO]}\nsteps:\n  first: {ask: Say something., answer: text, then: more}\n  more:\n    ask: \"<first> after <before|nothing>\"\n    answer: text\n    save: next\n" +
			"  move: {set: {before: <first>, first: <next>}, then: more}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return filepath.Dir(dir)
}

func (p *process) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd = exec.Command(p.house.program, "serve")
	p.cmd.Stderr = &p.log
	p.cmd.Env = p.environ()
	require.NoError(p.house.t, p.cmd.Start())
}

// environ is what the bot's own environment is, and that of commands beside it.
func (p *process) environ() []string { return slices.Concat(os.Environ(), p.settings(), p.env) }

func (p *process) settings() []string {
	return []string{
		"CONNECTIVE_ENV=test", "CONNECTIVE_ALLOW_TEST_NUMBERS=true", "CONNECTIVE_LISTEN=" + p.addr, "CONNECTIVE_REDIS_URL=" + p.house.store,
		"CONNECTIVE_DATA=" + p.data, "CONNECTIVE_FLOWS=" + p.house.flows, "CONNECTIVE_SECRET=" + secret, "CONNECTIVE_REPLICA=" + p.name,
		"CONNECTIVE_PROVIDER=messagebird", "MESSAGEBIRD_ACCESS_KEY=test_fault", "MESSAGEBIRD_SIGNING_KEY=" + signingKey, "MESSAGEBIRD_URL=" + p.house.url,
		"TWILIO_URL=" + p.house.url, "BIRD_URL=" + p.house.url, "NOTIFY_URL=" + p.house.url, "WHATSAPP_URL=" + p.house.url,
	}
}

// kill ends the bot as a power cut does.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Kill() // it may have ended already
	_ = p.cmd.Wait()         // killed: the error is no news
}

// await returns once the bot can take a text.
func (p *process) await() {
	p.house.t.Helper()
	require.Eventually(p.house.t, func() bool {
		r, err := p.house.client.Get("http://" + p.addr + "/readyz")
		if err != nil {
			return false
		}
		defer r.Body.Close()
		return r.StatusCode == http.StatusOK
	}, 20*time.Second, 20*time.Millisecond, "%s never got ready", p.name)
}

// text sends one signed webhook, and reports the status of the answer; 0 if
// there was none.
func (p *process) text(id, from, words string) int {
	hooks := "http://" + p.addr + "/hooks/" + p.house.company()
	var made *providers.Request
	if over := p.house.over; over != nil {
		made = over.made(hooks, id, from, words)
	} else {
		s := messagebird.Simulator{Key: signingKey, BaseURL: hooks, Now: time.Now}
		made = s.InboundForm(messagebird.InboundText{ID: id, From: from, To: line, Text: words, Sent: time.Now()})
	}
	r, err := http.NewRequest(made.Method, made.URL, bytes.NewReader(made.Body))
	require.NoError(p.house.t, err)
	r.Header = made.Header
	answer, err := p.house.client.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body) // the status is what counts
	return answer.StatusCode
}

// metric is a number that the bot measures; -1 if it does not say.
func (p *process) metric(name string) float64 {
	r, err := p.house.client.Get("http://" + p.addr + "/metrics")
	if err != nil {
		return -1
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body) // what came is looked at
	for l := range strings.Lines(string(body)) {
		if value, ok := strings.CutPrefix(l, name+" "); ok {
			if n, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
				return n
			}
		}
	}
	return -1
}

// unknown lists the refs of texts that may not have arrived.
func (h *house) unknown() map[string]bool {
	h.t.Helper()
	cmd := exec.Command(h.program, "outbox", "list", "--json")
	cmd.Env = h.bots[0].environ()
	out, err := cmd.Output()
	require.NoError(h.t, err)
	var lines []struct{ Ref string }
	require.NoError(h.t, json.Unmarshal(out, &lines))
	refs := map[string]bool{}
	for _, l := range lines {
		refs[l.Ref] = true
	}
	return refs
}

// atRest waits until nothing is waiting any more: in the journals, in the
// outbox, or on its way. It reports false if that does not come to be.
func (h *house) atRest(within time.Duration) bool { return h.quiet(within, 10, 300*time.Millisecond) }

// quiet looks so many times, with such pauses.
func (h *house) quiet(within time.Duration, looks int, pause time.Duration) bool {
	quiet, last := 0, -1
	rest := func() bool {
		n := len(h.sink.Accepts())
		if n != last || !h.nothingWaits() {
			quiet, last = 0, n
			return false
		}
		quiet++
		return quiet > looks
	}
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(pause) {
		if rest() {
			h.sink.Settle()
			return true
		}
	}
	h.t.Logf("texts still wait:\n%s", waits{h})
	return false
}

// waits says what waits, when it is printed.
type waits struct{ *house }

// String is each bot's own gauges.
func (w waits) String() string {
	var out strings.Builder
	for _, p := range w.bots {
		r, err := w.client.Get("http://" + p.addr + "/metrics")
		if err != nil {
			fmt.Fprintf(&out, "%s does not answer\n", p.name)
			continue
		}
		body, _ := io.ReadAll(r.Body) // what came is worth printing
		r.Body.Close()
		for l := range strings.Lines(string(body)) {
			if strings.HasPrefix(l, "connective_") && !strings.Contains(l, "_bucket") {
				fmt.Fprintf(&out, "%s %s", p.name, l)
			}
		}
	}
	return out.String()
}

func (h *house) nothingWaits() bool {
	for _, p := range h.bots {
		r, err := h.client.Get("http://" + p.addr + "/metrics")
		if err != nil {
			return false
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || !bytes.Contains(body, []byte("\nconnective_journal_unfinished 0\n")) || !bytes.Contains(body, []byte("\nconnective_outbox_depth 0\n")) {
			return false
		}
	}
	return true
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}
