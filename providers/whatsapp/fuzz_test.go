package whatsapp_test

import (
	"net/http"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
)

// soundTexts proves that every text is read whole or left out, whatever the request
// has in it, and that reading again reads the same.
func soundTexts(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	texts, err := p.ParseInbound(r)
	if err != nil {
		require.ErrorIs(t, err, providers.ErrMalformed)
		require.Empty(t, texts)
		return
	}
	require.LessOrEqual(t, len(texts), len(r.Body))
	for _, in := range texts {
		app, name := in.From.App()
		require.Equal(t, "whatsapp", app)
		require.NotEmpty(t, name)
		require.True(t, utf8.ValidString(in.Text) && utf8.ValidString(in.From.Value) && utf8.ValidString(in.To.Value) && utf8.ValidString(in.Choice))
		require.NotEmpty(t, in.EventID)
		require.LessOrEqual(t, len(in.EventID), 100)
		require.LessOrEqual(t, len(in.Text), 16<<10)
		require.LessOrEqual(t, len(in.Choice), 200)
	}
	again, err := p.ParseInbound(r)
	require.NoError(t, err)
	require.Equal(t, texts, again)
}

// soundReports proves the same of reports.
func soundReports(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	reports, err := p.ParseStatus(r)
	if err != nil {
		require.ErrorIs(t, err, providers.ErrMalformed)
		return
	}
	for _, s := range reports {
		require.False(t, s.At.IsZero())
		require.True(t, s.State == "" || s.State.Rank() >= 0)
		require.True(t, utf8.ValidString(s.Ref) && utf8.ValidString(s.Code) && utf8.ValidString(s.ProviderID))
	}
}

func addSamples(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add(sample.Request.Body)
	}
	f.Add([]byte(`{"entry":[{"changes":[{"value":{"messages":[{"from":"1","type":"text"}]}}]}]}`))
}

func came(body []byte) *providers.Request {
	return &providers.Request{Method: "POST", URL: base + "/inbound", Header: http.Header{}, Body: body, At: midnight}
}

func FuzzParseInbound(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { soundTexts(t, p, came(body)) })
}

func FuzzParseStatus(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, body []byte) { soundReports(t, p, came(body)) })
}

// FuzzVerify may find no request that passes but those with the recorded body and
// signature.
func FuzzVerify(f *testing.F) {
	recorded := providertest.Vectors(f, "testdata/signatures.json", header)[0]
	good, r := recorded.Request.Header.Get(header), recorded.Request
	f.Add(good, r.Body)
	f.Add(good+"=", r.Body)
	f.Add("sha256=", []byte(nil))
	p, err := open("http://127.0.0.1:1", recorded.Key)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, signature string, body []byte) {
		got := came(body)
		got.Header.Set(header, signature)
		if _, err := p.Verify(got); err == nil {
			require.Equal(t, good, signature)
			require.Equal(t, r.Body, body)
		}
	})
}
