package messagebird_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/providertest"
)

const (
	accessKey = "live_not-a-real-access-key"
	base      = "https://bot.example.org/hooks/messagebird"
	skew      = time.Second
)

var midnight = time.Date(2026, 1, 1, 0, 0, 5, 0, time.UTC)

func open(url string, keys ...string) (providers.Provider, error) {
	p, err := messagebird.New(messagebird.Config{
		AccessKey: accessKey, SigningKeys: keys, URL: url, Skew: skew, Timeout: 2 * time.Second, ReportURL: base + "/status",
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Harness{
		Open:     open,
		Secrets:  []string{accessKey, "a-secret-signing-key"},
		ReadCall: readCall,
		Answers:  answers,
		Replies:  replies(t),
		Sign: func(r *providers.Request, key string) {
			simulator(key, r.At).Sign(r)
		},
		Header:   "MessageBird-Signature-JWT",
		Lifetime: time.Minute,
		Skew:     skew,
		Forge:    forge,
		Vectors:  vectors(t),
		Text:     text,
		Samples:  samples(t),
		Goldens:  filepath.Join("testdata", "golden"),
		Own: map[int]func(*testing.T){
			27: oddKeys, 28: oddDates, 30: oddSenders, 32: unknownWords, 34: optOuts, 36: readersNeverBreak,
		},
		Elsewhere: map[int]string{
			12: "MessageBird has no choices to offer: they are written as numbers in the text",
			23: "the store drops a repeat in the commit script; that both have one id is case 31",
			33: "the store ranks states; that each report has its state is case 25",
			35: "MessageBird joins long texts before it forwards them",
			38: "the web's hooks, with a store and a journal that are away",
			39: "the web's hooks, with a slow intake",
			40: "the store's suite, and the fault test",
		},
	})
}

func simulator(key string, at time.Time) messagebird.Simulator {
	return messagebird.Simulator{Key: key, BaseURL: base, Now: func() time.Time { return at }}
}

func text(t providertest.Text) []*providers.Request {
	s := simulator("any", midnight)
	in := messagebird.InboundText{ID: t.ID, From: t.From, To: t.To, Text: t.Text, Sent: t.Sent}
	return []*providers.Request{s.InboundForm(in), s.InboundJSON(in), s.InboundGet(in)}
}

func readCall(_ *http.Request, body []byte) providertest.Call {
	var c struct {
		Originator, Body, Reference string
		Recipients                  []string
	}
	if json.Unmarshal(body, &c) != nil {
		return providertest.Call{}
	}
	for i := range c.Recipients {
		c.Recipients[i] = "+" + c.Recipients[i]
	}
	return providertest.Call{From: "+" + c.Originator, Text: c.Body, Ref: c.Reference, To: c.Recipients}
}

var answers = map[providertest.Answer]func(http.ResponseWriter, providertest.Call){
	providertest.TakesAll: func(w http.ResponseWriter, c providertest.Call) { take(w, c, "sent", 0) },
	providertest.TakesAllBackward: func(w http.ResponseWriter, c providertest.Call) {
		c.To = slices.Clone(c.To)
		slices.Reverse(c.To)
		take(w, c, "buffered", 0)
	},
	providertest.RefusesLast:    func(w http.ResponseWriter, c providertest.Call) { take(w, c, "delivery_failed", 103) },
	providertest.SaysOptedOut:   func(w http.ResponseWriter, c providertest.Call) { take(w, c, "delivery_failed", 103) },
	providertest.BadKey:         refuse(401, 2, ""),
	providertest.NoCredit:       refuse(422, 25, ""),
	providertest.BadNumber:      refuse(422, 9, ""),
	providertest.TooManySeconds: refuse(429, 0, "7"),
	providertest.TooMany:        refuse(429, 0, ""),
	providertest.TooManyDate: func(w http.ResponseWriter, c providertest.Call) {
		refuse(429, 0, time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))(w, c)
	},
}

// take answers as MessageBird does: recipients are numbers, not strings.
func take(w http.ResponseWriter, c providertest.Call, last string, code int) {
	w.WriteHeader(http.StatusCreated)
	items := make([]string, len(c.To))
	for i, to := range c.To {
		status, reason := "sent", "null"
		if i == len(c.To)-1 {
			status = last
			if code != 0 {
				reason = fmt.Sprint(code)
			}
		}
		items[i] = fmt.Sprintf(`{"recipient":%s,"status":%q,"statusErrorCode":%s,"messagePartCount":1}`, to[1:], status, reason)
	}
	fmt.Fprintf(w, `{"id":"0a1b2c","recipients":{"totalCount":%d,"items":[%s]}}`, len(items), strings.Join(items, ","))
}

// refuse quotes the number and the key in its words, as careless APIs do.
func refuse(status, code int, retryAfter string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"errors":[{"code":%d,"description":"no: %s %s %s","parameter":null}]}`, code, c.To, c.Text, accessKey)
	}
}

// forge makes tokens that only careless readers take.
func forge(r *providers.Request, key string) []*providers.Request {
	const header = "MessageBird-Signature-JWT"
	parts := strings.Split(r.Header.Get(header), ".")
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(r.Header.Get(header), claims); err != nil {
		panic(err)
	}
	none, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		panic(err)
	}
	tokens := []string{none, none + parts[2], parts[0] + "." + parts[1] + "."}
	for _, alg := range []string{`"None"`, `"NONE"`, `"hs256"`, `"RS256"`, `"ES256"`, `"HS1"`, `""`, `null`, `256`} {
		raw := fmt.Sprintf(`{"alg":%s,"typ":"JWT"}`, alg)
		signed := base64url(raw) + "." + parts[1]
		mac, err := jwt.SigningMethodHS256.Sign(signed, []byte(key))
		if err != nil {
			panic(err)
		}
		tokens = append(tokens, signed+"."+base64url(string(mac)))
	}
	var forged []*providers.Request
	for _, token := range tokens {
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(header, token)
		forged = append(forged, &f)
	}
	return forged
}

func vectors(t testing.TB) []providertest.Vector {
	return providertest.Vectors(t, "testdata/signatures.json", "MessageBird-Signature-JWT")
}
