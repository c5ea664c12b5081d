package providertest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// eachSample reads every recorded file of a folder.
func eachSample(t testing.TB, folder string, do func(name, extension string, raw []byte)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
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
	return strings.HasPrefix(name, "inbound-") || name == "inbound" || strings.HasPrefix(name, "status-")
}

// Samples reads the recorded webhooks of a folder, whose names begin with inbound
// or status, as if they came to an address: .query by GET, .form and .json by
// POST.
func Samples(t testing.TB, folder, address string, at time.Time) []Sample {
	t.Helper()
	var all []Sample
	eachSample(t, folder, func(name, extension string, raw []byte) {
		if !isWebhook(name) {
			return
		}
		r := &providers.Request{Method: "POST", URL: address, Header: http.Header{}, Body: raw, At: at}
		switch extension {
		case ".query":
			r.Method, r.URL, r.Body = "GET", r.URL+"?"+string(raw), nil
		case ".form":
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		case ".json":
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
		}
		all = append(all, Sample{Name: name, Request: r})
	})
	return all
}

// Replies reads the recorded answers of a folder. Those of other calls are among
// them: none may be taken for more than it says. The status stands in a file's
// name, or else the company knows it.
func Replies(t testing.TB, folder string, status func(name string) int) []Reply {
	t.Helper()
	var all []Reply
	eachSample(t, folder, func(name, _ string, raw []byte) {
		if isWebhook(name) || strings.HasSuffix(name, "-request") {
			return
		}
		reply := Reply{Name: name, Status: statusIn(name), Body: raw}
		if reply.Status == 0 {
			reply.Status = status(name)
		}
		all = append(all, reply)
	})
	return all
}

func statusIn(name string) int {
	for part := range strings.SplitSeq(name, "-") {
		if code, err := strconv.Atoi(part); err == nil && code >= 200 && code < 600 {
			return code
		}
	}
	return 0
}

// Vectors reads recorded signatures, each for a header of its request.
func Vectors(t testing.TB, file, header string) []Vector {
	t.Helper()
	var of struct {
		Vectors []struct {
			Name, Method, URL, Body, Key, Value string
			Now                                 int64
			Valid                               bool
		}
	}
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &of))
	var all []Vector
	for _, v := range of.Vectors {
		r := &providers.Request{Method: v.Method, URL: v.URL, Header: http.Header{}, Body: []byte(v.Body), At: time.Unix(v.Now, 0)}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(v.Body, "{") {
			r.Header.Set("Content-Type", "application/json")
		}
		if v.Value != "" {
			r.Header.Set(header, v.Value)
		}
		all = append(all, Vector{Name: v.Name, Key: v.Key, Request: r, Valid: v.Valid})
	}
	return all
}
