package bird

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

var now = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// api answers the calls in turn, the last answer again and again, and keeps what
// was asked.
type api struct {
	*Provider
	bodies, paths, keys []string
}

type reply struct {
	status int
	body   string
}

func answering(t *testing.T, replies ...reply) *api {
	t.Helper()
	a := &api{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		answer := replies[min(len(a.paths), len(replies)-1)]
		a.bodies, a.paths = append(a.bodies, string(raw)), append(a.paths, r.Method+" "+r.URL.RequestURI())
		a.keys = append(a.keys, r.Header.Get("Idempotency-Key"))
		w.WriteHeader(answer.status)
		_, _ = io.WriteString(w, answer.body)
	}))
	t.Cleanup(server.Close)
	config := goodConfig()
	config.URL, config.Now, config.HookURL = server.URL+"/", func() time.Time { return now }, "https://bot.example.org/hooks/bird/inbound"
	var err error
	a.Provider, err = New(config)
	require.NoError(t, err)
	return a
}

func textTo(number string) providers.Message {
	return providers.Message{
		Ref: "r-" + number, To: providers.Address{Kind: providers.Phone, Value: "+447700900" + number}, From: "+447700900999", Text: "hello",
	}
}

func send(t *testing.T, a *api, m providers.Message) providers.Result {
	t.Helper()
	results, err := a.Send(t.Context(), []providers.Message{m})
	require.NoError(t, err)
	return results[0]
}

func TestRefusalsOfOneText(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		class  providers.Class
		code   string
	}{
		"a number that is none":      {422, `{"error":{"type":"validation_error","code":"E01030","param":"to"}}`, providers.Permanent, "E01030"},
		"no such sender":             {422, `{"error":{"code":"E13006","name":"SMSNoEligibleSender","param":"from"}}`, providers.Config, "E13006"},
		"no sender, without a field": {422, `{"error":{"code":"E13006","name":"SMSNoEligibleSender"}}`, providers.Config, "E13006"},
		"words that cannot go":       {422, `{"error":{"code":"E01030","param":"text"}}`, providers.UnsupportedClass, "E01030"},
		"an older answer":            {422, `{"type":"validation_error","code":"E01030","param":"to","message":"no"}`, providers.Permanent, "E01030"},
		"a key that does not do":     {401, `{"error":{"type":"auth_error","code":"E01010"}}`, providers.Auth, "E01010"},
		"a key that may not":         {403, `{"error":{"type":"permission_error","code":"E01011"}}`, providers.Config, "E01011"},
		"another region":             {421, `{"error":{"type":"misdirected_error","code":"E01012"}}`, providers.Config, "wrong_region"},
		"another region, no words":   {421, ``, providers.Config, "wrong_region"},
		"no credit":                  {402, `{"error":{"type":"billing_error","code":"E01020"}}`, providers.Balance, "E01020"},
		"an organisation unverified": {412, `{"error":{"type":"precondition_error","code":"E01040"}}`, providers.Config, "E01040"},
		"no such address":            {404, `<html>`, providers.Config, "http_404"},
		"too large":                  {413, `{}`, providers.UnsupportedClass, "http_413"},
		"too many":                   {429, `{"error":{"type":"rate_limit_error","code":"E01002"}}`, providers.Throttled, "E01002"},
		"stopped, in the error":      {422, `{"error":{"code":"recipient_opted_out"}}`, providers.OptedOut, "recipient_opted_out"},
		"a name and no code":         {400, `{"error":{"name":"Unheard"}}`, providers.Permanent, "Unheard"},
		"a code that quotes":         {400, `{"error":{"code":"+447700900001","name":"to 447700900001"}}`, providers.Permanent, "http_400"},
		"a code that is no word":     {400, `{"error":{"code":{"a":1}}}`, providers.Permanent, "http_400"},
		"no words at all":            {400, ``, providers.Permanent, "http_400"},
		"taken and given up, opted":  {202, `{"id":"sms_1","status":"rejected","last_error":{"code":"recipient_opted_out"}}`, providers.OptedOut, "recipient_opted_out"},
		"taken and given up, away":   {202, `{"id":"sms_1","status":"failed","last_error":{"code":"provider_unavailable"}}`, providers.Temporary, "provider_unavailable"},
		"taken and given up, silent": {202, `{"id":"sms_1","status":"rejected"}`, providers.Permanent, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, reply{c.status, c.body})
			r := send(t, a, textTo("001"))
			require.Equal(t, providers.Rejected, r.Verdict)
			require.Equal(t, c.class, r.Class)
			require.Equal(t, c.code, r.Code)
			require.Len(t, a.paths, 1)
		})
	}
}

// A conflict tells that Bird has had a call with the key: the text may be on its
// way.
func TestAConflictOfKeysIsNoRefusal(t *testing.T) {
	for _, code := range []string{"E01004", "E01005"} {
		r := send(t, answering(t, reply{409, fmt.Sprintf(`{"error":{"type":"conflict_error","code":%q}}`, code)}), textTo("001"))
		require.Equal(t, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: code}, r)
	}
	require.Equal(t, "http_409", send(t, answering(t, reply{409, ``}), textTo("001")).Code)
}

func TestARepeatIsTheSameCallWheneverItIsMade(t *testing.T) {
	a := answering(t, reply{500, ``}, reply{202, `{"id":"sms_1","status":"accepted"}`})
	m := textTo("001")
	m.ValidFor = 6 * time.Hour
	require.Equal(t, providers.Uncertain, send(t, a, m).Verdict)
	m.ValidFor, a.config.Now = time.Minute, func() time.Time { return now.Add(time.Hour) }
	require.Equal(t, providers.Accepted, send(t, a, m).Verdict)
	require.Equal(t, []string{"r-001", "r-001"}, a.keys)
	require.Equal(t, a.bodies[0], a.bodies[1])
	send(t, a, textTo("002"))
	require.Equal(t, "r-002", a.keys[2])
}

func TestTheRecordedRequestIsOursButForTheLookAlikes(t *testing.T) {
	raw, err := os.ReadFile("testdata/samples/send-request.json")
	require.NoError(t, err)
	var recorded, ours map[string]any
	require.NoError(t, json.Unmarshal(raw, &recorded))
	p, err := New(goodConfig())
	require.NoError(t, err)
	body, err := p.encode(providers.Message{
		Ref: "bc-42-0007", To: providers.Address{Kind: providers.Phone, Value: "+447700900123"}, From: "+447700900999", Text: "Bore da", ValidFor: time.Hour,
	})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &ours))
	recorded["options"] = map[string]any{"smart_encoding": false}
	require.Equal(t, recorded, ours)
}

func TestWhatIsNotCalledFor(t *testing.T) {
	a := answering(t, reply{202, `{"id":"sms_1","status":"accepted","segments":{"count":2}}`})
	empty, long, odd := textTo("001"), textTo("001"), textTo("001")
	empty.Text, odd.Ref = "", "a ref\n"
	for range 12 {
		long.Text += "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" + "0123456789012345678901234567890123456789012345678901234567890" + "{"
	}
	for m, code := range map[*providers.Message]string{&empty: "empty", &long: "too_long", &odd: "reference"} {
		require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}, send(t, a, *m))
	}
	require.Empty(t, a.paths)
	nameless := textTo("001")
	nameless.Ref = ""
	require.Equal(t, 2, send(t, a, nameless).Parts)
	require.NotContains(t, a.bodies[0], "metadata")
	require.Equal(t, []string{""}, a.keys)
}
