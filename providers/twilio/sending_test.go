package twilio

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

const testSID = "AC00000000000000000000000000000001"

// api answers the calls in turn, the last answer again and again, and keeps what
// was asked.
type api struct {
	*Provider
	requests []url.Values
	paths    []string
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
		got, err := url.ParseQuery(string(raw))
		if err != nil {
			return
		}
		answer := replies[min(len(a.paths), len(replies)-1)]
		a.requests, a.paths = append(a.requests, got), append(a.paths, r.Method+" "+r.URL.Path)
		w.WriteHeader(answer.status)
		_, _ = io.WriteString(w, answer.body)
	}))
	t.Cleanup(server.Close)
	var err error
	a.Provider, err = New(Config{AccountSID: testSID, AuthTokens: []string{"secret-token"}, URL: server.URL + "/"})
	require.NoError(t, err)
	return a
}

func textTo(number string) providers.Message {
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
		"no mobile":                   {400, `{"code":21614}`, providers.Permanent, "21614"},
		"code as a string":            {400, `{"code":"21610"}`, providers.OptedOut, "21610"},
		"the region is not enabled":   {400, `{"code":21408}`, providers.Permanent, "21408"},
		"the sender is not ours":      {400, `{"code":21606}`, providers.Config, "21606"},
		"a service without senders":   {400, `{"code":21703}`, providers.Config, "21703"},
		"the queue is full":           {400, `{"code":21611}`, providers.Throttled, "21611"},
		"a trial account":             {400, `{"code":21608}`, providers.UnsupportedClass, "21608"},
		"too long after all":          {400, `{"code":21617}`, providers.UnsupportedClass, "21617"},
		"suspended":                   {403, `{"code":20005}`, providers.Balance, "20005"},
		"payment required":            {402, ``, providers.Balance, "http_402"},
		"wrong token, no code":        {401, `<html>`, providers.Auth, "http_401"},
		"wrong token by code alone":   {403, `{"code":20003}`, providers.Auth, "20003"},
		"forbidden by something else": {403, `<html>`, providers.Config, "http_403"},
		"no such account":             {404, `{"code":20404}`, providers.Config, "20404"},
		"no such address":             {404, `<html>`, providers.Config, "http_404"},
		"wrong method":                {405, ``, providers.Config, "http_405"},
		"no code at all":              {400, `{"message":"no"}`, providers.Permanent, "http_400"},
		"a code that is a sentence":   {400, `{"code":"447700900123"}`, providers.Permanent, "http_400"},
		"a code that nobody knows":    {400, `{"code":29999}`, providers.Permanent, "29999"},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, answering(t, reply{c.status, c.body}), textTo("123"))
			require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: c.class, Code: c.code}, got[0])
		})
	}
}

func TestOddAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   providers.Result
	}{
		"parts as a number":  {201, `{"sid":"SM1","status":"accepted","num_segments":3}`, providers.Result{ProviderID: "SM1", Verdict: providers.Accepted, Parts: 3}},
		"parts unknown yet":  {201, `{"sid":"SM1","status":"accepted","num_segments":"0"}`, providers.Result{ProviderID: "SM1", Verdict: providers.Accepted}},
		"a word of tomorrow": {202, `{"sid":"SM1","status":"dreaming","num_segments":"many"}`, providers.Result{ProviderID: "SM1", Verdict: providers.Accepted}},
		"taken and given up": {201, `{"sid":"SM1","status":"failed","error_code":30005,"num_segments":"1"}`,
			providers.Result{ProviderID: "SM1", Verdict: providers.Rejected, Class: providers.NoSubscriber, Code: "30005", Parts: 1}},
		"a request that took too long": {408, ``, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_408"}},
		"an error of the server's":     {500, `{"code":20500}`, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_500"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, send(t, answering(t, reply{c.status, c.body}), textTo("001"))[0])
		})
	}
}

func TestTheRequestIsTheRecordedOne(t *testing.T) {
	a := answering(t, reply{201, `{"sid":"SM1"}`})
	a.config.ReportURL = "https://bot.example.org/hooks/twilio/status"
	m := textTo("123")
	m.Ref, m.Text, m.ValidFor = "bc-42-0007", "Bore da", time.Hour
	send(t, a, m)
	raw, err := os.ReadFile("testdata/samples/send-request.form")
	require.NoError(t, err)
	want, err := url.ParseQuery(string(raw))
	require.NoError(t, err)
	want.Set("SmartEncoded", "false") // the recorded one lets Twilio change letters
	require.Equal(t, want, a.requests[0])
	require.Equal(t, []string{"POST /2010-04-01/Accounts/" + testSID + "/Messages.json"}, a.paths)
}

func TestWhatATextIsSentWith(t *testing.T) {
	a := answering(t, reply{201, `{"sid":"SM1"}`})
	plain := textTo("001")
	send(t, a, plain)
	for _, key := range []string{"MessagingServiceSid", "StatusCallback", "ValidityPeriod"} {
		require.False(t, a.requests[0].Has(key), key)
	}
	a.config.MessagingServiceSID, a.config.ReportURL = "MG1", "https://bot.example.org/status?tenant=north"
	nameless, short, long := textTo("002"), textTo("003"), textTo("004")
	nameless.Ref, short.ValidFor, long.ValidFor = "", 1500*time.Millisecond, 48*time.Hour
	send(t, a, nameless, short, long)
	require.Equal(t, "https://bot.example.org/status?tenant=north", a.requests[1].Get("StatusCallback"))
	require.Equal(t, "https://bot.example.org/status?tenant=north&ref=r-003", a.requests[2].Get("StatusCallback"))
	require.Equal(t, "2", a.requests[2].Get("ValidityPeriod"))
	require.Equal(t, "36000", a.requests[3].Get("ValidityPeriod"))
	require.Equal(t, "MG1", a.requests[3].Get("MessagingServiceSid"))
	require.Equal(t, "+447700900999", a.requests[3].Get("From"), "the line that people text, not any of the service's")
}

func TestATextThatCannotGoMakesNoCall(t *testing.T) {
	a := answering(t, reply{201, `{"sid":"SM1"}`})
	empty, letters, odd := textTo("001"), textTo("002"), textTo("003")
	empty.Text, letters.To = "", providers.Address{Kind: providers.Opaque, Value: "whatsapp:+447700900123"}
	odd.To.Value = "+44 7700,900123"
	for i, code := range []string{"empty", "recipient", "recipient"} {
		got := send(t, a, []providers.Message{empty, letters, odd}[i])
		require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}, got[0])
	}
	require.Empty(t, a.requests)
}

func TestEveryCodeOfANetworkHasItsClass(t *testing.T) {
	for class, codes := range map[providers.Class][]string{
		providers.NoSubscriber:     {"30005"},
		providers.Permanent:        {"", "0", "21211", "21217", "21614", "21612", "30004", "30006", "77777"},
		providers.UnsupportedClass: {"30007"},
		providers.Temporary:        {"30001", "30003", "30008", "30017"},
		providers.OptedOut:         {"21610"},
		providers.Config:           {"21606", "21659", "21660", "30032", "30034"},
		providers.Throttled:        {"30022", "30023"},
		providers.Balance:          {"30002"},
	} {
		for _, code := range codes {
			for _, word := range []string{"failed", "undelivered", "canceled"} {
				state, got := stateOf(word, code)
				require.Equal(t, providers.Failed, state)
				require.Equal(t, class, got, "code %q", code)
			}
		}
	}
	for word, state := range map[string]providers.State{"sent": providers.Sent, "delivered": providers.Delivered, "read": providers.Delivered} {
		got, class := stateOf(word, "30005")
		require.Equal(t, state, got)
		require.Empty(t, class)
	}
}

func TestCheckTellsWhatItFound(t *testing.T) {
	active, balance := reply{200, `{"status":"active","type":"Full"}`}, reply{200, `{"balance":"9.20","currency":"GBP"}`}
	for name, c := range map[string]struct {
		replies       []reply
		found, failed string
	}{
		"well":         {[]reply{active, balance}, "Twilio takes the token; the balance is 9.20 GBP", ""},
		"a subaccount": {[]reply{active, {404, `{"code":20404}`}}, "Twilio takes the token; the balance is not shown for this account", ""},
		"a trial": {[]reply{{200, `{"status":"active","type":"Trial"}`}, balance},
			"Twilio takes the token; the balance is 9.20 GBP; it is a trial account, which texts only numbers that were verified in the console", ""},
		"another token":   {[]reply{{401, `{"code":20003}`}}, "", "twilio refuses the account SID or the auth token (code 20003)"},
		"another account": {[]reply{{404, `{"code":20404}`}}, "", "twilio refuses the account SID or the auth token (code 20404)"},
		"suspended":       {[]reply{{200, `{"status":"suspended","type":"Full"}`}}, "", "suspended or closed: top up"},
		"away":            {[]reply{{503, "<html>"}}, "", "it answers 503 (code http_503)"},
		"another page":    {[]reply{{200, "<html>"}}, "", "is the URL right?"},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.replies...)
			found, err := a.Check(t.Context())
			require.Equal(t, c.found, found)
			require.Equal(t, "GET /2010-04-01/Accounts/"+testSID+".json", a.paths[0])
			if c.failed == "" {
				require.NoError(t, err)
				require.Equal(t, "GET /2010-04-01/Accounts/"+testSID+"/Balance.json", a.paths[1])
				return
			}
			require.ErrorContains(t, err, c.failed)
			require.NotContains(t, err.Error(), "secret-token")
		})
	}
}
