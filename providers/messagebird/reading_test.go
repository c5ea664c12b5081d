package messagebird_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func reader(t testing.TB) providers.Provider {
	t.Helper()
	p, err := open("http://127.0.0.1:1", "key")
	require.NoError(t, err)
	return p
}

func query(q string) *providers.Request {
	return &providers.Request{Method: "GET", URL: base + "/inbound?" + q, Header: http.Header{}, At: midnight}
}

func posted(kind, body string) *providers.Request {
	r := &providers.Request{Method: "POST", URL: base + "/inbound?id=of-the-address&payload=no", Header: http.Header{}, Body: []byte(body), At: midnight}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

const form = "application/x-www-form-urlencoded"

func oddKeys(t *testing.T) {
	const plain = `{"originator":"447700900123","recipient":"447700900999","payload":"hi","id":"1"}`
	for name, r := range map[string]*providers.Request{
		"case":                 posted(form, "Originator=447700900123&RECIPIENT=447700900999&Payload=hi&ID=1"),
		"twice":                posted(form, "originator=447700900123&originator=1&recipient=447700900999&payload=hi&payload=no&id=1&ID=2"),
		"twice in JSON":        posted("application/json", `{"id":"1","ID":"2","payload":"hi","Payload":"no","originator":"447700900123","recipient":"447700900999"}`),
		"unknown keys":         posted(form, "x=1&originator=447700900123&recipient=447700900999&payload=hi&id=1&"+strings.Repeat("k", 300)+"=1&=&&"),
		"unknown JSON":         posted("application/json", strings.Replace(plain, "{", `{"deep":{"a":[{"id":"7"}]},"n":null,`, 1)),
		"numbers in JSON":      posted("application/json", `{"originator":447700900123,"recipient":447700900999,"payload":"hi","id":1}`),
		"other names":          posted(form, "sender=447700900123&receiver=447700900999&message=hi&message_id=1"),
		"empty first":          posted(form, "originator=&sender=447700900123&recipient=&receiver=447700900999&payload=&body=hi&id=&message_id=1"),
		"not scalars":          posted("application/json", strings.Replace(plain, "{", `{"sender":["x"],"body":{"a":1},"mid":null,`, 1)),
		"escaped keys":         posted(form, "%6Friginator=447700900123&recipient=447700900999&p%61yload=hi&id=1"),
		"form without a type":  posted("", "originator=447700900123&recipient=447700900999&payload=hi&id=1"),
		"form as plain text":   posted("text/plain; charset=utf-8", "originator=447700900123&recipient=447700900999&payload=hi&id=1"),
		"JSON without a type":  posted("", "\n"+plain+"\n"),
		"JSON by another name": posted("application/vnd.messagebird+json", plain),
		"query of a POST":      {Method: "POST", URL: base + "?originator=447700900123&recipient=447700900999&payload=hi&id=1", Header: http.Header{}, At: midnight},
	} {
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(r)
			require.NoError(t, err)
			require.Equal(t, []providers.Inbound{{
				Provider: "messagebird", EventID: "1", Text: "hi", Received: midnight,
				From: providers.Address{Kind: providers.Phone, Value: "+447700900123"}, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"},
			}}, texts)
			reports, err := reader(t).ParseStatus(r)
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
}

func oddDates(t *testing.T) {
	new := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for date, want := range map[string]time.Time{
		"2026-01-01T00:00:00+00:00":     new,
		"2026-01-01T00:00:00 00:00":     new,
		"2026-01-01T01:00:00 01:00":     new,
		"2026-01-01T01:00:00+0100":      new,
		"2026-01-01T01:00:00 0100":      new,
		"2026-01-01 01:00:00 0100":      new,
		"2025-12-31T19:00:00-05:00":     new,
		"2026-01-01T00:00:00Z":          new,
		"2026-01-01T00:00:00":           new,
		"2026-01-01 00:00:00":           new,
		"2026-01-01T00:00:00.250+00:00": new.Add(250 * time.Millisecond),
		"2026-01-01T00:00:00.250 00:00": new.Add(250 * time.Millisecond),
		"20260101000000":                new,
		"1767225600":                    new,
		"1970-01-01T00:00:00+00:00":     {},
		"0001-01-01T00:00:00Z":          {},
		"0":                             {},
		"":                              {},
		"yesterday":                     {},
		"2026-13-01T00:00:00Z":          {},
		"99999999999999999999":          {},
	} {
		texts, err := reader(t).ParseInbound(query("id=1&originator=447700900123&body=hi&createdDatetime=" + url.QueryEscape(date)))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].Sent, "%q", date)
		reports, err := reader(t).ParseStatus(query("id=1&recipient=447700900123&status=sent&statusDatetime=" + url.QueryEscape(date)))
		require.NoError(t, err)
		if want.IsZero() {
			want = midnight
		}
		require.Equal(t, want, reports[0].At, "%q", date)
	}
}

func oddSenders(t *testing.T) {
	for raw, want := range map[string]providers.Address{
		"447700900123":       {Kind: providers.Phone, Value: "+447700900123"},
		"+447700900123":      {Kind: providers.Phone, Value: "+447700900123"},
		"%2B447700900123":    {Kind: providers.Phone, Value: "+447700900123"},
		"07700900123":        {Kind: providers.Phone, Value: "+447700900123"},
		"00447700900123":     {Kind: providers.Phone, Value: "+447700900123"},
		"60777":              {Kind: providers.ShortCode, Value: "60777"},
		"Bank":               {Kind: providers.Letters, Value: "Bank"},
		"A+very+long+sender": {Kind: providers.Letters, Value: "A very long"},
	} {
		texts, err := reader(t).ParseInbound(query("id=1&body=hi&recipient=447700900999&originator=" + raw))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].From, raw)
		require.Equal(t, want.Kind == providers.Phone, texts[0].From.Answerable())
	}
	_, err := reader(t).ParseInbound(query("id=1&body=hi&recipient=447700900999"))
	require.ErrorIs(t, err, providers.ErrMalformed)
}

func unknownWords(t *testing.T) {
	for name, r := range map[string]*providers.Request{
		"nothing":           query(""),
		"a form of nothing": posted(form, ""),
		"another form":      posted(form, "hello=there"),
		"a bare word":       posted(form, "hello"),
		"another object":    posted("application/json", `{"type":"ping"}`),
		"an empty object":   posted("application/json", `{}`),
		"a status of none":  query("status=delivered"),
		"an empty status":   query("id=1&status="),
	} {
		if name == "a form of nothing" {
			r.URL = base + "/inbound"
		}
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(r)
			require.NoError(t, err)
			require.Nil(t, texts)
			reports, err := reader(t).ParseStatus(r)
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
	reports, err := reader(t).ParseStatus(query("id=1&recipient=447700900123&status=teleported"))
	require.NoError(t, err)
	require.Equal(t, providers.State(""), reports[0].State)
	for name, r := range map[string]*providers.Request{
		"broken JSON":     posted("application/json", `{"id":"1","payload":`),
		"JSON that ends":  posted("application/json", `{"id":"1"`),
		"JSON and more":   posted("application/json", `{"id":"1"} {"id":"2"}`),
		"a list":          posted("application/json", `[{"id":"1"}]`),
		"a JSON string":   posted("application/json", `"hi"`),
		"XML":             posted("text/xml", `<sms/>`),
		"several parts":   posted("multipart/form-data; boundary=x", "--x--"),
		"a broken object": posted("application/json", `{id:1}`),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := reader(t).ParseInbound(r)
			require.ErrorIs(t, err, providers.ErrMalformed)
			_, err = reader(t).ParseStatus(r)
			require.ErrorIs(t, err, providers.ErrMalformed)
		})
	}
}

func optOuts(t *testing.T) {
	for _, r := range []*providers.Request{
		query("id=1&reference=r&recipient=447700900123&status=delivery_failed&statusErrorCode=103"),
		posted(form, "id=1&reference=r&recipient=447700900123&status=delivery_failed&statusErrorCode=103"),
		posted("application/json", `{"id":"1","reference":"r","recipient":447700900123,"status":"delivery_failed","statusErrorCode":103}`),
	} {
		reports, err := reader(t).ParseStatus(r)
		require.NoError(t, err)
		require.Equal(t, []providers.Status{{
			Provider: "messagebird", ProviderID: "1", Ref: "r", State: providers.Failed, Class: providers.OptedOut, Code: "103", At: midnight,
			Recipient: providers.Address{Kind: providers.Phone, Value: "+447700900123"},
		}}, reports)
		texts, err := reader(t).ParseInbound(r)
		require.NoError(t, err)
		require.Nil(t, texts)
	}
}

// readersNeverBreak reads every sample cut off at every byte.
func readersNeverBreak(t *testing.T) {
	p := reader(t)
	for _, sample := range samples(t) {
		whole := *sample.Request
		for i := range len(whole.Body) {
			r := whole
			r.Body = whole.Body[:i]
			_, _ = p.ParseInbound(&r)
			_, _ = p.ParseStatus(&r)
		}
		for i := range len(whole.URL) {
			r := whole
			r.URL = whole.URL[:i]
			_, _ = p.ParseInbound(&r)
			_, _ = p.ParseStatus(&r)
		}
	}
	deep := posted("application/json", `{"payload":`+strings.Repeat("[", 30_000))
	_, err := p.ParseInbound(deep)
	require.ErrorIs(t, err, providers.ErrMalformed)
}
