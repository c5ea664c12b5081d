package providertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// api is a company's API on this machine, which remembers what it was asked.
type api struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []Call
	raw    []*http.Request
	bodies [][]byte
}

// serve answers every send in one way.
func (s suite) serve(t *testing.T, answer func(http.ResponseWriter, Call)) *api {
	t.Helper()
	a := &api{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		c := s.ReadCall(r, body)
		a.mu.Lock()
		a.calls, a.raw, a.bodies = append(a.calls, c), append(a.raw, r), append(a.bodies, body)
		a.mu.Unlock()
		answer(w, c)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *api) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.calls)
}

func (a *api) call(i int) Call {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[i]
}

// open returns the adapter, pointed at a server.
func (s suite) open(t *testing.T, url string) providers.Provider {
	t.Helper()
	p, err := s.Open(url, keyOne)
	require.NoError(t, err)
	return p
}

// sendTo sends a batch to an API that answers in one way.
func (s suite) sendTo(t *testing.T, answer func(http.ResponseWriter, Call), batch ...providers.Message) (*api, []providers.Result) {
	t.Helper()
	a := s.serve(t, answer)
	results, err := s.open(t, a.URL).Send(t.Context(), batch)
	require.NoError(t, err)
	require.Len(t, results, len(batch))
	return a, results
}

func (s suite) answer(t *testing.T, a Answer) func(http.ResponseWriter, Call) {
	t.Helper()
	require.Contains(t, s.Answers, a)
	return s.Answers[a]
}
