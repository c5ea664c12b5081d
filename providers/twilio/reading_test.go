package twilio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/twilio"
)

func reader(t testing.TB) providers.Provider {
	t.Helper()
	p, err := open("http://127.0.0.1:1", "token")
	require.NoError(t, err)
	return p
}

func query(q string) *providers.Request {
	return &providers.Request{Method: "GET", URL: base + "/inbound?" + q, Header: http.Header{}, At: midnight}
}

func posted(kind, body string) *providers.Request {
	r := &providers.Request{Method: "POST", URL: base + "/inbound?MessageSid=of-the-address&Body=no", Header: http.Header{}, Body: []byte(body), At: midnight}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

func oddKeys(t *testing.T) {
	const plain = "MessageSid=1&From=%2B447700900123&To=%2B447700900999&Body=hi"
	for name, r := range map[string]*providers.Request{
		"as it comes":         posted(form, plain),
		"case":                posted(form, "messagesid=1&FROM=%2B447700900123&to=%2B447700900999&BODY=hi"),
		"twice":               posted(form, plain+"&Body=no&From=1&MessageSid=2&body=no"),
		"unknown keys":        posted(form, "x=1&"+plain+"&"+strings.Repeat("k", 300)+"=1&=&&"),
		"other names":         posted(form, "SmsSid=1&From=%2B447700900123&To=%2B447700900999&Body=hi"),
		"older names":         posted(form, "SmsMessageSid=1&From=%2B447700900123&To=%2B447700900999&Body=hi"),
		"empty first":         posted(form, "MessageSid=&SmsSid=1&From=%2B447700900123&To=%2B447700900999&Body=hi"),
		"escaped keys":        posted(form, "Messag%65Sid=1&From=%2B447700900123&To=%2B447700900999&B%6Fdy=hi"),
		"a charset":           posted(form+"; charset=UTF-8", plain),
		"form without a type": posted("", plain),
		"GET":                 query(plain),
		"a fallback's reason": posted(form, plain+"&ErrorCode=11200&ErrorUrl=https%3A%2F%2Fbot.example.org"),
		"no picture":          posted(form, plain+"&NumMedia=0"),
	} {
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(r)
			require.NoError(t, err)
			require.Equal(t, []providers.Inbound{{
				Provider: "twilio", EventID: "1", Text: "hi", Received: midnight,
				From: providers.Address{Kind: providers.Phone, Value: "+447700900123"}, To: providers.Address{Kind: providers.Phone, Value: "+447700900999"},
			}}, texts)
			reports, err := reader(t).ParseStatus(r)
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
}

// noDates proves that what looks like a date is not taken for one: Twilio gives
// none for a text, and that of a report is in the operator's own time.
func noDates(t *testing.T) {
	for _, date := range []string{"", "2601010000", "0", "yesterday", "1970-01-01T00:00:00Z"} {
		reports, err := reader(t).ParseStatus(posted(form, "MessageSid=1&To=%2B447700900123&MessageStatus=sent&RawDlrDoneDate="+date))
		require.NoError(t, err)
		require.Equal(t, midnight, reports[0].At)
		texts, err := reader(t).ParseInbound(posted(form, "MessageSid=1&From=%2B447700900123&Body=hi&DateSent="+date))
		require.NoError(t, err)
		require.Equal(t, time.Time{}, texts[0].Sent)
	}
}

func oddSenders(t *testing.T) {
	for raw, want := range map[string]providers.Address{
		"447700900123":               {Kind: providers.Phone, Value: "+447700900123"},
		"%2B447700900123":            {Kind: providers.Phone, Value: "+447700900123"},
		"+447700900123":              {Kind: providers.Phone, Value: "+447700900123"}, // a plus that became a space
		"07700900123":                {Kind: providers.Phone, Value: "+447700900123"},
		"60777":                      {Kind: providers.ShortCode, Value: "60777"},
		"Bank":                       {Kind: providers.Letters, Value: "Bank"},
		"whatsapp%3A%2B447700900123": {Kind: providers.Opaque, Value: "whatsapp:+447700900123"},
	} {
		texts, err := reader(t).ParseInbound(posted(form, "MessageSid=1&Body=hi&To=%2B447700900999&From="+raw))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].From, raw)
	}
	_, err := reader(t).ParseInbound(posted(form, "MessageSid=1&Body=hi&To=%2B447700900999"))
	require.ErrorIs(t, err, providers.ErrMalformed)
}

func unknownWords(t *testing.T) {
	for name, r := range map[string]*providers.Request{
		"nothing":                query(""),
		"a form of nothing":      posted(form, ""),
		"another form":           posted(form, "hello=there"),
		"a bare word":            posted(form, "hello"),
		"a status of none":       posted(form, "MessageStatus=delivered"),
		"an empty status":        posted(form, "MessageSid=1&MessageStatus="),
		"JSON without any words": {Method: "POST", URL: base + "/inbound", Header: http.Header{"Content-Type": {"application/json"}}, At: midnight},
	} {
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(r)
			require.NoError(t, err)
			require.Nil(t, texts)
			reports, err := reader(t).ParseStatus(r)
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
	for _, word := range []string{"teleported", "queued", "accepted", "scheduled", "sending"} {
		reports, err := reader(t).ParseStatus(posted(form, "MessageSid=1&To=%2B447700900123&MessageStatus="+word))
		require.NoError(t, err)
		require.Equal(t, providers.State(""), reports[0].State, word)
	}
	for _, kind := range []string{"application/json", "text/xml", "multipart/form-data; boundary=x", "/"} {
		_, err := reader(t).ParseInbound(posted(kind, "MessageSid=1&From=%2B447700900123&Body=hi"))
		require.ErrorIs(t, err, providers.ErrMalformed, kind)
		_, err = reader(t).ParseStatus(posted(kind, "MessageSid=1&MessageStatus=sent"))
		require.ErrorIs(t, err, providers.ErrMalformed, kind)
	}
}

func optOuts(t *testing.T) {
	r := posted(form, "MessageSid=1&To=%2B447700900123&MessageStatus=failed&ErrorCode=21610")
	r.URL = base + "/status?ref=r-1"
	reports, err := reader(t).ParseStatus(r)
	require.NoError(t, err)
	require.Equal(t, []providers.Status{{
		Provider: "twilio", ProviderID: "1", Ref: "r-1", State: providers.Failed, Class: providers.OptedOut, Code: "21610", At: midnight,
		Recipient: providers.Address{Kind: providers.Phone, Value: "+447700900123"},
	}}, reports)

	for name, c := range map[string]struct {
		optOut     twilio.OptOut
		said, text string
		want       providers.OptOut
	}{
		"advanced says stop":                      {twilio.OptOutAdvanced, "STOP", "arrêt", providers.OptOutStop},
		"advanced says start":                     {twilio.OptOutAdvanced, "START", "START", providers.OptOutStart},
		"advanced says help":                      {twilio.OptOutAdvanced, "HELP", "INFO", providers.OptOutHelp},
		"advanced in any case":                    {twilio.OptOutAdvanced, " stop ", "STOP", providers.OptOutStop},
		"advanced says nothing":                   {twilio.OptOutAdvanced, "", "END", providers.OptOutNone},
		"advanced says something new":             {twilio.OptOutAdvanced, "PAUSE", "PAUSE", providers.OptOutNone},
		"default, one of its words":               {twilio.OptOutDefault, "", " Cancel ", providers.OptOutStop},
		"default, among others":                   {twilio.OptOutDefault, "", "the bus stop", providers.OptOutNone},
		"default, START is ours to answer":        {twilio.OptOutDefault, "", "START", providers.OptOutNone},
		"default, YES is an answer":               {twilio.OptOutDefault, "", "YES", providers.OptOutNone},
		"default, HELP is ours to answer":         {twilio.OptOutDefault, "", "HELP", providers.OptOutNone},
		"default, but it is said":                 {twilio.OptOutDefault, "HELP", "HELP", providers.OptOutHelp},
		"switched off: all of it is ours":         {twilio.OptOutOff, "", "STOP", providers.OptOutNone},
		"switched off, whatever the webhook says": {twilio.OptOutOff, "STOP", "STOP", providers.OptOutNone},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := twilio.New(twilio.Config{AccountSID: accountSID, AuthTokens: []string{"token"}, OptOut: c.optOut})
			require.NoError(t, err)
			require.Equal(t, c.optOut != twilio.OptOutOff, p.Caps().AnswersSTOP)
			texts, err := p.ParseInbound(simulator("token", midnight).Inbound(twilio.InboundText{
				ID: "1", From: "+447700900123", To: "+447700900999", Text: c.text, OptOutType: c.said,
			}))
			require.NoError(t, err)
			require.Equal(t, c.want, texts[0].OptOut)
			require.Equal(t, c.text, texts[0].Text)
		})
	}
}

// readersNeverBreak reads every sample cut off at every byte.
func readersNeverBreak(t *testing.T) {
	p := reader(t)
	for _, sample := range samples(t) {
		whole := *sample.Request
		simulator("token", midnight).Sign(&whole)
		_, err := p.Verify(&whole)
		require.NoError(t, err)
		for i := range len(whole.Body) {
			r := whole
			r.Body = whole.Body[:i]
			_, _ = p.ParseInbound(&r)
			_, _ = p.ParseStatus(&r)
			_, err := p.Verify(&r)
			require.Error(t, err)
		}
		for i := range len(whole.URL) {
			r := whole
			r.URL = whole.URL[:i]
			_, _ = p.ParseInbound(&r)
			_, _ = p.ParseStatus(&r)
			_, err := p.Verify(&r)
			require.Error(t, err)
		}
	}
}
