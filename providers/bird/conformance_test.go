package bird_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/providertest"
)

const (
	apiKey     = "bk_eu_0a1b2c3d4e5f"
	base       = "https://bot.example.org/hooks/bird"
	header     = "Webhook-Signature"
	idHeader   = "Webhook-Id"
	timeHeader = "Webhook-Timestamp"
)

var midnight = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// secretOf makes a webhook secret of one of the suite's keys; one that is a secret
// already stays, and so does none.
func secretOf(key string) string {
	if key == "" || strings.HasPrefix(key, "whsec_") {
		return key
	}
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(key))
}

func open(url string, keys ...string) (providers.Provider, error) {
	secrets := make([]string, len(keys))
	for i, key := range keys {
		secrets[i] = secretOf(key)
	}
	p, err := bird.New(bird.Config{
		APIKey: apiKey, WebhookSecrets: secrets, URL: url, Timeout: 2 * time.Second, Now: func() time.Time { return midnight },
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func TestConformance(t *testing.T) {
	providertest.Run(t, providertest.Harness{
		Open:     open,
		Secrets:  []string{"a-secret-webhook-key", secretOf("a-secret-webhook-key"), apiKey},
		ReadCall: readCall,
		Answers:  answers,
		Replies: providertest.Replies(t, "testdata/samples", func(name string) int {
			return map[string]int{"batch-response": http.StatusAccepted}[name]
		}),
		Sign:        func(r *providers.Request, key string) { simulator(key, r.At).Sign(r) },
		Header:      header,
		Skew:        5 * time.Minute,
		Unaddressed: true,
		Forge:       forge,
		Vectors:     vectors(t),
		Text:        text,
		Samples:     samples(t),
		Goldens:     filepath.Join("testdata", "golden"),
		Own: map[int]func(*testing.T){
			27: oddKeys, 28: oddDates, 30: oddSenders, 32: unknownWords, 34: optOuts, 36: readersNeverBreak,
		},
		Elsewhere: map[int]string{
			12: "texts of Bird have no choices to offer: they are written as numbers in the text",
			23: "the store drops a repeat in the commit script; that both have one id is case 31",
			33: "the store ranks states; that each report has its state is case 25",
			35: "Bird joins long texts before it forwards them",
			38: "the web's hooks, with a store and a journal that are away",
			39: "the web's hooks, with a slow intake",
			40: "the store's suite, and the fault test",
		},
	})
}

func simulator(key string, at time.Time) bird.Simulator {
	return bird.Simulator{Secret: secretOf(key), BaseURL: base, Now: func() time.Time { return at }}
}

func text(t providertest.Text) []*providers.Request {
	return []*providers.Request{
		simulator("any-key-of-a-webhook", midnight).Inbound(bird.ReceivedText{ID: t.ID, From: t.From, To: t.To, Text: t.Text, Date: t.Sent}),
	}
}

func readCall(_ *http.Request, body []byte) providertest.Call {
	var c struct {
		To, From, Text string
		Metadata       struct{ Ref string }
	}
	if json.Unmarshal(body, &c) != nil {
		return providertest.Call{}
	}
	return providertest.Call{From: c.From, Text: c.Text, Ref: c.Metadata.Ref, To: []string{c.To}}
}

var answers = map[providertest.Answer]func(http.ResponseWriter, providertest.Call){
	providertest.TakesAll:         take("accepted", "null"),
	providertest.TakesAllBackward: take("accepted", "null"),
	providertest.RefusesLast:      take("rejected", `{"code":"recipient_opted_out"}`),
	providertest.SaysOptedOut:     refuse(422, "recipient_opted_out", "RecipientOptedOut", ""),
	providertest.BadKey:           refuse(401, "E01010", "InvalidAPIKey", ""),
	providertest.NoCredit:         refuse(402, "E01020", "InsufficientBalance", ""),
	providertest.BadNumber:        refuse(422, "E01030", "ValidationFailed", ""),
	providertest.TooManySeconds:   refuse(429, "E01002", "RateLimited", "7"),
	providertest.TooMany:          refuse(429, "E01002", "RateLimited", ""),
	providertest.TooManyDate:      refuse(429, "E01002", "RateLimited", midnight.Add(time.Minute).Format(http.TimeFormat)),
}

func take(status, lastError string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, `{"id":"sms_0a1b2c","status":%q,"to":%q,"text":%q,"segments":{"count":1},"last_error":%s}`, status, c.To[0], c.Text, lastError)
	}
}

// refuse quotes the number and the words, as careless APIs do.
func refuse(status int, code, name, retryAfter string) func(http.ResponseWriter, providertest.Call) {
	return func(w http.ResponseWriter, c providertest.Call) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"type":"an_error","code":%q,"name":%q,"message":%q,"param":"to"}}`, code, name, fmt.Sprint("no: ", c.To, c.Text))
	}
}

// forge makes signatures that only careless readers take.
func forge(r *providers.Request, key string) []*providers.Request {
	id, stamp, body := r.Header.Get(idHeader), r.Header.Get(timeHeader), string(r.Body)
	whole := id + "." + stamp + "." + body
	of := func(h func() hash.Hash, key, data string) []byte {
		mac := hmac.New(h, []byte(key))
		mac.Write([]byte(data))
		return mac.Sum(nil)
	}
	coded := base64.StdEncoding.EncodeToString
	right := of(sha256.New, key, whole)
	plain := sha256.Sum256([]byte(key + whole))
	var forged []*providers.Request
	for _, signature := range []string{
		coded(right), "v1," + hex.EncodeToString(right), "v1," + base64.RawStdEncoding.EncodeToString(right), "v1=" + coded(right),
		"v1," + base64.URLEncoding.EncodeToString(right) + "=", "V1," + coded(right), "v2," + coded(right), "v1a," + coded(right), "v1, " + coded(right),
		"v1," + coded(right[:16]), "v1," + coded(plain[:]), "v1,", "v1", ",", "v1,null",
		"v1," + coded(of(sha1.New, key, whole)),                                 // another hash
		"v1," + coded(of(sha256.New, "", whole)),                                // no key
		"v1," + coded(of(sha256.New, secretOf(key), whole)),                     // the secret as it is written
		"v1," + coded(of(sha256.New, key, body)),                                // the body alone
		"v1," + coded(of(sha256.New, key, stamp+"."+body)),                      // without the id
		"v1," + coded(of(sha256.New, key, id+stamp+body)),                       // without the dots
		"v1," + coded(of(sha256.New, key, stamp+"."+id+"."+body)),               // the other way round
		strings.Repeat("v1,"+coded(plain[:])+" ", 20) + "v1," + coded(right),    // more than anybody makes
		"v1," + coded(right) + "  v1," + coded(plain[:]), " v1," + coded(right), // two spaces, and one before
	} {
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(header, signature)
		forged = append(forged, &f)
	}
	for name, value := range map[string]string{idHeader: "", timeHeader: ""} { // what is signed of them is empty
		f := *r
		f.Header = r.Header.Clone()
		f.Header.Set(name, value)
		f.Header.Set(header, "v1,"+coded(of(sha256.New, key, f.Header.Get(idHeader)+"."+f.Header.Get(timeHeader)+"."+body)))
		forged = append(forged, &f)
	}
	return forged
}

// vectors reads recorded signatures, each with its id and its time.
func vectors(t testing.TB) []providertest.Vector {
	t.Helper()
	var of struct {
		Vectors []struct {
			Name, Method, URL, Body, Key, Value, ID, Timestamp string
			Now                                                int64
			Valid                                              bool
		}
	}
	raw, err := os.ReadFile("testdata/signatures.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &of))
	var all []providertest.Vector
	for _, v := range of.Vectors {
		r := &providers.Request{Method: v.Method, URL: v.URL, Header: http.Header{}, Body: []byte(v.Body), At: time.Unix(v.Now, 0)}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(idHeader, v.ID)
		r.Header.Set(timeHeader, v.Timestamp)
		if v.Value != "" {
			r.Header.Set(header, v.Value)
		}
		all = append(all, providertest.Vector{Name: v.Name, Key: v.Key, Request: r, Valid: v.Valid})
	}
	return all
}

func samples(t testing.TB) []providertest.Sample {
	return providertest.Samples(t, "testdata/samples", base+"/inbound", midnight)
}

// The id and the time of a webhook are signed as its words are.
func TestNoChangedIDOrTimePasses(t *testing.T) {
	p, err := open("http://127.0.0.1:1", "the-first-signing-key")
	require.NoError(t, err)
	for i := range 5000 {
		r := simulator("the-first-signing-key", midnight).Inbound(bird.ReceivedText{ID: "sms_1", From: "+447700900123", To: "+447700900999", Text: "STOP"})
		_, err := p.Verify(r)
		require.NoError(t, err)
		if i%2 == 0 {
			id := []byte(r.Header.Get(idHeader))
			id[i%len(id)] ^= byte(1 + i%7)
			r.Header.Set(idHeader, string(id))
		} else {
			r.Header.Set(timeHeader, strconv.FormatInt(midnight.Unix()+int64(i%300)-300, 10))
		}
		_, err = p.Verify(r)
		require.ErrorIs(t, err, providers.ErrSignature, "mutant %d", i)
	}
}
