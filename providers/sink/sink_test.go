package sink_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/bird/birdtest"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/messagebird/messagebirdtest"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
	"github.com/connective-messaging/connective/providers/whatsapp"
	"github.com/connective-messaging/connective/providers/whatsapp/whatsapptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// town is a sink, an adapter that sends to it, and the bot's door for reports.
type town struct {
	*sink.Sink
	company
	server *httptest.Server
	door   *httptest.Server

	mu      sync.Mutex
	reports []providers.Status
	refuse  int // answers 503 this many times
}

// company is an adapter.
type company interface {
	providers.Provider
	providers.Checker
	providers.SenderChecker
}

// wires are the companies that a sink can pretend to be; hooks is where the bot's
// addresses begin.
var wires = map[string]struct {
	wire func(hooks string, lines sink.Lines) sink.Wire
	open func(url, reports string, client *http.Client) (company, error)
}{
	messagebird.Name: {
		func(_ string, lines sink.Lines) sink.Wire {
			return messagebirdtest.Wire{AccessKey: "live_key", SigningKey: "signing-key", Lines: lines}
		},
		func(url, reports string, client *http.Client) (company, error) {
			return messagebird.New(messagebird.Config{
				AccessKey: "live_key", SigningKeys: []string{"signing-key"}, URL: url, ReportURL: reports, Timeout: 3 * time.Second, Client: client,
			})
		},
	},
	twilio.Name: {
		func(hooks string, lines sink.Lines) sink.Wire {
			return twiliotest.Wire{AccountSID: accountSID, Token: "auth-token", Lines: lines, BaseURL: hooks}
		},
		func(url, reports string, client *http.Client) (company, error) {
			return twilio.New(twilio.Config{
				AccountSID: accountSID, AuthTokens: []string{"auth-token"}, URL: url, ReportURL: reports, Timeout: 3 * time.Second, Client: client,
			})
		},
	},
	bird.Name: {
		func(hooks string, lines sink.Lines) sink.Wire {
			return birdtest.Wire{APIKey: birdKey, Secret: birdSecret, BaseURL: hooks, Lines: lines}
		},
		func(url, reports string, client *http.Client) (company, error) {
			return bird.New(bird.Config{
				APIKey: birdKey, WebhookSecrets: []string{birdSecret}, URL: url, HookURL: strings.TrimSuffix(reports, "status") + "inbound",
				Timeout: 3 * time.Second, Client: client,
			})
		},
	},
	govuknotify.Name: {
		func(hooks string, lines sink.Lines) sink.Wire {
			return govuknotifytest.Wire{
				Service: notifyID, Secret: notifyID, TemplateID: notifyID, Line: only(lines), BaseURL: hooks, ReceiptToken: "receipt-token",
			}
		},
		func(url, _ string, client *http.Client) (company, error) {
			return govuknotify.New(govuknotify.Config{
				APIKey: "north-" + notifyID + "-" + notifyID, TemplateID: notifyID, TextTokens: []string{"text-token"}, ReceiptTokens: []string{"receipt-token"},
				URL: url, Timeout: 3 * time.Second, Client: client,
			})
		},
	},
	whatsapp.Name: {
		func(hooks string, lines sink.Lines) sink.Wire {
			return whatsapptest.Wire{Token: "token", Secret: "app-secret", Numbers: whatsAppIDs(lines), BaseURL: hooks, Lines: lines}
		},
		func(url, _ string, client *http.Client) (company, error) {
			return whatsapp.New(whatsapp.Config{
				Token: "token", AppSecrets: []string{"app-secret"}, VerifyToken: "verify", Numbers: map[string]string{line: "1"}, URL: url, Timeout: 3 * time.Second, Client: client,
			})
		},
	},
}

// only is the one line of an account that has one; of nil it is that of all tests.
func only(lines sink.Lines) string {
	for number := range lines {
		return number
	}
	return line
}

// whatsAppIDs are the ids of the numbers of an account.
func whatsAppIDs(lines sink.Lines) map[string]string {
	if _, ours := lines.Of(line, ""); !ours {
		return nil
	}
	return map[string]string{line: "1"}
}

const (
	line       = "+447700900999"
	notifyID   = "11111111-2222-4333-8444-555555555555"
	birdKey    = "bk_eu_0a1b2c3d"
	birdSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
)

const accountSID = "AC00000000000000000000000000000001"

func build(t testing.TB, c sink.Config) *town { return buildAs(t, messagebird.Name, c) }

func buildAs(t testing.TB, name string, c sink.Config) *town { return buildOf(t, name, nil, c) }

// buildOf is buildAs, of an account with those lines.
func buildOf(t testing.TB, name string, lines sink.Lines, c sink.Config) *town {
	t.Helper()
	w := &town{}
	w.door = httptest.NewServer(http.HandlerFunc(w.hear))
	c.Wire = wires[name].wire(w.door.URL+"/hooks/"+name, lines)
	w.Sink = sink.New(c)
	w.server = httptest.NewServer(w.Sink)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var err error
	w.company, err = wires[name].open(w.server.URL, w.door.URL+"/hooks/"+name+"/status", client)
	require.NoError(t, err)
	t.Cleanup(func() {
		client.CloseIdleConnections()
		w.Close()
		w.server.Close()
		w.door.Close()
	})
	return w
}

func (w *town) hear(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse > 0 {
		w.refuse--
		w.Ack(rw, providers.Busy)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	made := &providers.Request{Method: r.Method, URL: w.door.URL + r.RequestURI, Header: r.Header, Body: body, At: time.Now()}
	if _, err := w.Verify(made); err != nil {
		w.Ack(rw, providers.BadSignature)
		return
	}
	got, err := w.ParseStatus(made)
	if err != nil {
		w.Ack(rw, providers.Malformed)
		return
	}
	w.reports = append(w.reports, got...)
	w.Ack(rw, providers.Taken)
}

func (w *town) states() []providers.State {
	w.mu.Lock()
	defer w.mu.Unlock()
	var states []providers.State
	for _, r := range w.reports {
		states = append(states, r.State)
	}
	return states
}

func text(i int) providers.Message {
	return providers.Message{
		Ref: fmt.Sprintf("ref-%d", i), To: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", i)},
		From: "+447700900999", Text: "Bore da ŵ",
	}
}

// text is one to somebody whom the company reaches.
func (w *town) text(i int) providers.Message {
	m := text(i)
	if app := w.Caps().App; app != "" {
		m.To = providers.InApp(app, m.To.Value)
	}
	return m
}

func eachWire(t *testing.T, what string, prove func(t *testing.T, name string)) {
	for name := range wires {
		t.Run(name+" "+what, func(t *testing.T) {
			t.Parallel() // some wait until a caller gives up
			prove(t, name)
		})
	}
}

func TestEachModeIsWhatItSays(t *testing.T) {
	for mode, c := range map[sink.Mode]struct {
		class    providers.Class
		accepted int
	}{
		sink.OK:           {providers.ClassNone, 1},
		sink.Fail:         {providers.OutcomeUnknown, 0},
		sink.FailAccepted: {providers.OutcomeUnknown, 1},
		sink.TooMany:      {providers.Throttled, 0},
		sink.BadKey:       {providers.Auth, 0},
		sink.NoCredit:     {providers.Balance, 0},
		sink.Cut:          {providers.OutcomeUnknown, 0},
		sink.CutAccepted:  {providers.OutcomeUnknown, 1},
		sink.HangAccepted: {providers.OutcomeUnknown, 1},
		sink.SlowAccepted: {providers.ClassNone, 1},
		sink.HTML:         {providers.OutcomeUnknown, 0},
		sink.Partial:      {providers.ClassNone, 1},
	} {
		eachWire(t, string(mode), func(t *testing.T, name string) {
			w := buildAs(t, name, sink.Config{Modes: sink.Mix[sink.Mode]{mode: 1}})
			results, err := w.Send(t.Context(), []providers.Message{w.text(1)})
			require.NoError(t, err)
			require.Equal(t, c.class, results[0].Class)
			require.Len(t, w.Accepts(), c.accepted)
			require.Equal(t, map[sink.Mode]int{mode: 1}, w.Counts())
			if c.class == providers.Throttled {
				require.Equal(t, time.Second, results[0].RetryAfter)
			}
			for _, a := range w.Accepts() {
				require.False(t, a.At.IsZero())
				a.At = time.Time{}
				require.Equal(t, sink.Accept{
					Order: 1, ID: "00000000000000000000000000000001", Ref: "ref-1", From: "+447700900999", To: "+447700900001", Text: "Bore da ŵ", Mode: mode,
				}, a)
			}
		})
	}
}

func TestHalfOfASharedCallLeavesAllUnknown(t *testing.T) {
	w := build(t, sink.Config{Modes: sink.Mix[sink.Mode]{sink.Partial: 1}})
	results, err := w.Send(t.Context(), []providers.Message{text(1), text(2), text(3), text(4)})
	require.NoError(t, err)
	for _, r := range results {
		require.Equal(t, providers.OutcomeUnknown, r.Class)
	}
	require.Len(t, w.Accepts(), 2)
}

func TestEachReportIsSignedAndComesAsItSays(t *testing.T) {
	for report, want := range map[sink.Report][]providers.State{
		sink.Silent:     nil,
		sink.Delivered:  {providers.Sent, providers.Delivered},
		sink.OptedOut:   {providers.Failed},
		sink.Lost:       {providers.Failed},
		sink.Twice:      {providers.Delivered, providers.Delivered},
		sink.Early:      {providers.Delivered},
		sink.OutOfOrder: {providers.Delivered, providers.Sent},
	} {
		eachWire(t, string(report), func(t *testing.T, name string) {
			w := buildAs(t, name, sink.Config{Reports: sink.Mix[sink.Report]{report: 1}})
			results, err := w.Send(t.Context(), []providers.Message{w.text(1)})
			require.NoError(t, err)
			if report == sink.Early {
				require.Equal(t, want, w.states(), "before the answer")
			}
			w.Settle()
			require.Equal(t, want, w.states())
			for _, r := range w.reports {
				require.Equal(t, results[0].ProviderID, r.ProviderID)
				require.Equal(t, "ref-1", r.Ref)
				require.Equal(t, "+447700900001", r.Recipient.Number())
				require.Equal(t, report == sink.OptedOut && name != govuknotify.Name, r.Class == providers.OptedOut)
			}
			taken, failed := w.Reported()
			require.Equal(t, int64(len(want)), taken)
			require.Zero(t, failed)
		})
	}
}

func TestAReportComesAgainUntilItIsTaken(t *testing.T) {
	for _, report := range []sink.Report{sink.Lost, sink.Early} {
		w := build(t, sink.Config{Reports: sink.Mix[sink.Report]{report: 1}})
		w.refuse = 3
		_, err := w.Send(t.Context(), []providers.Message{text(1)})
		require.NoError(t, err)
		w.Settle()
		require.Len(t, w.states(), 1)
	}
}

func TestAMixIsDrawnByReferenceAlone(t *testing.T) {
	mix := sink.Config{Seed: 7, Modes: sink.Mix[sink.Mode]{sink.Fail: 0.2, sink.FailAccepted: 0.2, sink.TooMany: 0.2}}
	const texts = 200
	run := func(order func(i int) int) (map[string]sink.Mode, map[sink.Mode]int) {
		w := build(t, mix)
		for i := range texts {
			_, err := w.Send(t.Context(), []providers.Message{text(order(i))})
			require.NoError(t, err)
		}
		modes := map[string]sink.Mode{}
		for _, a := range w.Accepts() {
			modes[a.Ref] = a.Mode
		}
		return modes, w.Counts()
	}
	up, upCounts := run(func(i int) int { return i })
	down, downCounts := run(func(i int) int { return texts - 1 - i })
	require.Equal(t, up, down)
	require.Equal(t, upCounts, downCounts)
	for _, mode := range []sink.Mode{sink.Fail, sink.FailAccepted, sink.TooMany} {
		require.InDelta(t, 40, upCounts[mode], 25, mode)
	}

	w := build(t, mix)
	seen := map[providers.Class]bool{}
	for range 40 {
		results, err := w.Send(t.Context(), []providers.Message{text(1)})
		require.NoError(t, err)
		seen[results[0].Class] = true
	}
	require.Greater(t, len(seen), 1, "a text that comes again is drawn again")
}

func TestNothingIsMissedBetweenManyConnections(t *testing.T) {
	var log bytes.Buffer
	w := build(t, sink.Config{Log: &log})
	var group sync.WaitGroup
	const texts = 500
	for i := range texts {
		group.Go(func() {
			results, err := w.Send(t.Context(), []providers.Message{text(i)})
			if err != nil || results[0].Verdict != providers.Accepted {
				t.Errorf("text %d: %v %v", i, results, err)
			}
		})
	}
	group.Wait()
	accepts := w.Accepts()
	require.Len(t, accepts, texts)
	refs := map[string]bool{}
	lines := json.NewDecoder(&log)
	for i, a := range accepts {
		refs[a.Ref] = true
		require.Equal(t, i+1, a.Order)
		var line sink.Accept
		require.NoError(t, lines.Decode(&line))
		require.True(t, a.At.Equal(line.At))
		line.At = a.At
		require.Equal(t, a, line)
	}
	require.Len(t, refs, texts)
	require.ErrorIs(t, lines.Decode(&sink.Accept{}), io.EOF)
	require.NoError(t, w.LogError())
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestALogThatFailsIsNotHidden(t *testing.T) {
	w := build(t, sink.Config{Log: full{}})
	_, err := w.Send(t.Context(), []providers.Message{text(1)})
	require.NoError(t, err)
	require.ErrorContains(t, w.LogError(), "no room")
	require.Len(t, w.Accepts(), 1)
}

func TestBehaviourCanChange(t *testing.T) {
	w := build(t, sink.Config{Modes: sink.Mix[sink.Mode]{sink.Fail: 1}})
	w.Behave(nil, sink.Mix[sink.Report]{sink.Lost: 1})
	_, err := w.Send(t.Context(), []providers.Message{text(1)})
	require.NoError(t, err)
	w.Settle()
	require.Len(t, w.Accepts(), 1)
	require.Len(t, w.states(), 1)
}

func TestItIsAsStrictAsTheRealOne(t *testing.T) {
	w := build(t, sink.Config{})
	found, err := w.Check(t.Context())
	require.NoError(t, err)
	require.Contains(t, found, "9.2 credits")
	for body, status := range map[string]int{
		`{`:                                     400,
		`{"originator":"1","recipients":[]}`:    422,
		`{"recipients":["1"],"body":"hi"}`:      422,
		`{"originator":"1","recipients":["1"]}`: 422,
	} {
		r := httptest.NewRequest("POST", "/messages", bytes.NewReader([]byte(body)))
		r.Header.Set("Authorization", "AccessKey live_key")
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, status, rec.Code, body)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest("POST", "/messages", nil))
	require.Equal(t, http.StatusUnauthorized, rec.Code)
	r := httptest.NewRequest("GET", "/elsewhere", nil)
	r.Header.Set("Authorization", "AccessKey live_key")
	rec = httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	require.Equal(t, http.StatusNotFound, rec.Code)
	require.Empty(t, w.Accepts())
}

func TestItIsAsStrictAsTwilio(t *testing.T) {
	w := buildAs(t, twilio.Name, sink.Config{})
	found, err := w.Check(t.Context())
	require.NoError(t, err)
	require.Contains(t, found, "9.20 GBP")
	const messages = "/2010-04-01/Accounts/" + accountSID + "/Messages.json"
	for what, status := range map[[2]string]int{
		{messages, "To=%2B447700900001&Body=hi"}:                          400,
		{messages, "To=%2B447700900001&From=%2B447700900999"}:             400,
		{messages, "To=1&To=2&From=%2B447700900999&Body=hi"}:              400,
		{messages, "To=1&From=2&Body=hi&StatusCallback=%3A"}:              400,
		{"/2010-04-01/Accounts/AC1/Messages.json", "To=1&From=2&Body=hi"}: 404,
	} {
		r := httptest.NewRequest("POST", what[0], strings.NewReader(what[1]))
		r.SetBasicAuth(accountSID, "auth-token")
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, status, rec.Code, what)
		r.SetBasicAuth(accountSID, "another")
		rec = httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, http.StatusUnauthorized, rec.Code)
	}
	require.Empty(t, w.Accepts())
}

func TestItIsAsStrictAsBird(t *testing.T) {
	w := buildAs(t, bird.Name, sink.Config{})
	found, err := w.Check(t.Context())
	require.NoError(t, err)
	require.Contains(t, found, "it has our webhook")
	const whole = `{"to":"+447700900001","from":"+447700900999","text":"hi","category":"service"}`
	for what, status := range map[[2]string]int{
		{"/v1/sms/messages", `{`}:                                                        422,
		{"/v1/sms/messages", strings.Replace(whole, "to", "two", 1)}:                     422,
		{"/v1/sms/messages", strings.Replace(whole, "from", "sender", 1)}:                422,
		{"/v1/sms/messages", strings.Replace(whole, `"hi"`, `""`, 1)}:                    422,
		{"/v1/sms/messages", strings.Replace(whole, "category", "kind", 1)}:              422,
		{"/v1/sms/messages?dry=1", whole}:                                                422,
		{"/v1/sms/messages", strings.Replace(whole, "hi", strings.Repeat("a", 1837), 1)}: 422,
		{"/v1/sms/batches", whole}:                                                       404,
	} {
		r := httptest.NewRequest("POST", what[0], strings.NewReader(what[1]))
		r.Header.Set("Authorization", "Bearer "+birdKey)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, status, rec.Code, what)
		r.Header.Set("Authorization", "Bearer another")
		rec = httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, http.StatusUnauthorized, rec.Code)
	}
	require.Empty(t, w.Accepts())
}

func TestARepeatWithTheSameKeyIsOneText(t *testing.T) {
	w := buildAs(t, bird.Name, sink.Config{Modes: sink.Mix[sink.Mode]{sink.CutAccepted: 1}, Reports: sink.Mix[sink.Report]{sink.Lost: 1}})
	send := func(m providers.Message) providers.Result {
		results, err := w.Send(t.Context(), []providers.Message{m})
		require.NoError(t, err)
		return results[0]
	}
	require.Equal(t, providers.Uncertain, send(text(1)).Verdict)
	w.Behave(nil, sink.Mix[sink.Report]{sink.Lost: 1})
	first, second := send(text(1)), send(text(2))
	require.Equal(t, providers.Accepted, first.Verdict)
	require.Equal(t, "sms_"+w.Accepts()[0].ID, first.ProviderID)
	require.NotEqual(t, first.ProviderID, second.ProviderID)
	other := text(1)
	other.Text = "Something else."
	r := send(other)
	require.Equal(t, [2]string{string(providers.Uncertain), "E01005"}, [2]string{string(r.Verdict), r.Code})
	require.Len(t, w.Accepts(), 2)
	require.Equal(t, 1, w.Repeats())
	w.Settle()
	require.Len(t, w.states(), 2, "and it is reported once")
}

func TestACallWithTheKeyOfOneUnderWayIsRefused(t *testing.T) {
	w := buildAs(t, bird.Name, sink.Config{Modes: sink.Mix[sink.Mode]{sink.HangAccepted: 1}})
	ctx, give := context.WithCancel(t.Context())
	var first sync.WaitGroup
	first.Go(func() { _, _ = w.Send(ctx, []providers.Message{text(1)}) })
	require.Eventually(t, func() bool { return w.Accepted() == 1 }, 10*time.Second, time.Millisecond)
	w.Behave(nil, nil)
	results, err := w.Send(t.Context(), []providers.Message{text(1)})
	require.NoError(t, err)
	require.Equal(t, "E01004", results[0].Code)
	give()
	first.Wait()
	require.Eventually(t, func() bool {
		results, err := w.Send(t.Context(), []providers.Message{text(1)})
		return err == nil && results[0].Verdict == providers.Accepted
	}, 10*time.Second, time.Millisecond, "the server hears of the caller's end in its own time")
	require.Equal(t, 1, w.Accepted())
}

func BenchmarkSend(b *testing.B) {
	w := build(b, sink.Config{})
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			results, err := w.Send(b.Context(), []providers.Message{text(1)})
			if err != nil || results[0].Verdict != providers.Accepted {
				b.Error(results, err)
				return
			}
		}
	})
}
