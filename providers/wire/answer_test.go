package wire_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "0": 0, "-7": 0, "soon": 0, "1.5": 0, "86400": time.Hour, "99999999999999": 0,
		now.Add(time.Minute).Format(http.TimeFormat):  time.Minute,
		now.Add(-time.Minute).Format(http.TimeFormat): 0,
		now.AddDate(9, 0, 0).Format(http.TimeFormat):  time.Hour,
	} {
		require.Equal(t, want, wire.Answer{Header: http.Header{"Retry-After": {header}}}.RetryAfter(now), header)
	}
}

func TestAnUncertainTextKeepsTheStatus(t *testing.T) {
	require.Equal(t, providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown, Code: "http_502"}, wire.Answer{Status: 502}.Uncertain())
	require.Empty(t, wire.Answer{}.Uncertain().Code)
}
