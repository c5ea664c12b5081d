package webhooks

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/connective-messaging/connective/bot/outside"
)

// Bounds of one try.
const (
	answerWithin = 10 * time.Second
	mostAnswer   = 64 << 10 // bytes
	mostURL      = 2048     // letters
)

// ErrAddress is returned for an address that may not be reached.
var ErrAddress = errors.New("that address may not be reached: it must be public, by https, on port 443 or 8443")

// Gate lets requests out to public addresses alone, whatever a URL or the names in
// it say (OWASP ASVS 5.0, 1.3.6): what is behind a name is looked up, and the very
// address is judged that is then connected to, at that moment.
type Gate struct {
	// Lookup finds the addresses of a name; nil asks the system.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Loopback lets this machine be reached too, by http and on every port: for
	// trials and the demonstration.
	Loopback bool
}

var errName = errors.New(WhyNoName)

var numeric = regexp.MustCompile(`(?i)^(0x[0-9a-f]*|[0-9]+)$`)

// Check says what is wrong with the URL of an endpoint. What its name stands for is
// judged when it is connected to.
func (g Gate) Check(said string) error {
	u, err := url.Parse(said)
	if err != nil || len(said) > mostURL || u.Hostname() == "" || u.Opaque != "" {
		return errors.New("it must be an address such as https://example.org/hooks")
	}
	here := g.Loopback && isHere(u.Hostname())
	host := strings.TrimSuffix(u.Hostname(), ".")
	labels := strings.Split(host, ".")
	ip, notIP := netip.ParseAddr(host)
	switch {
	case u.User != nil:
		return errors.New("it must have no name and password: what is sent is signed")
	case u.Fragment != "":
		return errors.New("it must have no # in it")
	case here:
		return nil
	case u.Scheme != "https":
		return errors.New("it must begin with https://")
	case !slices.Contains([]string{"", "443", "8443"}, u.Port()):
		return errors.New("its port must be 443 or 8443")
	case notIP == nil && !outside.Public(ip):
		return ErrAddress
	case notIP != nil && (strings.ContainsAny(host, ":%") || numeric.MatchString(labels[len(labels)-1])):
		return ErrAddress // a number that some systems read as an address
	case notIP != nil && (len(labels) == 1 || isHere(host)):
		return ErrAddress // a name of a network of one's own
	}
	return nil
}

func isHere(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.Unmap().IsLoopback()
}

// may judges the very address that is being connected to.
func (g Gate) may(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrAddress
	}
	if g.Loopback && to.Addr().Unmap().IsLoopback() {
		return nil
	}
	if !outside.Public(to.Addr()) || to.Port() != 443 && to.Port() != 8443 {
		return ErrAddress
	}
	return nil
}

// dial connects to the addresses of a name, one after the other. Each is judged by
// the dialer itself, so that there is no moment between judging and connecting.
func (g Gate) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, ErrAddress
	}
	addresses, err := g.addresses(ctx, host)
	if err != nil {
		return nil, errName
	}
	d := net.Dialer{Control: g.may, Timeout: answerWithin}
	faults := []error{ErrAddress}
	for _, ip := range addresses {
		c, err := d.DialContext(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return c, nil
		}
		faults = append(faults, err)
	}
	return nil, fmt.Errorf("connect: %w", faults[len(faults)-1])
}

func (g Gate) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	if g.Lookup != nil {
		return g.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// Client goes through the gate. It follows no redirect, takes no proxy, and keeps no
// connection.
func (g Gate) Client() *http.Client {
	return &http.Client{
		Timeout:       answerWithin,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: g.dial, DisableKeepAlives: true, TLSHandshakeTimeout: answerWithin, ResponseHeaderTimeout: answerWithin,
			MaxResponseHeaderBytes: mostAnswer, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		},
	}
}
