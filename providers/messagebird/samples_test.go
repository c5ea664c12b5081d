package messagebird_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/providertest"
)

func base64url(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// eachSample reads every recorded file.
func eachSample(t *testing.T, do func(name, extension string, raw []byte)) {
	t.Helper()
	files, err := filepath.Glob("testdata/samples/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		extension := filepath.Ext(file)
		do(strings.TrimSuffix(filepath.Base(file), extension), extension, raw)
	}
}

func isWebhook(name string) bool {
	return strings.HasPrefix(name, "inbound-") || strings.HasPrefix(name, "status-")
}

// samples are the recorded webhooks.
func samples(t *testing.T) []providertest.Sample {
	t.Helper()
	var all []providertest.Sample
	eachSample(t, func(name, extension string, raw []byte) {
		if !isWebhook(name) {
			return
		}
		r := &providers.Request{Method: "POST", URL: base + "/inbound", Header: http.Header{}, Body: raw, At: midnight}
		switch extension {
		case ".query":
			r.Method, r.URL, r.Body = "GET", r.URL+"?"+string(raw), nil
		case ".form":
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		case ".json":
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
		}
		all = append(all, providertest.Sample{Name: name, Request: r})
	})
	return all
}

// replies are the recorded answers. Those of other calls are here too: none of
// them may be taken for more than it says.
func replies(t *testing.T) []providertest.Reply {
	t.Helper()
	var all []providertest.Reply
	eachSample(t, func(name, _ string, raw []byte) {
		if !isWebhook(name) && !strings.HasSuffix(name, "-request") {
			all = append(all, providertest.Reply{Name: name, Status: statusOf(name), Body: raw})
		}
	})
	return all
}

// statusOf finds the status in a file's name, or knows it.
func statusOf(name string) int {
	for part := range strings.SplitSeq(name, "-") {
		if code, err := strconv.Atoi(part); err == nil && code >= 200 && code < 600 {
			return code
		}
	}
	if name == "error-code99-internal" {
		return http.StatusInternalServerError
	}
	return http.StatusUnprocessableEntity
}
