package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/web"
)

func (h *house) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// Behind a proxy the provider and whoever floods have the same address.
func TestAFloodOfStrangersIsRefusedAndASignedWebhookFromTheSameAddressNever(t *testing.T) {
	for name, knock := range map[string]func(*house) *httptest.ResponseRecorder{
		"a webhook that is not signed": func(h *house) *httptest.ResponseRecorder { return h.post("/hooks/wire/inbound", "hello", false) },
		"a webhook of nobody":          func(h *house) *httptest.ResponseRecorder { return h.post("/hooks/nobody/inbound", "hello", true) },
		"what is not here":             func(h *house) *httptest.ResponseRecorder { return h.post("/wp-login.php", "hello", true) },
		"another method":               func(h *house) *httptest.ResponseRecorder { return h.post("/livez", "hello", true) },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			answers := map[int]int{}
			for n := range 500 {
				w := knock(h)
				answers[w.Code]++
				if w.Code == http.StatusTooManyRequests {
					wait, err := strconv.Atoi(w.Header().Get("Retry-After"))
					require.NoError(t, err)
					require.InDelta(t, 1, wait, 0.5, "seconds")
				}
				require.Equal(t, 200, h.post("/hooks/wire/inbound", fmt.Sprint("signed ", n), true).Code)
				require.Equal(t, 200, h.get("/livez").Code)
			}
			require.Greater(t, answers[http.StatusTooManyRequests], 400)
			require.Len(t, answers, 2, "first as ever, then refused: %v", answers)
			require.Len(t, h.kept.texts, 500, "the signed ones alone")
			require.Contains(t, h.get("/metrics").Body.String(), `outcome="too_many"`)
			require.NotContains(t, h.get("/metrics").Body.String(), "192.0.2.1", "the address is in no metric")
			require.NotContains(t, h.log.String(), "192.0.2.1", "and in no log")
			require.False(t, strings.Contains(h.get("/metrics").Body.String(), "wp-login"))
		})
	}
}

func TestStrangersMayAskAgainInTimeAndOneDoesNotPayForAnother(t *testing.T) {
	k, now := web.NewKnocks(), time.Now()
	asked := func(address string, at time.Time) (allowed int) {
		for range 100 {
			if !k.Refuse(address, at) {
				allowed++
			}
		}
		return allowed
	}
	require.Equal(t, 30, asked("198.51.100.7", now))
	require.Equal(t, 30, asked("198.51.100.8", now), "a neighbour")
	require.Equal(t, 5, asked("198.51.100.7", now.Add(5*time.Second)))
	require.Equal(t, 0, asked("::ffff:198.51.100.7", now.Add(5*time.Second)), "the same one, written otherwise")
	require.Equal(t, 30, asked("2001:db8:1:2::1", now))
	require.Equal(t, 0, asked("2001:db8:1:2:ffff::1", now), "the same network")
	require.Equal(t, 30, asked("2001:db8:1:3::1", now))
	require.Equal(t, 30, asked("@", now), "no address")
	require.Equal(t, 0, asked("", now), "and another")
}

func TestWhatIsRememberedOfStrangersIsBounded(t *testing.T) {
	k, now := web.NewKnocks(), time.Now()
	for n := range 50_000 {
		k.Refuse(fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255), now)
		k.Refuse("198.51.100.7", now)
		inOrder, byName := k.Known()
		require.LessOrEqual(t, inOrder, web.MostAddresses)
		require.Equal(t, inOrder, byName)
	}
	inOrder, _ := k.Known()
	require.Equal(t, web.MostAddresses, inOrder)
	require.True(t, k.Refuse("198.51.100.7", now), "who goes on asking is not forgotten")
}
