package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/web"
)

const (
	visitTimeout = 10 * time.Second // companies wait from 5 to 15 seconds
	visitDial    = 4 * time.Second
	mostSaid     = 4 << 10 // bytes of an answer that are looked at
)

// visitor calls our own addresses as companies do, from outside.
type visitor struct {
	settings Settings
	keys     store.Keys
	client   *http.Client
}

func newVisitor(s Settings, keys store.Keys) *visitor {
	return &visitor{s, keys, &http.Client{
		Timeout:       visitTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: visitDial}).DialContext,
			TLSHandshakeTimeout: visitDial,
			DisableKeepAlives:   true,
		},
	}}
}

// heard is what came back of a call.
type heard struct {
	err      error // why nothing came
	status   int
	said     string // the beginning of the body
	location string // of a redirect
	giver    giver
}

// giver is what an answer says of who gave it.
type giver int

// Who may have answered.
const (
	unproved giver = iota // nobody says
	proved                // this installation
	another               // another one
)

// call makes one webhook's call, to the address that it is for.
func (v *visitor) call(ctx context.Context, r *providers.Request) heard {
	return v.callAt(ctx, r.URL, r)
}

// direct makes the same call to serve itself on this machine, past whatever stands in
// front.
func (v *visitor) direct(ctx context.Context, r *providers.Request) heard {
	return v.callAt(ctx, v.here()+strings.TrimPrefix(r.URL, v.settings.PublicURL), r)
}

// here is where serve listens, as this machine reaches it.
func (v *visitor) here() string {
	host, port, err := net.SplitHostPort(v.settings.Listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return "http://" + net.JoinHostPort("127.0.0.1", port)
	}
	return "http://" + v.settings.Listen
}

// serves reports whether serve answers on this machine.
func (v *visitor) serves(ctx context.Context) bool {
	a := v.callAt(ctx, v.here()+"/livez", &providers.Request{Method: http.MethodGet, Header: http.Header{}})
	return a.err == nil && a.status == http.StatusOK && strings.TrimSpace(a.said) == "alive"
}

func (v *visitor) callAt(ctx context.Context, address string, made *providers.Request) heard {
	r, err := http.NewRequestWithContext(ctx, made.Method, address, bytes.NewReader(made.Body))
	if err != nil {
		return heard{err: fmt.Errorf("make a call: %w", err)}
	}
	question := rand.Text()
	r.Header = made.Header.Clone()
	r.Header.Set(web.QuestionHeader, question)
	response, err := v.client.Do(r)
	if err != nil {
		return heard{err: err}
	}
	defer response.Body.Close()
	said, err := io.ReadAll(io.LimitReader(response.Body, mostSaid))
	if err != nil {
		return heard{err: fmt.Errorf("read the answer: %w", err)}
	}
	a := heard{status: response.StatusCode, said: string(said), location: response.Header.Get("Location")}
	switch told := response.Header.Get(web.ProofHeader); told {
	case "":
	case v.keys.Prove(question):
		a.giver = proved
	default:
		a.giver = another
	}
	return a
}
