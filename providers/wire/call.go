// Package wire holds what the rooms of several companies need to speak by HTTP:
// a call that is made once and knows whether anything left, forms and JSON that
// are read in spite of stray characters, and the checks of what people set up.
// It knows no company.
package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

const (
	maxAnswer   = 1 << 20          // bytes of an answer that are read
	dialTimeout = 3 * time.Second  //
	idleTimeout = 30 * time.Second // shorter than servers wait, so that few sends meet a closed connection
	maxIdle     = 512              // connections kept for the next texts
)

var errTooLong = errors.New("the answer is too long")

// NewClient returns a client that follows no redirects, made of the given one if
// there is one. One text has one connection of HTTP/1.1 to itself: when a shared
// one breaks, all its texts become uncertain.
func NewClient(given *http.Client) *http.Client {
	client := &http.Client{}
	if given != nil {
		*client = *given
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if client.Transport == nil {
		var one http.Protocols
		one.SetHTTP1(true)
		client.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: dialTimeout,
			MaxIdleConns:        maxIdle,
			MaxIdleConnsPerHost: maxIdle,
			IdleConnTimeout:     idleTimeout,
			DisableCompression:  true,
			Protocols:           &one,
		}
	}
	return client
}

// Answer is what came back of one call.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Left   bool  // part of the request may have left this machine
	Err    error // why there is no whole answer
}

// Caller calls one company's API. It may be used from anywhere.
type Caller struct {
	Company string        // what errors call it
	Client  *http.Client  // see NewClient
	URL     string        // what comes before every path, without a slash at the end
	Header  http.Header   // of every call; never changed
	Timeout time.Duration // of one call
}

// Call makes one call of the API, once.
func (c *Caller) Call(ctx context.Context, method, path string, body []byte) Answer {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { left.Store(true) },
		WroteRequest: func(w httptrace.WroteRequestInfo) {
			if w.Err == nil {
				left.Store(true)
			}
		},
	})
	r, err := http.NewRequestWithContext(ctx, method, c.URL+path, bytes.NewReader(body))
	if err != nil {
		return Answer{Err: fmt.Errorf("make a request: %w", err)}
	}
	r.Header = c.Header.Clone()
	response, err := c.Client.Do(r)
	if err != nil {
		return Answer{Left: left.Load(), Err: fmt.Errorf("call %s: %w", c.Company, err)}
	}
	defer response.Body.Close()
	read, err := readAnswer(response.Body)
	if err != nil {
		err = fmt.Errorf("read the answer of %s: %w", c.Company, err)
	}
	return Answer{Status: response.StatusCode, Header: response.Header, Body: read, Left: true, Err: err}
}

func readAnswer(from io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, maxAnswer+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > maxAnswer:
		return nil, errTooLong
	}
	return body, nil
}
