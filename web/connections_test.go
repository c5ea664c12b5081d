package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/web"
)

// listening is a server on a real listener that keeps few connections open.
type listening struct {
	addr string
	kept *kept
}

func listen(t *testing.T, most int) *listening {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &listening{addr: l.Addr().String(), kept: &kept{}}
	log, registry := slog.New(slog.DiscardHandler), prometheus.NewRegistry()
	server := web.NewServer(web.Doors{
		Log: log, Connections: most,
		Hooks: &web.Hooks{
			Providers: map[string]providers.Provider{"wire": &quietWire{}}, PublicURL: "https://bot.example.org",
			Intake: s.kept, Reports: s.kept, Now: time.Now, Metrics: web.NewMetrics(registry), Log: log,
		},
		Probes: &web.Probes{Ready: func() error { return nil }, Gatherer: registry},
	})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		require.NoError(t, server.Shutdown(ctx))
		require.NoError(t, <-ended)
	})
	return s
}

// quietWire is a wire that many may use at once.
type quietWire struct{ wire }

func (w *quietWire) Verify(r *providers.Request) (providers.Proof, error) {
	return (&wire{}).Verify(r)
}

// hook sends a signed webhook on a connection of its own, and returns the status
// of the answer.
func (s *listening) hook(t *testing.T, text string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://"+s.addr+"/hooks/wire/inbound", strings.NewReader(text))
	require.NoError(t, err)
	r.Header.Set("Signed", "yes")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}
	answer, err := client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	return answer.StatusCode
}

// dial opens a connection and writes to it, which may be nothing.
func (s *listening) dial(t *testing.T, words string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.addr)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	_, err = io.WriteString(c, words)
	require.NoError(t, err)
	return c
}

// isClosed tells whether the other side has closed a connection.
func isClosed(c net.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(10 * time.Millisecond)) // a closed one fails below
	_, err := io.Copy(io.Discard, c)
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

func TestASignedWebhookIsAnsweredThoughAllConnectionsAreTaken(t *testing.T) {
	const most = 8
	for name, take := range map[string]func(*testing.T, *listening) net.Conn{ // they come twice as many
		"by some who say nothing": func(t *testing.T, s *listening) net.Conn { return s.dial(t, "") },
		"by some who have asked and stay": func(t *testing.T, s *listening) net.Conn {
			c := s.dial(t, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			return c
		},
		"by some who are slow to say what they want": func(t *testing.T, s *listening) net.Conn { return s.dial(t, "GET /livez HTTP/1.1\r\nX: ") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := listen(t, most)
			var taken []net.Conn
			for range 2 * most {
				taken = append(taken, take(t, s))
			}
			for n := range 5 {
				require.Equal(t, 200, s.hook(t, fmt.Sprint("text ", n)), "within the time-outs of the server")
			}
			require.Equal(t, []string{"text 0", "text 1", "text 2", "text 3", "text 4"}, s.kept.texts)
			require.Eventually(t, func() bool {
				closed := 0
				for _, c := range taken {
					if isClosed(c) {
						closed++
					}
				}
				return closed >= most
			}, 30*time.Second, 50*time.Millisecond, "the silent ones made room")
		})
	}
}

// They are waited for, and no longer than the server waits for a request.
func TestASignedWebhookIsAnsweredThoughAllConnectionsHaveASlowRequestOnThem(t *testing.T) {
	t.Parallel()
	const most = 8
	s := listen(t, most)
	for range most {
		c := s.dial(t, "POST /hooks/wire/inbound HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n")
		begun := make([]byte, len("HTTP/1.1 100 Continue"))
		_, err := io.ReadFull(c, begun)
		require.NoError(t, err)
		require.Equal(t, "HTTP/1.1 100 Continue", string(begun), "its body is being read")
	}
	require.Equal(t, 200, s.hook(t, "hello"))
	require.Equal(t, []string{"hello"}, s.kept.texts)
}

// A connection on which something is asked is not closed for another.
func TestARequestUnderWayIsNotCutOffForAnother(t *testing.T) {
	s := listen(t, 2)
	c := s.dial(t, "POST /hooks/wire/inbound HTTP/1.1\r\nHost: x\r\nSigned: yes\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
	answers := bufio.NewReader(c)
	begun, err := answers.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, begun, "100 Continue")
	_, err = answers.ReadString('\n')
	require.NoError(t, err)
	for range 20 {
		s.dial(t, "")
	}
	require.Equal(t, 200, s.hook(t, "other"))
	_, err = io.WriteString(c, "hello")
	require.NoError(t, err)
	answer, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, []string{"other", "hello"}, s.kept.texts)
}

func TestAServerThatIsFullStops(t *testing.T) {
	s := listen(t, 1)
	s.dial(t, "GET /livez HTTP/1.1\r\nX: ")
	s.dial(t, "GET /livez HTTP/1.1\r\nX: ") // waits for its place until the server is shut down, at the test's end
}
