package feed

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/connective-messaging/connective/bot/outside"
)

// ErrInside is returned for an address inside a network of our own. A feed, or
// what it redirects to, could otherwise have us call what strangers must not.
var ErrInside = errors.New("this address is inside a private network, and is not called: a feed must be on the public internet")

// newClient is a client that calls only the public internet, and this machine if it
// may. The address is looked at when it is dialled, after its name was resolved: a
// name that points elsewhere the second time gains nothing. No proxy is used,
// since it would dial in our place.
func newClient(here bool, redirect func(*http.Request, []*http.Request) error) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read an address: %w", err)
		}
		if outside.Public(at.Addr()) || here && at.Addr().Unmap().IsLoopback() {
			return nil
		}
		return ErrInside
	}}
	return &http.Client{CheckRedirect: redirect, Transport: &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10, MaxConnsPerHost: atOnce, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
	}}
}
