package govuknotify_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/providertest"
)

const (
	service  = "11111111-2222-4333-8444-555555555555"
	secret   = "66666666-7777-4888-9999-000000000000"
	apiKey   = "north_live-" + service + "-" + secret
	template = "aaaaaaaa-0000-4000-8000-000000000001"
	sender   = "cccccccc-0000-4000-8000-000000000001"
	base     = "https://bot.example.org/hooks/govuknotify"
	header   = "Authorization"
)

var midnight = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func open(url string, tokens ...string) (providers.Provider, error) {
	p, err := govuknotify.New(govuknotify.Config{
		APIKey: apiKey, TemplateID: template, SenderID: sender, TextTokens: tokens, ReceiptTokens: tokens,
		URL: url, Timeout: 2 * time.Second, Now: func() time.Time { return midnight },
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Harness{
		Open:     open,
		Secrets:  []string{"a-secret-bearer-token", secret},
		ReadCall: readCall,
		Answers:  answers,
		Replies: providertest.Replies(t, "testdata/samples", func(string) int {
			return http.StatusOK
		}),
		Sign:    func(r *providers.Request, token string) { r.Header.Set(header, "Bearer "+token) },
		Header:  header,
		Bearer:  true,
		Forge:   forge,
		Vectors: providertest.Vectors(t, "testdata/signatures.json", header),
		Arrives: func(text string) (string, bool) {
			text, goes := govuknotify.Carried(text)
			return text, goes && strings.TrimSpace(text) != ""
		},
		NoStops: true,
		Text:    text,
		Samples: samples(t),
		Goldens: filepath.Join("testdata", "golden"),
		Own: map[int]func(*testing.T){
			27: oddKeys, 28: oddDates, 30: oddSenders, 32: unknownWords, 36: readersNeverBreak,
		},
		Elsewhere: map[int]string{
			12: "texts of Notify have no choices to offer: they are written as numbers in the text",
			23: "the store drops a repeat in the commit script; that both have one id is case 31",
			33: "the store ranks states; that each report has its state is case 25",
			34: "Notify keeps no list of who has stopped and flags no word: STOP is ours, and the bot's suite proves it",
			35: "Notify joins long texts before it forwards them",
			38: "the web's hooks, with a store and a journal that are away",
			39: "the web's hooks, with a slow intake",
			40: "the store's suite, and the fault test",
		},
	})
}

func simulator(token string) govuknotify.Simulator {
	return govuknotify.Simulator{TextToken: token, ReceiptToken: token, BaseURL: base, Now: func() time.Time { return midnight }}
}

// text is the callback with the numbers in the forms that Notify gives them.
func text(t providertest.Text) []*providers.Request {
	in := govuknotify.ReceivedText{ID: t.ID, From: t.From, To: t.To, Text: t.Text, Date: t.Sent}
	plain := simulator("a-bearer-token").Inbound(in)
	in.From, in.To = strings.TrimPrefix(t.From, "+"), "0"+strings.TrimPrefix(t.To, "+44")
	return []*providers.Request{simulator("a-bearer-token").Inbound(in), plain}
}

// readCall reads a send. Notify knows the sender by an id that it gave.
func readCall(_ *http.Request, body []byte) providertest.Call {
	var c struct {
		PhoneNumber     string `json:"phone_number"`
		Personalisation struct{ Body string }
		Reference       string
		SenderID        string `json:"sms_sender_id"`
		TemplateID      string `json:"template_id"`
	}
	if json.Unmarshal(body, &c) != nil || c.TemplateID != template {
		return providertest.Call{}
	}
	lines := map[string]string{sender: "+447700900999"}
	return providertest.Call{From: lines[c.SenderID], Text: c.Personalisation.Body, Ref: c.Reference, To: []string{c.PhoneNumber}}
}

var answers = map[providertest.Answer]func(http.ResponseWriter, providertest.Call){
	providertest.TakesAll:         take,
	providertest.TakesAllBackward: take,
	providertest.RefusesLast:      refuse(400, "InvalidPhoneError", ""),
	providertest.SaysOptedOut:     refuse(400, "BadRequestError", ""),
	providertest.BadKey:           refuse(403, "AuthError", ""),
	providertest.NoCredit:         refuse(429, "TooManyRequestsError", ""),
	providertest.BadNumber:        refuse(400, "InvalidPhoneError", ""),
	providertest.TooManySeconds:   refuse(429, "RateLimitError", "7"),
	providertest.TooMany:          refuse(429, "RateLimitError", ""),
	providertest.TooManyDate:      refuse(429, "RateLimitError", midnight.Add(time.Minute).Format(http.TimeFormat)),
}

func take(w http.ResponseWriter, c providertest.Call) {
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, `{"id":"bbbbbbbb-0000-4000-8000-000000000001","reference":%q,"content":{"body":%q,"from_number":"447700900999"}}`, c.Ref, c.Text)
}

// refuse quotes the number and the words, as careless APIs do.
func refuse(status int, name, retryAfter string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"status_code":%d,"errors":[{"error":%q,"message":%q}]}`, status, name, fmt.Sprint("no: ", c.To, c.Text))
	}
}

// forge makes what only careless readers take for the token.
func forge(r *providers.Request, token string) []*providers.Request {
	var forged []*providers.Request
	for _, given := range []string{
		token, "bearer " + token, "BEARER " + token, "Bearer  " + token, "Bearer " + token + " ", "Bearer", "Bearer ", "Bearer null",
		"Token " + token, "Bearer " + strings.ToUpper(token), "Bearer " + token[:len(token)-1], "Bearer " + token + "\x00", "Bearer " + token + "," + token,
		"Basic " + base64.StdEncoding.EncodeToString([]byte(":"+token)), "Bearer " + base64.StdEncoding.EncodeToString([]byte(token)),
	} {
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(header, given)
		forged = append(forged, &f)
	}
	return forged
}

func samples(t testing.TB) []providertest.Sample {
	all := providertest.Samples(t, "testdata/samples", base+"/inbound", midnight)
	for i := range all {
		if strings.HasPrefix(all[i].Name, "status-") {
			all[i].Request.URL = base + "/status"
		}
	}
	return all
}
