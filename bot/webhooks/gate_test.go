package webhooks

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// behind are names, and what a wicked server of names says of them: at the first
// question, and at each one after it.
var behind = map[string][2]string{
	"home.example.org":      {"127.0.0.1", "127.0.0.1"},
	"rebind.example.org":    {"198.51.100.1", "127.0.0.1"},
	"first.example.org":     {"127.0.0.1", "198.51.100.1"},
	"ten.example.org":       {"10.1.2.3", "10.1.2.3"},
	"cloud.example.org":     {"169.254.169.254", "169.254.169.254"},
	"cloud6.example.org":    {"fd00:ec2::254", "fd00:ec2::254"},
	"mapped.example.org":    {"::ffff:10.0.0.1", "::ffff:10.0.0.1"},
	"nat64.example.org":     {"64:ff9b::a9fe:a9fe", "64:ff9b::a9fe:a9fe"},
	"local64.example.org":   {"64:ff9b:1::a00:1", "64:ff9b:1::a00:1"},
	"sixtofour.example.org": {"2002:7f00:1::", "2002:7f00:1::"},
	"teredo.example.org":    {"2001:0:7f00:1::", "2001:0:7f00:1::"},
	"carrier.example.org":   {"100.64.0.1", "100.64.0.1"},
	"link.example.org":      {"fe80::1", "fe80::1"},
	"group.example.org":     {"224.0.0.1", "ff02::1"},
	"zero.example.org":      {"0.0.0.0", "::"},
	"nothing.example.org":   {"", ""},
}

// evil are addresses of which none may be reached. Most are refused when they are
// added; those whose name alone is bad, when they are connected to.
var evil = []string{
	"http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/", "", "https://", "https:///x", "example.org",
	"https://user:pass@example.org/", "https://example.org@127.0.0.1/", "https://example.org/#here", "https://example.org:80/", "https://example.org:22/", "https://example.org:6379/", "https://example.org:0/",
	"https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1./",
	"https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://sub.localhost/", "https://redis/", "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/",
	"https://[::ffff:169.254.169.254]/", "https://[64:ff9b::7f00:1]/", "https://[fe80::1%25eth0]/", "https://[fe80::1]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[ff02::1]/", "https://[2002:7f00:1::]/", "https://[2001::1]/", "https://[2001:db8::1]/",
	"https://0.0.0.0/", "https://10.0.0.1/", "https://100.64.0.1/", "https://169.254.169.254/latest/meta-data/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/", "https://192.0.0.192/", "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://240.0.0.1/",
	"https://home.example.org/", "https://home.example.org:8443/", "https://rebind.example.org/", "https://first.example.org/", "https://ten.example.org/", "https://cloud.example.org/", "https://cloud6.example.org/", "https://mapped.example.org/", "https://nat64.example.org/",
	"https://local64.example.org/", "https://sixtofour.example.org/", "https://teredo.example.org/", "https://carrier.example.org/", "https://link.example.org/", "https://group.example.org/", "https://zero.example.org/", "https://nothing.example.org/",
	"https://example.org/\x00", "https://exa mple.org/", "https://example.org:99999999/", "https://" + strings.Repeat("a", 2050) + ".org/",
}

// TestNoEvilAddressIsReached tries all of them twice, past the check too, with a
// server that listens where they mean to go: nobody connects to it.
func TestNoEvilAddressIsReached(t *testing.T) {
	require.Greater(t, len(evil), 40)
	var connected atomic.Int64
	here, err := net.Listen("tcp", "127.0.0.1:8443") // a port that the gate would let through
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "port 8443 must be free")
		t.Skip("port 8443 is taken here; CI has it")
	}
	t.Cleanup(func() { require.NoError(t, here.Close()) })
	go func() {
		for {
			c, err := here.Accept()
			if err != nil {
				return
			}
			connected.Add(1)
			c.Close()
		}
	}()
	c, err := net.Dial("tcp", here.Addr().String())
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.Eventually(t, func() bool { return connected.Load() == 1 }, time.Minute, time.Millisecond, "whoever connects is counted")
	for _, said := range evil {
		asked := 0
		g := Gate{Lookup: func(_ context.Context, host string) ([]netip.Addr, error) {
			answers := behind[strings.ToLower(host)]
			answer := answers[min(asked, 1)]
			asked++
			if answer == "" {
				return nil, errors.New("no such host")
			}
			return []netip.Addr{netip.MustParseAddr(answer)}, nil
		}}
		refused := g.Check(said) != nil
		if u, err := url.Parse(said); err == nil && !refused {
			require.Contains(t, behind, u.Hostname(), "%s is refused when it is added", said)
		}
		for range 2 { // the second time a name may stand for something else
			before := asked
			for _, port := range []string{"443", "8443"} {
				_, err := g.dial(t.Context(), "tcp", net.JoinHostPort(hostOf(said), port))
				require.Error(t, err, said)
			}
			require.LessOrEqual(t, asked-before, 2, "a name is looked up once for each connection")
			answer, err := g.Client().Get(said)
			if err == nil {
				answer.Body.Close()
			}
			require.Error(t, err, said)
		}
	}
	require.EqualValues(t, 1, connected.Load(), "nobody else has connected")
}

// hostOf is the host that a URL means.
func hostOf(said string) string {
	if u, err := url.Parse(said); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return said
}

// What is connected to is judged, not what was looked up before: also on the port
// on which somebody listens.
func TestTheVeryConnectionIsJudged(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	d := net.Dialer{Control: Gate{}.may}
	_, err = d.DialContext(t.Context(), "tcp", l.Addr().String())
	require.ErrorIs(t, err, ErrAddress)
	open := net.Dialer{Control: Gate{Loopback: true}.may}
	c, err := open.DialContext(t.Context(), "tcp", l.Addr().String())
	require.NoError(t, err, "and the listener is there")
	require.NoError(t, c.Close())
}

func TestGoodAddressesAreAdded(t *testing.T) {
	for _, said := range []string{"https://example.org/hooks", "https://example.org:443/", "https://example.org:8443/a?b=c", "https://EXAMPLE.org", "https://8.8.8.8/", "https://[2606:4700::1111]/", "https://xn--mnchen-3ya.example/", "https://7.example.org/"} {
		require.NoError(t, Gate{}.Check(said), said)
	}
}

// In a trial this machine may be reached, and nothing else that is not public.
func TestInATrialThisMachineAloneIsLetIn(t *testing.T) {
	g := Gate{Loopback: true}
	for _, said := range []string{"http://127.0.0.1:9000/x", "http://localhost:1/", "https://[::1]:5/"} {
		require.NoError(t, g.Check(said))
		require.Error(t, Gate{}.Check(said))
	}
	for _, said := range []string{"http://10.0.0.1/", "https://169.254.169.254/", "http://example.org/"} {
		require.Error(t, g.Check(said), said)
	}
	require.ErrorIs(t, g.may("tcp", "10.0.0.1:443", nil), ErrAddress)
	require.ErrorIs(t, g.may("tcp", "0.0.0.0:443", nil), ErrAddress)
}

func TestARedirectIsNotFollowedAndAnAnswerIsBounded(t *testing.T) {
	followed := false
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed = true }))
	t.Cleanup(inner.Close)
	outer := httptest.NewServer(http.RedirectHandler(inner.URL, http.StatusTemporaryRedirect))
	t.Cleanup(outer.Close)
	answer, err := Gate{Loopback: true}.Client().Post(outer.URL, "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusTemporaryRedirect, answer.StatusCode)
	require.False(t, followed)
	long := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("a", mostAnswer+1))
	}))
	t.Cleanup(long.Close)
	answer, err = Gate{Loopback: true}.Client().Get(long.URL)
	if err == nil {
		answer.Body.Close()
	}
	require.Error(t, err)
}
