package govuknotify_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/providertest"
)

// addSamples begins with every recorded callback.
func addSamples(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add(sample.Request.Body)
	}
	f.Add([]byte(`{"source_number":447700900123,"message":null}`))
	f.Add([]byte(nil))
}

func FuzzParseInbound(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { providertest.ReadInbound(t, p, posted("/inbound", string(body))) })
}

func FuzzParseStatus(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { providertest.ReadStatus(t, p, posted("/status", string(body))) })
}

// FuzzVerify may find nothing that passes but the token itself.
func FuzzVerify(f *testing.F) {
	const good = "Bearer a-bearer-token"
	for _, given := range []string{good, good + " ", "bearer a-bearer-token", "a-bearer-token", ""} {
		f.Add(given, base+"/inbound")
		f.Add(given, base+"/status?x")
	}
	p := reader(f)
	f.Fuzz(func(t *testing.T, given, url string) {
		r := &providers.Request{Method: "POST", URL: url, Header: http.Header{}, At: midnight}
		r.Header.Set(header, given)
		if _, err := p.Verify(r); err == nil {
			require.Equal(t, good, given)
		}
	})
}

// FuzzCarried may find no text that Notify would change once it has been made
// ready for it.
func FuzzCarried(f *testing.F) {
	for _, text := range []string{"Tŷ dŵr", "👍🏽 well", "سلام", "Zażółć gęślą jaźń", "don`t", "e\u0301\u0328", "\u2028"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if carried, ok := govuknotify.Carried(text); ok {
			require.Equal(t, carried, govuknotify.Sanitise(carried))
		}
	})
}
