package web_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// listen opens the events of a page on a real connection, and gives what it is told.
func (v *visitor) listen(server *httptest.Server, path string) (said <-chan string, leave func()) {
	v.o.t.Helper()
	r, err := http.NewRequest("GET", server.URL+path, nil)
	require.NoError(v.o.t, err)
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r) //nolint:bodyclose // leave closes it
	require.NoError(v.o.t, err)
	require.Equal(v.o.t, "text/event-stream", answer.Header.Get("Content-Type"))
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for text := bufio.NewScanner(answer.Body); text.Scan(); {
			if strings.TrimSpace(text.Text()) != "" {
				lines <- text.Text()
			}
		}
	}()
	return lines, func() { _ = answer.Body.Close() } // the reader ends
}

// hears waits until a page is told that.
func hears(t *testing.T, said <-chan string, want string) {
	t.Helper()
	for end := time.After(20 * time.Second); ; {
		select {
		case line, open := <-said:
			require.True(t, open, "it hears no more")
			if line == want {
				return
			}
		case <-end:
			t.Fatalf("the page was never told: %s", want)
		}
	}
}

// Pages of one broadcast are told when it is further, and it is looked at once for all
// of them, until the last is closed.
func TestThePageOfABroadcastIsToldWhenItIsFurther(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	lead := o.as(staff.Lead)
	server := httptest.NewServer(o.server)
	defer server.Close()
	at := lead.post("/console/broadcasts/new", form("group", "choir", "say-en", "We sing at 7 tonight.", "hours", "24", "urgent", "the hall has moved"))
	require.Contains(t, lead.get(lead.post(at, form("do", "send", "when", "now"))), `hx-sse:connect="`+at+`/events"`)
	require.Zero(t, o.console.Watched())
	one, leaveOne := lead.listen(server, at+"/events")
	hears(t, one, ": hello")
	two, leaveTwo := o.as(staff.Viewer).listen(server, at+"/events")
	hears(t, two, ": hello")
	require.Equal(t, 1, o.console.Watched(), "it is looked at once")

	lead.post(at, form("do", "cancel"))
	hears(t, one, "data: look")
	hears(t, two, "data: look")
	leaveOne()
	hears(t, two, ": still")
	require.Equal(t, 1, o.console.Watched())
	leaveTwo()
	require.Eventually(t, func() bool { return o.console.Watched() == 0 }, 20*time.Second, 10*time.Millisecond)
	require.Equal(t, http.StatusNotFound, lead.send("GET", "/console/broadcasts/b-none/events", "").Code)
}
