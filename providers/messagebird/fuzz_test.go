package messagebird_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// addSamples begins with every recorded webhook.
func addSamples(f *testing.F) {
	files, err := filepath.Glob("testdata/samples/*-*")
	require.NoError(f, err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(f, err)
		switch filepath.Ext(file) {
		case ".query":
			f.Add("", string(raw), []byte(nil))
		case ".json":
			f.Add("application/json", "", raw)
		default:
			f.Add(form, "", raw)
		}
	}
}

func made(kind, query string, body []byte) *providers.Request {
	return &providers.Request{
		Method: "POST", URL: base + "/inbound?" + query, Header: http.Header{"Content-Type": {kind}}, Body: body, At: midnight,
	}
}

func FuzzParseInbound(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, kind, query string, body []byte) {
		texts, err := p.ParseInbound(made(kind, query, body))
		if err != nil {
			require.ErrorIs(t, err, providers.ErrMalformed)
			require.Empty(t, texts)
			return
		}
		require.LessOrEqual(t, len(texts), 1)
		for _, in := range texts {
			require.True(t, utf8.ValidString(in.Text))
			require.True(t, utf8.ValidString(in.From.Value) && utf8.ValidString(in.To.Value))
			require.NotEmpty(t, in.From.Value)
			require.NotEmpty(t, in.EventID)
			require.LessOrEqual(t, len(in.EventID), 100)
			require.LessOrEqual(t, len(in.Text), 3*(len(query)+len(body)))
			again, err := p.ParseInbound(made(kind, query, body))
			require.NoError(t, err)
			require.Equal(t, texts, again)
		}
	})
}

func FuzzParseStatus(f *testing.F) {
	addSamples(f)
	p := reader(f)
	f.Fuzz(func(t *testing.T, kind, query string, body []byte) {
		reports, err := p.ParseStatus(made(kind, query, body))
		if err != nil {
			require.ErrorIs(t, err, providers.ErrMalformed)
			return
		}
		texts, err := p.ParseInbound(made(kind, query, body))
		require.False(t, err == nil && len(texts) > 0 && len(reports) > 0, "a webhook is a text or a report")
		for _, s := range reports {
			require.False(t, s.At.IsZero())
			require.True(t, s.State == "" || s.State.Rank() >= 0)
			require.True(t, utf8.ValidString(s.Ref) && utf8.ValidString(s.Code))
		}
	})
}

// FuzzVerify may find no request that passes but the recorded one.
func FuzzVerify(f *testing.F) {
	signed := vectors(f)[0]
	good, r := signed.Request.Header.Get("MessageBird-Signature-JWT"), signed.Request
	f.Add(good, r.URL, r.Body, int64(0))
	f.Add(good+"=", r.URL, r.Body, int64(59))
	f.Add("", r.URL, []byte(nil), int64(-5))
	f.Add("a.b.c", "", []byte("x"), int64(1<<40))
	p, err := open("http://127.0.0.1:1", signed.Key)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, token, url string, body []byte, age int64) {
		at := time.Unix(r.At.Unix()+age%1e9, 0)
		got := &providers.Request{Method: "POST", URL: url, Header: http.Header{}, Body: body, At: at}
		got.Header.Set("MessageBird-Signature-JWT", token)
		if _, err := p.Verify(got); err == nil {
			require.True(t, token == good && url == r.URL && bytes.Equal(body, r.Body))
		}
	})
}
