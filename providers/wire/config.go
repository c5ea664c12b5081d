package wire

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Printable reports whether a key can go into a header as it is.
func Printable(key string) bool {
	return key != "" && !strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' })
}

// CheckURL wants https, but on this machine. It never quotes the URL, which may
// hold a password.
func CheckURL(what, raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%s must be a whole one, such as https://host", what)
	case u.User != nil || u.Fragment != "":
		return fmt.Errorf("%s must have no password and no #fragment", what)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return fmt.Errorf("%s must begin with https, as it is not on this machine", what)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Shown is an address that somebody has set up, as people may see it: without a
// password or a query.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "an address that cannot be read"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
