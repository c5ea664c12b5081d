package inbox_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
)

// postOffice is a mail server on this machine.
type postOffice struct {
	mu      sync.Mutex
	to      []string
	letters []string
	closed  bool // takes nothing
	unknown bool // takes nothing to this address, for good
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return counter{p}, nil }

// counter is one talk with the server.
type counter struct{ p *postOffice }

func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }
func (counter) Mail(string, *smtp.MailOptions) error { return nil }
func (c counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	if c.p.unknown {
		return &smtp.SMTPError{Code: 550, Message: "nobody here"}
	}
	if c.p.closed {
		return &smtp.SMTPError{Code: 450, Message: "not now"}
	}
	c.p.to = append(c.p.to, to)
	return nil
}

func (c counter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	c.p.mu.Lock()
	defer c.p.mu.Unlock()
	c.p.letters = append(c.p.letters, string(text))
	return err
}

func openPostOffice(t *testing.T) (*postOffice, string) {
	t.Helper()
	p := &postOffice{}
	server := smtp.NewServer(p)
	server.Domain, server.ReadTimeout, server.WriteTimeout = "localhost", 10*time.Second, 10*time.Second
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return p, listener.Addr().String()
}

func TestALetterReachesAMailServer(t *testing.T) {
	p, address := openPostOffice(t)
	server, err := inbox.ReadServer("smtp+plain://" + address)
	require.NoError(t, err)
	by := inbox.ByMail{Server: server, From: "alarms@example.org", Console: "https://texts.example.org/console"}
	f := with("c-1", func(c *bot.Case) { c.About = "very private" })
	f.Notes = []bot.Note{{Text: "very private"}}
	dana := staff.Contact{Account: "1", Name: "Dana", Email: "dana@example.org"}
	require.NoError(t, by.Ring(context.Background(), office(t), dana, inbox.Alarm{Kind: inbox.IsUrgent}, f))
	require.Equal(t, []string{"dana@example.org"}, p.to)
	require.Contains(t, p.letters[0], "Subject: Urgent: nobody has taken a case")
	require.Contains(t, p.letters[0], "https://texts.example.org/console/case/c-1")
	require.NotContains(t, p.letters[0], "private")

	p.closed = true
	err = by.Ring(context.Background(), office(t), dana, inbox.Alarm{Kind: inbox.IsUnread}, f)
	require.Error(t, err)
	require.NotErrorIs(t, err, inbox.ErrAddress, "it may take the letter later")
	p.unknown = true
	require.ErrorIs(t, by.Send(context.Background(), "dana@example.org", "Hello", "Hello"), inbox.ErrAddress)
	require.ErrorIs(t, by.Send(context.Background(), "no address", "Hello", "Hello"), inbox.ErrAddress)
	require.Len(t, p.letters, 1)
}

func TestTLSIsDemandedUnlessSaidOtherwise(t *testing.T) {
	p, address := openPostOffice(t)
	server, err := inbox.ReadServer("smtp://" + address)
	require.NoError(t, err)
	by := inbox.ByMail{Server: server, From: "alarms@example.org"}
	require.Error(t, by.Ring(context.Background(), office(t), staff.Contact{Email: "dana@example.org"}, inbox.Alarm{Kind: inbox.IsUrgent}, file("c-1")))
	require.Empty(t, p.letters, "nothing is handed in in the open")
}

func TestTheAddressOfAMailServer(t *testing.T) {
	for _, good := range []string{"smtp://sam:secret@mail.example.org", "smtps://sam:secret@mail.example.org:465", "smtp+plain://127.0.0.1:25"} {
		_, err := inbox.ReadServer(good)
		require.NoError(t, err, good)
	}
	for _, bad := range []string{"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://sam:secret@host:port", "smtp+plain://sam:secret@127.0.0.1"} {
		_, err := inbox.ReadServer(bad)
		require.Error(t, err, bad)
		require.NotContains(t, err.Error(), "secret", "it may hold a password")
	}
}
