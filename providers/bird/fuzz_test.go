package bird_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
)

// addSamples begins with every recorded webhook.
func addSamples(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add(sample.Request.Body)
	}
	f.Add(simulator("a-key-of-a-webhook", midnight).Suppression("+447700900123", "+447700900999").Body)
	f.Add([]byte(`{"type":"sms.received","data":{"from":447700900123,"text":null}}`))
	f.Add([]byte(nil))
}

func FuzzParseInbound(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { providertest.ReadInbound(t, p, posted(string(body))) })
}

func FuzzParseStatus(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { providertest.ReadStatus(t, p, posted(string(body))) })
}

// FuzzVerify may find no request that passes but the recorded one, with its
// signature among others or alone.
func FuzzVerify(f *testing.F) {
	recorded := vectors(f)[0]
	r := recorded.Request
	good, id, stamp := r.Header.Get(header), r.Header.Get(idHeader), r.Header.Get(timeHeader)
	f.Add(good, id, stamp, r.Body)
	f.Add("v1,AAAA "+good, id, stamp, r.Body)
	f.Add(good+" ", id, stamp, r.Body)
	f.Add("v1,", "", "0", []byte(nil))
	p, err := open("http://127.0.0.1:1", recorded.Key)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, signature, name, at string, body []byte) {
		got := &providers.Request{Method: "POST", URL: r.URL, Header: http.Header{}, Body: body, At: r.At}
		got.Header.Set(header, signature)
		got.Header.Set(idHeader, name)
		got.Header.Set(timeHeader, at)
		if _, err := p.Verify(got); err == nil {
			require.Contains(t, strings.Split(signature, " "), good)
			require.Equal(t, id+"."+stamp+"."+string(r.Body), name+"."+at+"."+string(body))
		}
	})
}
