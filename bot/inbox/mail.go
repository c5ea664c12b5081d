package inbox

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

// mailTime is how long one letter may take.
const mailTime = 20 * time.Second

// ByMail tells staff by e-mail.
type ByMail struct {
	Server  Server
	From    string // an address
	Console string // where the console's pages begin
}

// Server is where letters are handed in.
type Server struct {
	host, account, password string
	port                    int
	secure, open            bool
}

// ReadServer reads the address of a mail server: smtp://account:password@host:587
// begins in the open and turns to TLS, which must be had; smtps:// begins with
// TLS; smtp+plain:// has none, and takes neither account nor password, for a
// server on the same machine. The error quotes nothing, as a password may be in
// it.
func ReadServer(address string) (Server, error) {
	fault := fmt.Errorf("a mail server is written smtp://account:password@host:587, smtps://account:password@host:465 or smtp+plain://127.0.0.1:25")
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return Server{}, fault
	}
	ports := map[string]int{"smtp": 587, "smtps": 465, "smtp+plain": 25}
	s := Server{host: u.Hostname(), account: u.User.Username(), port: ports[u.Scheme], secure: u.Scheme == "smtps", open: u.Scheme == "smtp+plain"}
	s.password, _ = u.User.Password()
	if text := u.Port(); text != "" && s.port != 0 {
		s.port, err = strconv.Atoi(text)
	}
	if err != nil || s.port == 0 || s.open && s.account != "" {
		return Server{}, fault
	}
	return s, nil
}

// Name is staff.Mail.
func (ByMail) Name() string { return staff.Mail }

// Ring writes to one of the staff that a case presses.
func (m ByMail) Ring(ctx context.Context, o *flows.Org, to staff.Contact, a Alarm, f bot.CaseFile) error {
	subject := map[Kind]string{IsUrgent: "Urgent: nobody has taken a case", IsUnread: "A text has not been read", IsPromised: "An answer is due"}[a.Kind]
	return m.Send(ctx, to.Email, subject, words(o, a, f, m.Console))
}

// Tell writes to one of the staff.
func (m ByMail) Tell(ctx context.Context, _ string, to staff.Contact, subject, words, _ string, _ time.Duration) error {
	return m.Send(ctx, to.Email, subject, words)
}

// ErrAddress is returned, wrapped, where the server will never take a letter to an
// address.
var ErrAddress = errors.New("no letter is taken at this address")

// Send hands in one letter of plain words, and returns once the server has taken it.
func (m ByMail) Send(ctx context.Context, to, subject, text string) error {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	letter := mail.NewMsg(mail.WithEncoding(mail.NoEncoding)) // a link must not be broken
	if err := letter.From(m.From); err != nil {
		return fmt.Errorf("address a letter: %w", err)
	}
	if err := letter.To(to); err != nil {
		return fmt.Errorf("address a letter: %w", ErrAddress)
	}
	letter.Subject(subject)
	letter.SetBodyString(mail.TypeTextPlain, text+"\n")
	letter.SetMessageID()
	letter.SetDate()
	letter.SetUserAgent("Connective")
	client, err := m.Server.client()
	if err != nil {
		return err
	}
	var failed *mail.SendError
	switch err := client.DialAndSendWithContext(ctx, letter); {
	case errors.As(err, &failed) && failed.Reason == mail.ErrSMTPRcptTo && !failed.IsTemp():
		return fmt.Errorf("hand in a letter: %w", ErrAddress) // the server's own words name it
	case err != nil:
		return fmt.Errorf("hand in a letter: %w", err)
	}
	return nil
}

func (s Server) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(mailTime)}
	switch {
	case s.open:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case s.secure:
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.account != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.account), mail.WithPassword(s.password))
	}
	client, err := mail.NewClient(s.host, options...)
	if err != nil {
		return nil, fmt.Errorf("reach the mail server: %w", err)
	}
	return client, nil
}
