package messagebird

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

// newClient returns a client that follows no redirects. One text has one
// connection of HTTP/1.1 to itself: when a shared one breaks, all its texts
// become uncertain.
func newClient(given *http.Client) *http.Client {
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

// answer is what came back of one call.
type answer struct {
	status int
	header http.Header
	body   []byte
	left   bool  // part of the request may have left this machine
	err    error // why there is no whole answer
}

// call makes one call of the API, once.
func (p *Provider) call(ctx context.Context, method, path string, body []byte) answer {
	ctx, cancel := context.WithTimeout(ctx, p.config.Timeout)
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
	r, err := http.NewRequestWithContext(ctx, method, p.config.URL+path, bytes.NewReader(body))
	if err != nil {
		return answer{err: fmt.Errorf("make a request: %w", err)}
	}
	r.Header = p.header.Clone()
	response, err := p.client.Do(r)
	if err != nil {
		return answer{left: left.Load(), err: fmt.Errorf("call messagebird: %w", err)}
	}
	defer response.Body.Close()
	read, err := readAnswer(response.Body)
	return answer{status: response.StatusCode, header: response.Header, body: read, left: true, err: err}
}

func readAnswer(from io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read messagebird's answer: %w", err)
	case len(body) > maxAnswer:
		return nil, errTooLong
	}
	return body, nil
}
