package twilio_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
)

// addSamples begins with every recorded webhook.
func addSamples(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add(form, "ref=r-1", sample.Request.Body)
	}
	f.Add("", "MessageSid=1&From=07700900123&Body=hi", []byte(nil))
}

func made(kind, query string, body []byte) *providers.Request {
	r := &providers.Request{
		Method: "POST", URL: base + "/inbound?" + query, Header: http.Header{"Content-Type": {kind}}, Body: body, At: midnight,
	}
	if len(body) == 0 {
		r.Method = "GET"
	}
	return r
}

func FuzzParseInbound(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, kind, query string, body []byte) {
		providertest.ReadInbound(t, p, made(kind, query, body))
	})
}

func FuzzParseStatus(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, kind, query string, body []byte) {
		providertest.ReadStatus(t, p, made(kind, query, body))
	})
}

// FuzzVerify may find no request that passes but the recorded one, with or
// without the port that Twilio leaves out or names, and those whose fields its
// scheme cannot tell from it.
func FuzzVerify(f *testing.F) {
	recorded := vectors(f)[0]
	good, r := recorded.Request.Header.Get(header), recorded.Request
	f.Add(good, r.URL, r.Body, form)
	f.Add(good+"=", r.URL, r.Body, "")
	f.Add(good, r.URL+"&bodySHA256=00", r.Body, "application/json")
	f.Add("", "https://bot.example.org:443", []byte(nil), form)
	p, err := open("http://127.0.0.1:1", recorded.Key)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, signature, url string, body []byte, kind string) {
		got := &providers.Request{Method: "POST", URL: url, Header: http.Header{"Content-Type": {kind}}, Body: body, At: midnight}
		got.Header.Set(header, signature)
		if _, err := p.Verify(got); err == nil {
			require.Equal(t, good, signature)
			require.Regexp(t, `^https://bot\.example\.org(:\d+)?/hooks/twilio/inbound\?tenant=north$`, url)
			require.Equal(t, signed(r.Body), signed(body))
		}
	})
}
