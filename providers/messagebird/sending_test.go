package messagebird

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// api answers every call in one way and keeps what was asked.
type api struct {
	*Provider
	requests []request
	paths    []string
}

func answering(t *testing.T, status int, body string, header ...string) *api {
	t.Helper()
	a := &api{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var got request
		if raw, err := io.ReadAll(r.Body); err == nil && len(raw) > 0 {
			_ = json.Unmarshal(raw, &got)
		}
		a.requests, a.paths = append(a.requests, got), append(a.paths, r.Method+" "+r.URL.Path)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	var err error
	a.Provider, err = New(Config{AccessKey: "live_key", SigningKeys: []string{"k"}, URL: server.URL + "/"})
	require.NoError(t, err)
	return a
}

func to(number string) providers.Message {
	return providers.Message{
		Ref: "r-" + number, To: providers.Address{Kind: providers.Phone, Value: "+447700900" + number}, From: "+447700900999", Text: "hello",
	}
}

func send(t *testing.T, a *api, batch ...providers.Message) []providers.Result {
	t.Helper()
	results, err := a.Send(t.Context(), batch)
	require.NoError(t, err)
	return results
}

func TestRefusalsOfOneText(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		class  providers.Class
		code   string
	}{
		"bad parameter":               {422, `{"errors":[{"code":10}]}`, providers.Permanent, "10"},
		"code as a string":            {422, `{"errors":[{"code":"25"}]}`, providers.Balance, "25"},
		"bad request":                 {400, `{"errors":[{"code":21}]}`, providers.Permanent, "21"},
		"payment required":            {402, ``, providers.Balance, "http_402"},
		"wrong key":                   {401, `{"errors":[{"code":2}]}`, providers.Auth, "2"},
		"wrong key, no code":          {401, `<html>`, providers.Auth, "http_401"},
		"wrong key by code alone":     {422, `{"errors":[{"code":2}]}`, providers.Auth, "2"},
		"forbidden by something else": {403, `<html>`, providers.Config, "http_403"},
		"no such address":             {404, `<html>`, providers.Config, "http_404"},
		"no such endpoint":            {404, `{"errors":[{"code":98}]}`, providers.Config, "98"},
		"something is not found":      {404, `{"errors":[{"code":20}]}`, providers.Permanent, "20"},
		"wrong method":                {405, ``, providers.Config, "http_405"},
		"no code at all":              {422, `{"errors":[]}`, providers.Permanent, "http_422"},
		"a code that is a sentence":   {422, `{"errors":[{"code":"447700900123"},{"code":"call 0"}]}`, providers.Permanent, "http_422"},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, answering(t, c.status, c.body), to("123"))
			require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: c.class, Code: c.code}, got[0])
		})
	}
}

func TestAnErrorForManyIsBelievedOnlyIfNobodyWasLookedAt(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		code   int
		want   providers.Result
	}{
		"one bad number":    {422, 9, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "9"}},
		"credit ran out":    {422, 25, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "25", Pauses: providers.Balance}},
		"payment required":  {402, 0, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "0", Pauses: providers.Balance}},
		"forbidden":         {403, 2, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "2", Pauses: providers.Auth}},
		"wrong key":         {401, 2, providers.Result{Verdict: providers.Rejected, Class: providers.Auth, Code: "2"}},
		"too many requests": {429, 0, providers.Result{Verdict: providers.Rejected, Class: providers.Throttled, Code: "0"}},
		"internal error":    {500, 99, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_500"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.status, `{"errors":[{"code":`+strconv.Itoa(c.code)+`}]}`)
			require.Equal(t, []providers.Result{c.want, c.want}, send(t, a, to("001"), to("002")))
			require.Len(t, a.requests, 1)
		})
	}
}

func TestOddAnswers(t *testing.T) {
	accepted := providers.Result{ProviderID: "1", Verdict: providers.Accepted}
	unknown := providers.Result{ProviderID: "1", Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
	for name, c := range map[string]struct {
		status int
		body   string
		want   []providers.Result
	}{
		"nobody listed, all counted": {202, `{"id":"1","recipients":{"totalCount":2,"totalSentCount":2}}`, []providers.Result{accepted, accepted}},
		"nobody listed, one counted": {201, `{"id":1,"recipients":{"totalSentCount":1}}`, []providers.Result{unknown, unknown}},
		"one is not listed": {201, `{"id":"1","recipients":{"items":[{"recipient":"447700900001","status":"sent"}]}}`,
			[]providers.Result{accepted, unknown}},
		"a request that took too long": {408, ``, []providers.Result{
			{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_408"}, {Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_408"}}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, send(t, answering(t, c.status, c.body), to("001"), to("002")))
		})
	}
	t.Run("a lone number written otherwise", func(t *testing.T) {
		a := answering(t, 201, `{"id":"1","recipients":{"items":[{"recipient":"07700900001","status":"sent","messagePartCount":2}]}}`)
		require.Equal(t, []providers.Result{{ProviderID: "1", Verdict: providers.Accepted, Parts: 2}}, send(t, a, to("001")))
	})
}

func TestTheRequestIsTheRecordedOne(t *testing.T) {
	a := answering(t, 201, `{"id":"1"}`)
	a.config.ReportURL = "https://bot.example.org/hooks/messagebird/status"
	m := to("123")
	m.Ref, m.Text, m.ValidFor = "bc-42-0007", "Bore da. Reply YES to confirm.", time.Hour
	send(t, a, m)
	var want request
	raw, err := os.ReadFile("testdata/samples/send-one-request.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &want))
	require.Equal(t, want, a.requests[0])
	require.Equal(t, []string{"POST /messages"}, a.paths)
}

func TestASharedCallIsTheRecordedOne(t *testing.T) {
	a := answering(t, 201, `{"id":"1"}`)
	batch := []providers.Message{to("123"), to("124"), to("125")}
	for i := range batch {
		batch[i].From, batch[i].Text = "NorthBot", "The library is closed on Monday."
	}
	send(t, a, batch...)
	var want request
	raw, err := os.ReadFile("testdata/samples/send-broadcast-request.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &want))
	got := a.requests[0]
	require.Regexp(t, `^group_[0-9a-f]{24}$`, got.Reference)
	want.Type, want.Reference = "sms", got.Reference
	require.Equal(t, want, got)
}

func TestWhatIsNotTheSameHasItsOwnCall(t *testing.T) {
	a := answering(t, 201, `{"id":"1"}`)
	words, line, span, ref := to("002"), to("003"), to("004"), to("005")
	words.Text, line.From, span.ValidFor, ref.Ref = "other", "+447700900998", 1500*time.Millisecond, ""
	send(t, a, to("001"), words, line, span, ref)
	require.Len(t, a.requests, 4)
	require.Equal(t, []string{"447700900001", "447700900005"}, a.requests[0].Recipients)
	require.Equal(t, int64(2), a.requests[3].Validity)
}

func TestATextThatCannotGoMakesNoCall(t *testing.T) {
	a := answering(t, 201, `{"id":"1"}`)
	empty, letters, odd := to("001"), to("002"), to("003")
	empty.Text, letters.To = "", providers.Address{Kind: providers.Letters, Value: "Bank"}
	odd.To.Value = "+44 7700,900123"
	for i, code := range []string{"empty", "recipient", "recipient"} {
		got := send(t, a, []providers.Message{empty, letters, odd}[i])
		require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}, got[0])
	}
	require.Empty(t, a.requests)
}

func TestCheckTellsWhatItFound(t *testing.T) {
	balance, err := os.ReadFile("testdata/samples/balance-200.json")
	require.NoError(t, err)
	denied, err := os.ReadFile("testdata/samples/error-401-code2-access-key.json")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		status        int
		body          string
		found, failed string
	}{
		"well":             {200, string(balance), "MessageBird takes the key; the balance is 9.2 credits (prepaid)", ""},
		"another platform": {401, string(denied), "", "this key is for Bird's new platform, or was revoked"},
		"away":             {503, "<html>", "", "it answers 503 (code http_503)"},
		"another page":     {200, "<html>", "", "is the URL right?"},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.status, c.body)
			found, err := a.Check(t.Context())
			require.Equal(t, c.found, found)
			require.Equal(t, []string{"GET /balance"}, a.paths)
			if c.failed == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.failed)
			require.NotContains(t, err.Error(), "live_key")
		})
	}
	a := answering(t, 200, string(balance))
	a.config.AccessKey = "test_key"
	found, err := a.Check(t.Context())
	require.NoError(t, err)
	require.Contains(t, found, "it is a test key, which sends nothing")
}
