package messagebird

import (
	"errors"
	"net/http"
	"net/http/httptrace"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

type breaking func(*httptrace.ClientTrace)

// RoundTrip breaks once a request has got as far as the test wants.
func (b breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	b(httptrace.ContextClientTrace(r.Context()))
	return nil, errors.New("broken")
}

func TestATextCountsAsGoneOnceItsHeadersAreWritten(t *testing.T) {
	for name, c := range map[string]struct {
		breaks breaking
		class  providers.Class
	}{
		"before anything":    {func(*httptrace.ClientTrace) {}, providers.Temporary},
		"after the headers":  {func(t *httptrace.ClientTrace) { t.WroteHeaders() }, providers.OutcomeUnknown},
		"after the body":     {func(t *httptrace.ClientTrace) { t.WroteRequest(httptrace.WroteRequestInfo{}) }, providers.OutcomeUnknown},
		"no headers written": {func(t *httptrace.ClientTrace) { t.WroteRequest(httptrace.WroteRequestInfo{Err: errors.New("x")}) }, providers.Temporary},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := New(Config{AccessKey: "live_key", SigningKeys: []string{"k"}, Client: &http.Client{Transport: c.breaks}})
			require.NoError(t, err)
			results, err := p.Send(t.Context(), []providers.Message{to("001")})
			require.NoError(t, err)
			require.Equal(t, c.class, results[0].Class)
		})
	}
}
