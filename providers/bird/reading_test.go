package bird_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
)

func reader(t testing.TB) providers.Provider {
	t.Helper()
	p, err := open("http://127.0.0.1:1", "a-key-of-a-webhook")
	require.NoError(t, err)
	return p
}

func posted(body string) *providers.Request {
	return &providers.Request{Method: "POST", URL: base + "/inbound", Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body), At: midnight}
}

func phone(number string) providers.Address {
	return providers.Address{Kind: providers.Phone, Value: number}
}

func oddKeys(t *testing.T) {
	for name, body := range map[string]string{
		"as it comes":      `{"type":"sms.received","data":{"sms_id":"1","from":"+447700900123","to":"+447700900999","text":"hi"}}`,
		"case":             `{"Type":"sms.received","DATA":{"SMS_ID":"1","From":"+447700900123","TO":"+447700900999","Text":"hi"}}`,
		"numbers":          `{"type":"sms.received","data":{"sms_id":1,"from":447700900123,"to":"07700900999","text":"hi"}}`,
		"unknown keys":     `{"x":[{"y":null}],"type":"sms.received","data":{"sms_id":"1","from":"+447700900123","to":"+447700900999","text":"hi","carrier":{}},"v":2}`,
		"an empty date":    `{"type":"sms.received","timestamp":null,"data":{"sms_id":"1","from":"+447700900123","to":"+447700900999","text":"hi"}}`,
		"other metadata":   `{"type":"sms.received","data":{"sms_id":"1","from":"+447700900123","to":"+447700900999","text":"hi","metadata":[1],"error":null}}`,
		"escaped and more": `{"type":"sms\u002ereceived","data":{"sms_id":"\u0031","from":"\u002b44 7700 900123","to":"07700 900999","text":"\u0068i"}} `,
	} {
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(posted(body))
			require.NoError(t, err)
			require.Equal(t, []providers.Inbound{{
				Provider: "bird", EventID: "1", Text: "hi", Received: midnight, From: phone("+447700900123"), To: phone("+447700900999"),
			}}, texts)
			reports, err := reader(t).ParseStatus(posted(body))
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
}

func oddDates(t *testing.T) {
	for raw, want := range map[string]time.Time{
		"2026-01-01T00:00:00Z":         midnight,
		"2026-01-01T00:00:00.000000Z":  midnight,
		"2026-01-01T00:00:00.5Z":       midnight.Add(time.Second / 2),
		"2026-01-01T01:00:00+01:00":    midnight,
		"2026-01-01T01:00:00.000+0100": midnight,
		"2026-01-01T00:00:00":          midnight,
		"1970-01-01T00:00:00Z":         {},
		"yesterday":                    {},
		"":                             {},
	} {
		texts, err := reader(t).ParseInbound(posted(`{"type":"sms.received","timestamp":"` + raw + `","data":{"sms_id":"1","from":"+447700900123","text":"hi"}}`))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].Sent, raw)
		reports, err := reader(t).ParseStatus(posted(`{"type":"sms.delivered","timestamp":"` + raw + `","data":{"sms_id":"1","to":"+447700900123"}}`))
		require.NoError(t, err)
		if want.IsZero() {
			want = midnight // when it came
		}
		require.Equal(t, want, reports[0].At, raw)
	}
}

func oddSenders(t *testing.T) {
	for raw, want := range map[string]providers.Address{
		"447700900123": phone("+447700900123"), "+447700900123": phone("+447700900123"), "07700900123": phone("+447700900123"),
		"60777": {Kind: providers.ShortCode, Value: "60777"}, "HMRC": {Kind: providers.Letters, Value: "HMRC"},
	} {
		texts, err := reader(t).ParseInbound(posted(`{"type":"sms.received","data":{"sms_id":"1","from":"` + raw + `","text":"hi"}}`))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].From, raw)
	}
	_, err := reader(t).ParseInbound(posted(`{"type":"sms.received","data":{"sms_id":"1","text":"hi"}}`))
	require.ErrorIs(t, err, providers.ErrMalformed)
}

func unknownWords(t *testing.T) {
	p := reader(t)
	for _, kind := range []string{"sms.accepted", "sms.scheduled", "sms.something_new", "sms.DELIVERED"} {
		reports, err := p.ParseStatus(posted(`{"type":"` + kind + `","data":{"sms_id":"1","to":"+447700900123"}}`))
		require.NoError(t, err)
		require.Len(t, reports, 1)
		require.Empty(t, reports[0].State, kind)
		require.Empty(t, reports[0].Class, kind)
	}
	for _, body := range []string{
		"", "{}", "null", `{"ping":true}`, `{"type":"sms.delivered","data":{}}`, `{"type":"email.delivered","data":{"sms_id":"1"}}`, `{"type":"preference.revoked","data":{}}`,
		`{"type":"sms_suppression.created","data":{}}`, `{"type":"sms_suppression.created","data":{"destination":"+447700900123"}}`, `{"data":{"from":"+447700900123","text":"hi"}}`,
	} {
		texts, err := p.ParseInbound(posted(body))
		require.NoError(t, err, body)
		reports, wrong := p.ParseStatus(posted(body))
		require.NoError(t, wrong, body)
		require.Empty(t, texts, body)
		require.Empty(t, reports, body)
	}
	reports, err := p.ParseStatus(posted(`{"type":"sms.failed","data":{"sms_id":"1","to":"+447700900123","error":{"code":"+447700900123 is not there"}}}`))
	require.NoError(t, err)
	require.Empty(t, reports[0].Code, "a reason that is not known could be anything")
	require.Equal(t, providers.Permanent, reports[0].Class)
}

func TestReasonsOfFailures(t *testing.T) {
	for reason, class := range map[string]providers.Class{
		"recipient_opted_out": providers.OptedOut, "invalid_destination": providers.Permanent, "unreachable": providers.Temporary,
		"blocked_by_carrier": providers.UnsupportedClass, "blocked_by_fraud_protection": providers.UnsupportedClass, "blocked_by_recipient": providers.Permanent,
		"landline_unreachable": providers.Permanent, "content_rejected": providers.UnsupportedClass, "sender_unregistered": providers.Config,
		"provider_unavailable": providers.Temporary, "insufficient_balance": providers.Balance, "unknown": providers.Temporary, "something_new": providers.Permanent,
	} {
		r := simulator("a-key-of-a-webhook", midnight).Status(bird.Report{ID: "sms_1", Ref: "r-1", Recipient: "+447700900123", Status: "undelivered", Reason: reason})
		reports, err := reader(t).ParseStatus(r)
		require.NoError(t, err)
		require.Equal(t, []providers.Status{{
			Provider: "bird", ProviderID: "sms_1", Ref: "r-1", Recipient: phone("+447700900123"), State: providers.Failed, Class: class, Code: reason, At: midnight,
		}}, reports)
	}
	expired, err := reader(t).ParseStatus(posted(`{"type":"sms.expired","data":{"sms_id":"1","to":"+447700900123"}}`))
	require.NoError(t, err)
	require.Equal(t, providers.Temporary, expired[0].Class, "the phone was off")
}

func optOuts(t *testing.T) {
	for name, c := range map[string]struct {
		optOut bird.OptOut
		text   string
		want   providers.OptOut
	}{
		"a word of Bird's":        {bird.OptOutDefault, " Stop ", providers.OptOutStop},
		"one of another language": {bird.OptOutDefault, "остановить", providers.OptOutStop},
		"among others":            {bird.OptOutDefault, "the bus stop", providers.OptOutNone},
		"START is ours to answer": {bird.OptOutDefault, "START", providers.OptOutNone},
		"HELP is ours to answer":  {bird.OptOutDefault, "HELP", providers.OptOutNone},
		"a word of ours alone":    {bird.OptOutDefault, "STOPIO", providers.OptOutNone},
		"switched off":            {bird.OptOutOff, "STOP", providers.OptOutNone},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := bird.New(bird.Config{APIKey: apiKey, WebhookSecrets: []string{secretOf("a-key-of-a-webhook")}, OptOut: c.optOut})
			require.NoError(t, err)
			require.Equal(t, c.optOut != bird.OptOutOff, p.Caps().AnswersSTOP)
			texts, err := p.ParseInbound(simulator("a-key-of-a-webhook", midnight).Inbound(bird.ReceivedText{
				ID: "1", From: "+447700900123", To: "+447700900999", Text: c.text,
			}))
			require.NoError(t, err)
			require.Equal(t, c.want, texts[0].OptOut)
			require.Equal(t, c.text, texts[0].Text)
		})
	}
	r := simulator("a-key-of-a-webhook", midnight).Suppression("+447700900123", "+447700900999")
	texts, err := reader(t).ParseInbound(r)
	require.NoError(t, err)
	require.Len(t, texts, 1)
	require.NotEmpty(t, texts[0].EventID)
	texts[0].EventID = ""
	require.Equal(t, providers.Inbound{
		Provider: "bird", Text: "STOP", OptOut: providers.OptOutStop, From: phone("+447700900123"), To: phone("+447700900999"), Sent: midnight, Received: midnight,
	}, texts[0])
}

// readersNeverBreak reads every sample cut off at every byte.
func readersNeverBreak(t *testing.T) {
	p := reader(t)
	for _, sample := range samples(t) {
		whole := strings.TrimSpace(string(sample.Request.Body))
		for i := range len(whole) {
			r := posted(whole[:i])
			texts, _ := p.ParseInbound(r)
			reports, _ := p.ParseStatus(r)
			require.Empty(t, texts)
			require.Empty(t, reports)
		}
	}
}
