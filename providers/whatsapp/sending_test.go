package whatsapp_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

// wire is the API on this machine, which remembers what it was sent.
type wire struct {
	*httptest.Server
	calls []sent
}

// served answers each call with the next of these codes, and takes it where that is 0
// or there is none.
func served(t *testing.T, codes ...int) *wire {
	t.Helper()
	w := &wire{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var c sent
		_ = json.Unmarshal(raw, &c)
		w.calls = append(w.calls, c) // one call at a time
		if n := len(w.calls) - 1; n < len(codes) && codes[n] != 0 {
			out.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(out, `{"error":{"code":%d}}`, codes[n])
			return
		}
		fmt.Fprint(out, `{"messages":[{"id":"wamid.1"}]}`)
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *wire) send(t *testing.T, now time.Time, m providers.Message) providers.Result {
	t.Helper()
	c := config(w.URL, "a-secret")
	c.Now = func() time.Time { return now }
	p, err := whatsapp.New(c)
	require.NoError(t, err)
	results, err := p.Send(t.Context(), []providers.Message{m})
	require.NoError(t, err)
	return results[0]
}

func message(text string, labels ...string) providers.Message {
	m := providers.Message{Ref: "r-1", To: me, From: ourNumber, Text: text}
	if len(labels) > 0 {
		c := &providers.Choices{Body: "Which day?", Button: "Choose"}
		for i, label := range labels {
			c.List = append(c.List, providers.Choice{ID: fmt.Sprint("0a1b2c3d4e5f.", i+1), Label: label})
		}
		m.Choices = c
	}
	return m
}

func days(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("Day ", i+1)
	}
	return all
}

// choices: at and one over each limit.
func choices(t *testing.T) {
	for name, c := range map[string]struct {
		labels []string
		kind   string
	}{
		"none":                       {nil, "text"},
		"one":                        {days(1), "button"},
		"three":                      {days(3), "button"},
		"four":                       {days(4), "list"},
		"ten":                        {days(10), "list"},
		"eleven":                     {days(11), "text"},
		"a title of 20 letters":      {[]string{strings.Repeat("ŵ", 20), "b"}, "button"},
		"of 21":                      {[]string{strings.Repeat("a", 21), "b"}, "list"},
		"of 24":                      {[]string{strings.Repeat("a", 24), "b"}, "list"},
		"of one word of 25":          {[]string{strings.Repeat("a", 25), "b"}, "text"},
		"of many words, 72 letters":  {[]string{"Stories and songs" + strings.Repeat(" and tea", 6) + " andmor", "b"}, "list"},
		"of many words, 73 letters":  {[]string{"Stories and songs" + strings.Repeat(" and tea", 6) + " andmore", "b"}, "text"},
		"twice the same":             {[]string{"a", "a"}, "text"},
		"two that begin the same":    {[]string{"Stories and songs for babies", "Stories and songs for babies too"}, "text"},
		"an empty one":               {[]string{"a", " "}, "text"},
		"emoji, which count for two": {[]string{strings.Repeat("👍", 11), "b"}, "list"},
	} {
		t.Run(name, func(t *testing.T) {
			w := served(t)
			m := message("Which day?\n1 …", c.labels...)
			require.Equal(t, providers.Accepted, w.send(t, midnight, m).Verdict)
			require.Len(t, w.calls, 1)
			got := w.calls[0]
			if c.kind == "text" {
				require.Equal(t, "text", got.Type)
				require.Equal(t, m.Text, got.Text.Body, "the numbers say it all")
				return
			}
			require.Equal(t, c.kind, got.Interactive.Type)
			require.Equal(t, "Which day?", got.Interactive.Body.Text)
			for i, label := range c.labels {
				id := fmt.Sprint("0a1b2c3d4e5f.", i+1)
				if c.kind == "button" {
					require.Equal(t, label, got.Interactive.Action.Buttons[i].Reply.Title)
					require.Equal(t, id, got.Interactive.Action.Buttons[i].Reply.ID)
					continue
				}
				row := got.Interactive.Action.Sections[0].Rows[i]
				require.Equal(t, id, row.ID)
				require.Contains(t, []string{row.Title, row.Description}, label, "the whole label is there")
			}
		})
	}
	for limit, kind := range map[int]string{1024: "button", 1025: ""} {
		w := served(t)
		m := message("long", days(2)...)
		m.Choices.Body = strings.Repeat("a", limit)
		w.send(t, midnight, m)
		require.Equal(t, kind, w.calls[0].Interactive.Type)
	}
	w := served(t)
	m := message("short", days(5)...)
	m.Choices.Button = strings.Repeat("a", 21)
	w.send(t, midnight, m)
	require.Equal(t, "text", w.calls[0].Type)
}

func TestOutsideTheDayATemplateGoes(t *testing.T) {
	news := &providers.Template{Name: "town_news", Language: "cy"}
	for name, c := range map[string]struct {
		heard    time.Duration // ago; 0 is not known
		codes    []int
		template *providers.Template
		calls    []string
		verdict  providers.Verdict
		class    providers.Class
	}{
		"within the day":                       {time.Hour, nil, news, []string{"text"}, providers.Accepted, ""},
		"not known":                            {0, nil, news, []string{"text"}, providers.Accepted, ""},
		"a minute before its end":              {24*time.Hour - time.Minute, nil, news, []string{"template"}, providers.Accepted, ""},
		"later":                                {25 * time.Hour, nil, news, []string{"template"}, providers.Accepted, ""},
		"later, without a template":            {25 * time.Hour, nil, nil, nil, providers.Rejected, providers.WindowClosed},
		"Meta says so":                         {time.Hour, []int{131047}, news, []string{"text", "template"}, providers.Accepted, ""},
		"Meta says so, without a template":     {time.Hour, []int{131047}, nil, []string{"text"}, providers.Rejected, providers.WindowClosed},
		"no such template":                     {25 * time.Hour, []int{132001}, news, []string{"template"}, providers.Rejected, providers.UnsupportedClass},
		"refused for another reason":           {time.Hour, []int{131026}, news, []string{"text"}, providers.Rejected, providers.Permanent},
		"Meta cannot say what became of it":    {time.Hour, []int{131000}, news, []string{"text"}, providers.Uncertain, providers.OutcomeUnknown},
		"the person has stopped its marketing": {25 * time.Hour, []int{131050}, news, []string{"template"}, providers.Rejected, providers.OptedOut},
	} {
		t.Run(name, func(t *testing.T) {
			w := served(t, c.codes...)
			m := message("The library\nis closed.\n\n1 Fine   2 Not fine", "Fine", "Not fine")
			m.Template = c.template
			if c.heard > 0 {
				m.Heard = midnight.Add(-c.heard)
			}
			r := w.send(t, midnight, m)
			require.Equal(t, c.verdict, r.Verdict)
			require.Equal(t, c.class, r.Class)
			require.Len(t, w.calls, len(c.calls))
			for i, kind := range c.calls {
				if kind == "template" {
					require.Equal(t, "template", w.calls[i].Type)
					require.Equal(t, "town_news", w.calls[i].Template.Name)
					require.Equal(t, "cy", w.calls[i].Template.Language.Code)
					require.Equal(t, "The library is closed. 1 Fine 2 Not fine", w.calls[i].Template.Components[0].Parameters[0].Text)
					require.Equal(t, "r-1", w.calls[i].Ref)
					continue
				}
				require.NotEqual(t, "template", w.calls[i].Type)
			}
		})
	}
	w := served(t)
	m := message(strings.Repeat("long ", 181))
	m.Template, m.Heard = news, midnight.Add(-48*time.Hour)
	require.Equal(t, "too_long", w.send(t, midnight, m).Code)
	require.Empty(t, w.calls)
}

func TestATextReachesWhoShowsNoNumber(t *testing.T) {
	w := served(t)
	m := message("hello")
	m.To = providers.InApp("whatsapp", "GB.1234567890")
	require.Equal(t, providers.Accepted, w.send(t, midnight, m).Verdict)
	require.Equal(t, "GB.1234567890", w.calls[0].Recipient)
	require.Empty(t, w.calls[0].To)
}

func TestNoTextLeavesByTheWrongLine(t *testing.T) {
	for name, change := range map[string]func(*providers.Message){
		"a phone":                    func(m *providers.Message) { m.To = providers.Address{Kind: providers.Phone, Value: "+447700900123"} },
		"another app":                func(m *providers.Message) { m.To = providers.InApp("signal", "+447700900123") },
		"no number after the plus":   func(m *providers.Message) { m.To = providers.InApp("whatsapp", "+") },
		"nobody":                     func(m *providers.Message) { m.To = providers.InApp("whatsapp", "") },
		"from a number of another's": func(m *providers.Message) { m.From = "+447700900998" },
		"from no number":             func(m *providers.Message) { m.From = "" },
	} {
		t.Run(name, func(t *testing.T) {
			w := served(t)
			m := message("hello")
			change(&m)
			r := w.send(t, midnight, m)
			require.Equal(t, providers.UnsupportedClass, r.Class)
			require.Empty(t, w.calls)
		})
	}
}

func TestTooMuchWaits(t *testing.T) {
	for code, wait := range map[int]time.Duration{131056: 6 * time.Second, 131048: time.Hour, 130429: 0, 4: 0, 80007: 0} {
		r := served(t, code).send(t, midnight, message("hello"))
		require.Equal(t, providers.Throttled, r.Class)
		require.Equal(t, wait, r.RetryAfter, code)
	}
}

func TestEachNumberHasItsID(t *testing.T) {
	numbers, err := whatsapp.ParseNumbers([]string{"+447700900001=1", " +447700900002 = 2 "})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"+447700900001": "1", "+447700900002": "2"}, numbers)
	for _, bad := range [][]string{{"+447700900001"}, {"+447700900001=1", "+447700900001=2"}} {
		_, err := whatsapp.ParseNumbers(bad)
		require.Error(t, err)
	}
}

func TestEveryFaultOfTheSetUpIsSaid(t *testing.T) {
	_, err := whatsapp.New(whatsapp.Config{URL: "http://example.org", Version: "25", Timeout: -1, Numbers: map[string]string{"07700 900001": "1", "+447700900002": "+447700900002"}})
	require.Error(t, err)
	for _, said := range []string{"access token is missing", "app secret is missing", "verify token is missing", "https", "version", "timeout", "begin with +", "phone number id"} {
		require.ErrorContains(t, err, said)
	}
}

func TestTheCheckSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		body, says string
		good       bool
	}{
		"all is well":         {200, `{"display_phone_number":"+44 7700 900999","quality_rating":"GREEN"}`, "ending 999 is there", true},
		"its quality is low":  {200, `{"display_phone_number":"+44 7700 900999","quality_rating":"RED"}`, "quality is low", true},
		"another's id":        {200, `{"display_phone_number":"+44 7700 900998"}`, "another number's", false},
		"the token has ended": {401, `{"error":{"code":190}}`, "refuses the access token", false},
		"no such id":          {400, `{"error":{"code":100}}`, "no such phone number id", false},
		"Meta is down":        {500, `<html>`, "answers 500", false},
		"another's server":    {200, `hello`, "cannot be read", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				require.Equal(t, "/v25.0/"+ourID, r.URL.Path)
				require.Equal(t, "Bearer a-secret-access-token", r.Header.Get("Authorization"))
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			}))
			t.Cleanup(s.Close)
			p, err := whatsapp.New(config(s.URL, "a-secret"))
			require.NoError(t, err)
			found, err := p.Check(t.Context())
			require.Equal(t, c.good, err == nil)
			require.Contains(t, found+fmt.Sprint(err), c.says)
			require.NotContains(t, found+fmt.Sprint(err), ourNumber)
		})
	}
}
