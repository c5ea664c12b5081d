package fault_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// postOffice is a mail server on this machine.
type postOffice struct {
	mu      sync.Mutex
	letters []string
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return counter{p}, nil }

func (p *postOffice) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.letters
}

type counter struct{ p *postOffice }

func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }
func (counter) Mail(string, *smtp.MailOptions) error { return nil }
func (counter) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (c counter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	c.p.letters = append(c.p.letters, string(text))
	return err
}

// openPostOffice starts one, and returns the settings that name it.
func openPostOffice(t *testing.T) (*postOffice, []string) {
	t.Helper()
	post := &postOffice{}
	server := smtp.NewServer(post)
	server.Domain, server.ReadTimeout, server.WriteTimeout = "localhost", 10*time.Second, 10*time.Second
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return post, []string{"CONNECTIVE_MAIL_SERVER=smtp+plain://" + listener.Addr().String(), "CONNECTIVE_MAIL_FROM=alarms@example.org"}
}

// TestACallForHelpReachesTheRotaByMailAndByText runs two bots, of which each
// alarm is rung by one.
func TestACallForHelpReachesTheRotaByMailAndByText(t *testing.T) {
	post, mail := openPostOffice(t)
	flows := t.TempDir()
	writeDrinks(t, flows, drinks)
	h := newHouse(t, build(t), 2, sink.Config{}, append(mail, "CONNECTIVE_FLOWS="+flows)...)
	h.flows = flows
	b := &bar{h, t.TempDir(), 0, map[string]int{}}
	for _, args := range [][]string{
		{"staff", "add", "dana@example.org", "--name", "Dana", "--org", "drinks", "--role", "responder"},
		{"staff", "rota", "dana@example.org", "on", "--phone", phone(9)},
	} {
		out, err := b.command(args...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	require.Contains(t, b.text(0, 0, "I want to die"), "116 123")
	require.Eventually(t, func() bool { return len(post.got()) > 0 && len(h.got(phone(9))) > 0 }, 60*time.Second, 50*time.Millisecond)
	letter := post.got()[0]
	require.Contains(t, letter, "Urgent: nobody has taken a case")
	require.Contains(t, letter, "/console/case/")
	require.NotContains(t, strings.ToLower(letter), "die", "nothing of what was written")
	require.Contains(t, h.got(phone(9))[0], "urgent case")
	const mails = `connective_alarms_total{channel="mail",kind="urgent"}`
	require.Eventually(t, func() bool { return b.bots[0].metric(mails)+b.bots[1].metric(mails) == 1 }, 10*time.Second, 20*time.Millisecond, "one of the two has rung")
	require.Len(t, post.got(), 1)
	require.Len(t, h.got(phone(9)), 1)
}
