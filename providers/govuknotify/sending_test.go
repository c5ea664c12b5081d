package govuknotify

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
	bodies []string
	paths  []string
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
		w.WriteHeader(answer.status)
		_, _ = io.WriteString(w, answer.body)
	}))
	t.Cleanup(server.Close)
	config := goodConfig()
	config.URL, config.Now = server.URL+"/", func() time.Time { return now }
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

func refused(name, words string) string {
	return fmt.Sprintf(`{"status_code":400,"errors":[{"error":%q,"message":%q}]}`, name, words)
}

func TestRefusalsOfOneText(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		class  providers.Class
		code   string
	}{
		"no phone":                         {400, refused("InvalidPhoneError", "phone_number Not a UK mobile number"), providers.Permanent, "InvalidPhoneError"},
		"no phone, in older words":         {400, refused("ValidationError", "phone_number Must not contain letters"), providers.Permanent, "ValidationError"},
		"a team key":                       {400, refused("BadRequestError", "Can't send to this recipient using a team-only API key"), providers.UnsupportedClass, "team_only"},
		"on trial":                         {400, refused("BadRequestError", "Can't send to this recipient when service is in trial mode - see https://www.notifications.service.gov.uk/trial-mode"), providers.UnsupportedClass, "trial"},
		"too long after all":               {400, refused("BadRequestError", "Content for template has a character count greater than the limit of 918"), providers.UnsupportedClass, "too_long"},
		"another blank":                    {400, refused("BadRequestError", "Missing personalisation: name"), providers.Config, "template"},
		"no such template":                 {400, refused("BadRequestError", "Template not found"), providers.Config, "template"},
		"a template's id that is none":     {400, refused("ValidationError", "template_id is not a valid UUID"), providers.Config, "template"},
		"no such sender":                   {400, refused("BadRequestError", "sms_sender_id cccccccc-0000-4000-8000-000000000001 does not exist in database for service id 1"), providers.Config, "sender"},
		"a service without texts":          {400, refused("BadRequestError", "Service is not allowed to send text messages"), providers.Config, "service"},
		"abroad":                           {400, refused("BadRequestError", "Cannot send to international mobile numbers"), providers.UnsupportedClass, "service"},
		"another clock":                    {403, refused("AuthError", "Error: Your system clock must be accurate to within 30 seconds"), providers.Auth, "clock"},
		"another key":                      {403, refused("AuthError", "Invalid token: API key not found"), providers.Auth, "AuthError"},
		"no token":                         {401, refused("AuthError", "authentication token must be provided"), providers.Auth, "AuthError"},
		"a wall in between":                {403, `<html>`, providers.Auth, "http_403"},
		"too many calls in a minute":       {429, refused("RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"), providers.Throttled, "RateLimitError"},
		"the day's allowance is used up":   {429, refused("TooManyRequestsError", "Exceeded send limits (250000) for today"), providers.Balance, "TooManyRequestsError"},
		"too many, from a wall":            {429, `<html>`, providers.Throttled, "http_429"},
		"no such address":                  {404, refused("NoResultFound", "No result found"), providers.Config, "NoResultFound"},
		"no words at all":                  {400, ``, providers.Permanent, "http_400"},
		"an error that quotes a number":    {400, refused("447700900123", "no"), providers.Permanent, "http_400"},
		"an error that nobody knows":       {400, refused("DreamError", "no"), providers.Permanent, "DreamError"},
		"a list without an error":          {400, `{"errors":[]}`, providers.Permanent, "http_400"},
		"errors that are none":             {400, `{"errors":"no"}`, providers.Permanent, "http_400"},
		"a number that holds a template's": {400, refused("ValidationError", "phone_number template is not one"), providers.Permanent, "ValidationError"},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, answering(t, reply{c.status, c.body}), textTo("123"))
			require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: c.class, Code: c.code}, got)
		})
	}
}

func TestWhatIsNoClearAnswerIsUncertain(t *testing.T) {
	for _, status := range []int{408, 500, 502, 503, 504, 302} {
		got := send(t, answering(t, reply{status, refused("Error", "Internal server error")}), textTo("001"))
		require.Equal(t, providers.Uncertain, got.Verdict, status)
	}
}

func TestTheRequestIsTheRecordedOne(t *testing.T) {
	a := answering(t, reply{201, `{"id":"bbbbbbbb-0000-4000-8000-000000000001"}`})
	a.config.SenderID = "cccccccc-0000-4000-8000-000000000001"
	m := textTo("123")
	m.Ref, m.Text = "bc-42-0007", "Bore da ŵ"
	require.Equal(t, providers.Accepted, send(t, a, m).Verdict)
	want, err := os.ReadFile("testdata/samples/send-request.json")
	require.NoError(t, err)
	require.JSONEq(t, string(want), a.bodies[0])
	require.Equal(t, []string{"POST /v2/notifications/sms"}, a.paths)
}

func TestATextThatCannotGoMakesNoCall(t *testing.T) {
	a := answering(t, reply{201, `{"id":"1"}`})
	for code, spoil := range map[string]func(*providers.Message){
		"empty":     func(m *providers.Message) { m.Text = " \n" },
		"recipient": func(m *providers.Message) { m.To = providers.Address{Kind: providers.Opaque, Value: "GB.1"} },
		"letters":   func(m *providers.Message) { m.Text = "السلام علیکم" },
	} {
		m := textTo("001")
		spoil(&m)
		require.Equal(t, providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}, send(t, a, m))
	}
	emoji := textTo("001")
	emoji.Text = "👍"
	require.Equal(t, "empty", send(t, a, emoji).Code, "nothing is left of it")
	require.Empty(t, a.paths)
}

func list(from, to int) string {
	type text struct {
		ID        string `json:"id"`
		User      string `json:"user_number"`
		Notify    string `json:"notify_number"`
		CreatedAt string `json:"created_at"`
		Content   string `json:"content"`
	}
	texts := []text{}
	for i := from; i < to; i++ {
		at := now.Add(-time.Duration(i) * time.Minute)
		texts = append(texts, text{fmt.Sprintf("id-%d", i), "447700900123", "07700900999", at.Format(dateForm), fmt.Sprint("text ", i)})
	}
	raw, _ := json.Marshal(map[string]any{"received_text_messages": texts, "links": map[string]string{}})
	return string(raw)
}

func TestPollingReadsBackToTheTime(t *testing.T) {
	a := answering(t, reply{200, list(0, 3)}, reply{200, list(3, 6)}, reply{200, list(6, 9)})
	texts, err := a.Poll(t.Context(), now.Add(-4*time.Minute))
	require.NoError(t, err)
	require.Equal(t, []string{"GET /v2/received-text-messages", "GET /v2/received-text-messages?older_than=id-2"}, a.paths)
	require.Len(t, texts, 5)
	for i, in := range texts {
		require.Equal(t, fmt.Sprintf("id-%d", 4-i), in.EventID, "the oldest first")
	}

	a = answering(t, reply{200, list(0, 3)}, reply{200, list(0, 0)})
	texts, err = a.Poll(t.Context(), now.Add(-time.Hour))
	require.NoError(t, err)
	require.Len(t, texts, 3)
	require.Len(t, a.paths, 2, "until nothing is left")

	a = answering(t, reply{200, list(0, 3)})
	texts, err = a.Poll(t.Context(), now.Add(-time.Hour))
	require.NoError(t, err)
	require.LessOrEqual(t, len(a.paths), 2, "a page that never ends is asked for once more at most")
	require.NotEmpty(t, texts)
}

func TestAPolledTextIsThatOfItsCallback(t *testing.T) {
	raw, err := os.ReadFile("testdata/samples/received-list-200.json")
	require.NoError(t, err)
	a := answering(t, reply{200, string(raw)}, reply{200, list(0, 0)})
	polled, err := a.Poll(t.Context(), time.Time{})
	require.NoError(t, err)
	raw, err = os.ReadFile("testdata/samples/inbound-received-text.json")
	require.NoError(t, err)
	called, err := a.ParseInbound(&providers.Request{URL: "https://bot.example.org/hooks/govuknotify/inbound", Body: raw, At: now})
	require.NoError(t, err)
	require.Equal(t, called, polled)
}

func TestAPollThatFailsIsNoEmptyList(t *testing.T) {
	for name, c := range map[string]reply{
		"refused": {403, refused("AuthError", "Invalid token")}, "away": {503, "<html>"}, "another page": {200, "<html>"}, "another list": {200, `{"texts":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := answering(t, c).Poll(t.Context(), now)
			require.ErrorContains(t, err, "ask govuknotify for received texts")
			_, err = answering(t, c).Look(t.Context(), "r-1")
			require.ErrorContains(t, err, "ask govuknotify for a text")
		})
	}
}

func TestATextIsLookedUpByItsReference(t *testing.T) {
	found := func(ref, word string) string {
		return fmt.Sprintf(`{"notifications":[{"id":"b-1","reference":%q,"phone_number":"07700900123","status":%q,"created_at":"2026-01-01T11:00:00Z"}],"links":{}}`, ref, word)
	}
	for word, state := range map[string]providers.State{
		"created": providers.Sent, "sending": providers.Sent, "pending": providers.Sent, "sent": providers.Sent,
		"delivered": providers.Delivered, "permanent-failure": providers.Failed,
	} {
		a := answering(t, reply{200, found("r-1", word)})
		got, err := a.Look(t.Context(), "r-1")
		require.NoError(t, err)
		require.Equal(t, []string{"GET /v2/notifications?reference=r-1&template_type=sms"}, a.paths)
		require.Len(t, got, 1)
		require.Equal(t, [4]string{Name, "b-1", "r-1", string(state)}, [4]string{got[0].Provider, got[0].ProviderID, got[0].Ref, string(got[0].State)})
	}
	got, err := answering(t, reply{200, `{"notifications":[],"links":{}}`}).Look(t.Context(), "r-1")
	require.NoError(t, err)
	require.Empty(t, got, "Notify never took it")
	got, err = answering(t, reply{200, found("r-2", "delivered")}).Look(t.Context(), "r-1")
	require.NoError(t, err)
	require.Empty(t, got, "that of another text is not taken for it")
	_, err = answering(t, reply{200, found("r-1", "delivered")}).Look(t.Context(), "")
	require.Error(t, err, "without a reference all texts would be listed")
}

func TestCheckTellsWhatItFound(t *testing.T) {
	template := func(kind, body string) reply {
		return reply{200, fmt.Sprintf(`{"id":"a","type":%q,"body":%q,"version":1}`, kind, body)}
	}
	for name, c := range map[string]struct {
		replies       []reply
		found, failed string
	}{
		"well":              {[]reply{template("sms", "((body))\n"), {200, list(0, 1)}}, "GOV.UK Notify takes the key, has the template, and can be asked for received texts", ""},
		"receives no texts": {[]reply{template("sms", "((body))"), {400, refused("BadRequestError", "no")}}, "GOV.UK Notify takes the key and has the template", "switch on receiving texts"},
		"an email":          {[]reply{template("email", "((body))")}, "", "not one for text messages"},
		"more than a body":  {[]reply{template("sms", "Dear ((name)), ((body))")}, "", "must hold ((body)) and nothing else"},
		"another service's": {[]reply{{404, refused("NoResultFound", "No result found")}}, "", "it must be of the service that the key is of"},
		"a wrong key":       {[]reply{{403, refused("AuthError", "Invalid token: API key not found")}}, "", "refuses the API key (code AuthError)"},
		"a wrong clock":     {[]reply{{403, refused("AuthError", "Error: Your system clock must be accurate to within 30 seconds")}}, "", "keep it right with NTP"},
		"away":              {[]reply{{503, "<html>"}}, "", "it answers 503 (code http_503)"},
		"another page":      {[]reply{{200, "<html>"}}, "", "is the URL right?"},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.replies...)
			found, err := a.Check(t.Context())
			require.Equal(t, c.found, found)
			require.Equal(t, "GET /v2/template/"+testTemplate, a.paths[0])
			if c.failed == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.failed)
			require.NotContains(t, err.Error(), "66666666")
		})
	}
}
