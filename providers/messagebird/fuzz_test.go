package messagebird_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
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
