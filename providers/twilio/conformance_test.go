package twilio_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	accountSID = "AC00000000000000000000000000000001"
	base       = "https://bot.example.org/hooks/twilio"
	header     = "X-Twilio-Signature"
	form       = "application/x-www-form-urlencoded"
)

var midnight = time.Date(2026, 1, 1, 0, 0, 5, 0, time.UTC)

func open(url string, tokens ...string) (providers.Provider, error) {
	p, err := twilio.New(twilio.Config{
		AccountSID: accountSID, AuthTokens: tokens, URL: url, Timeout: 2 * time.Second, ReportURL: base + "/status",
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Harness{
		Open:     open,
		Secrets:  []string{"a-secret-auth-token"},
		ReadCall: readCall,
		Answers:  answers,
		Replies:  replies(t),
		Sign: func(r *providers.Request, token string) {
			simulator(token, r.At).Sign(r)
		},
		Header:  header,
		Alike:   func(a, b []byte) bool { return signed(a) == signed(b) },
		Forge:   forge,
		Vectors: vectors(t),
		Text:    text,
		Undated: true,
		Samples: samples(t),
		Goldens: filepath.Join("testdata", "golden"),
		Own: map[int]func(*testing.T){
			27: oddKeys, 28: noDates, 30: oddSenders, 32: unknownWords, 34: optOuts, 36: readersNeverBreak,
		},
		Elsewhere: map[int]string{
			12: "texts of Twilio have no choices to offer: they are written as numbers in the text",
			23: "the store drops a repeat in the commit script; that both have one id is case 31",
			33: "the store ranks states; that each report has its state is case 25",
			35: "Twilio joins long texts before it forwards them",
			38: "the web's hooks, with a store and a journal that are away",
			39: "the web's hooks, with a slow intake",
			40: "the store's suite, and the fault test",
		},
	})
}

func simulator(token string, at time.Time) twilio.Simulator {
	return twilio.Simulator{Token: token, BaseURL: base, Now: func() time.Time { return at }}
}

func text(t providertest.Text) []*providers.Request {
	s := simulator("any", midnight)
	in := twilio.InboundText{ID: t.ID, From: t.From, To: t.To, Text: t.Text}
	return []*providers.Request{s.Inbound(in), s.InboundGet(in)}
}

// signed is what Twilio signs of a form, told by its description alone.
func signed(body []byte) string {
	values := map[string][]string{}
	var names []string
	for name, value := range wire.Pairs(string(body)) {
		if values[name] == nil {
			names = append(names, name)
		}
		values[name] = append(values[name], value)
	}
	slices.Sort(names)
	var all strings.Builder
	for _, name := range names {
		slices.Sort(values[name])
		for _, value := range values[name] {
			all.WriteString(name + value)
		}
	}
	return all.String()
}

func readCall(_ *http.Request, body []byte) providertest.Call {
	c, err := url.ParseQuery(string(body))
	if err != nil {
		return providertest.Call{}
	}
	callback, err := url.Parse(c.Get("StatusCallback"))
	if err != nil {
		return providertest.Call{}
	}
	return providertest.Call{From: c.Get("From"), Text: c.Get("Body"), Ref: callback.Query().Get("ref"), To: c["To"]}
}

var answers = map[providertest.Answer]func(http.ResponseWriter, providertest.Call){
	providertest.TakesAll:         take,
	providertest.TakesAllBackward: take,
	providertest.RefusesLast:      refuse(400, 21610, ""),
	providertest.SaysOptedOut:     refuse(400, 21610, ""),
	providertest.BadKey:           refuse(401, 20003, ""),
	providertest.NoCredit:         refuse(403, 20005, ""),
	providertest.BadNumber:        refuse(400, 21211, ""),
	providertest.TooManySeconds:   refuse(429, 20429, "7"),
	providertest.TooMany:          refuse(429, 20429, ""),
	providertest.TooManyDate: func(w http.ResponseWriter, c providertest.Call) {
		refuse(429, 20429, time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))(w, c)
	},
}

// take answers as Twilio does: the number of parts is a string.
func take(w http.ResponseWriter, c providertest.Call) {
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, `{"sid":"SM0a1b2c","status":"queued","error_code":null,"num_segments":"1","to":%q}`, c.To[0])
}

// refuse quotes the number and the words, as careless APIs do.
func refuse(status, code int, retryAfter string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"code":%d,"message":%q,"status":%d}`, code, fmt.Sprint("no: ", c.To, c.Text), status)
	}
}

// forge makes signatures that only careless readers take.
func forge(r *providers.Request, token string) []*providers.Request {
	data := r.URL + signed(r.Body)
	of := func(alg string, key string, data string) []byte {
		mac := hmac.New(sha1.New, []byte(key))
		if alg == "sha256" {
			mac = hmac.New(sha256.New, []byte(key))
		}
		mac.Write([]byte(data))
		return mac.Sum(nil)
	}
	right := of("sha1", token, data)
	plain := sha1.Sum([]byte(token + data))
	var forged []*providers.Request
	for _, signature := range []string{
		base64.StdEncoding.EncodeToString(of("sha256", token, data)), // another hash
		hex.EncodeToString(right), base64.RawStdEncoding.EncodeToString(right), "sha1=" + base64.StdEncoding.EncodeToString(right),
		base64.StdEncoding.EncodeToString(right[:10]), base64.StdEncoding.EncodeToString(plain[:]),
		base64.StdEncoding.EncodeToString(of("sha1", "", data)),                            // no token
		base64.StdEncoding.EncodeToString(of("sha1", token, r.URL)),                        // not the body
		base64.StdEncoding.EncodeToString(of("sha1", token, r.URL+string(r.Body))),         // the body as it is
		base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0}, sha1.Size)), "=", "null", // nothing at all
	} {
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(header, signature)
		forged = append(forged, &f)
	}
	// A form that says that it is something else must not escape the signature.
	unread := *r
	unread.Header = r.Header.Clone()
	unread.Header.Set("Content-Type", "application/json")
	unread.Header.Set(header, base64.StdEncoding.EncodeToString(of("sha1", token, r.URL)))
	return append(forged, &unread)
}

func vectors(t testing.TB) []providertest.Vector {
	return providertest.Vectors(t, "testdata/signatures.json", header)
}

func samples(t testing.TB) []providertest.Sample {
	return providertest.Samples(t, "testdata/samples", base+"/inbound?ref=r-1", midnight)
}

func replies(t testing.TB) []providertest.Reply {
	return providertest.Replies(t, "testdata/samples", func(string) int { return http.StatusOK })
}
