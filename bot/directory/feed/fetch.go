package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits bound what is taken from an API.
type Limits struct {
	Page    int64         // bytes of one page, unpacked
	File    int64         // bytes of a feed that is one file
	Pages   int           // the most pages
	Size    int           // services asked for in a page
	Request time.Duration // for one page, from the call to its last byte
	Whole   time.Duration // for all of it
	Pause   time.Duration // before the first of the tries again; it doubles
}

// UsualLimits are those of an import: 20,000 services take some 200 pages.
var UsualLimits = Limits{Page: 32 << 20, File: 1 << 30, Pages: 5000, Size: 100, Request: time.Minute, Whole: time.Hour, Pause: time.Second}

func (l Limits) most(single bool) int64 {
	if single {
		return l.File
	}
	return l.Page
}

const (
	atOnce     = 4 // requests to one host
	tries      = 4
	mostHops   = 5
	longestAsk = 30 * time.Second // that a server may ask us to wait
)

// errBroken is returned for an answer that ends in the middle.
var errBroken = errors.New("it ends in the middle")

// errQuery is returned for a question that the API does not understand.
var errQuery = errors.New("the feed does not understand what it is asked")

// errNotThere is returned for a record that the API does not have.
var errNotThere = errors.New("the feed does not have it")

// api is an Open Referral API.
type api struct {
	base   *url.URL // of /services
	client *http.Client
	limits Limits
	single bool      // one file, not pages
	here   bool      // this machine may be called
	since  time.Time // only what was changed since then; zero is everything
}

// newAPI reads the address of a feed: that of its /services, of the API above it,
// or of one JSON file.
func newAPI(address string, limits Limits, here bool) (*api, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errors.New("this is not an address: write it like https://example.org/api/services")
	}
	a := &api{base: u, limits: limits, here: here}
	if u.User != nil {
		return nil, errors.New("a name and a password in an address are not sent: Open Referral feeds are open")
	}
	if err := a.allowed(u); err != nil {
		return nil, err
	}
	u.Fragment = ""
	path := strings.TrimSuffix(u.Path, "/")
	a.single = strings.HasSuffix(path, ".json")
	if !a.single && !strings.HasSuffix(path, "/services") {
		path += "/services"
	}
	u.Path, u.RawPath = path, ""
	a.client = newClient(here, a.redirected)
	return a, nil
}

// allowed refuses what others on the way could read or change.
func (a *api) allowed(u *url.URL) error {
	host := u.Hostname()
	onThis := a.here && (host == "localhost" || host == "127.0.0.1" || host == "::1")
	if u.Scheme != "https" && (u.Scheme != "http" || !onThis) {
		return errors.New("the address must begin with https://: without it others could put words into the directory")
	}
	return nil
}

func (a *api) redirected(next *http.Request, before []*http.Request) error {
	if len(before) > mostHops {
		return fmt.Errorf("the feed sends us on more than %d times", mostHops)
	}
	return a.allowed(next.URL)
}

// name is where the records come from, without what could be a secret.
func (a *api) name() string {
	return a.base.Scheme + "://" + a.base.Host + a.base.EscapedPath()
}

// page is where the services of that page are, from 1.
func (a *api) page(n int) string {
	u := *a.base
	if a.single {
		return u.String()
	}
	q := u.Query()
	q.Set("page", strconv.Itoa(n))
	q.Set("per_page", strconv.Itoa(a.limits.Size))
	if !a.since.IsZero() {
		q.Set("modified_after", a.since.UTC().Format(time.RFC3339))
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// record is where all of one service is.
func (a *api) record(id string) string {
	u := *a.base
	return u.JoinPath(id).String()
}

// get calls an address and has its body read; a failure that may pass is tried
// again, a body that broke off only if it can be.
func (a *api) get(ctx context.Context, address string, most int64, readAgain bool, read func(io.Reader) error) error {
	wait := a.limits.Pause
	for try := 1; ; try++ {
		again, ask, err := a.once(ctx, address, most, readAgain, read)
		if err == nil || !again || try == tries {
			return err
		}
		timer := time.NewTimer(max(wait, min(ask, longestAsk)))
		wait *= 2
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (a *api) once(ctx context.Context, address string, most int64, readAgain bool, read func(io.Reader) error) (again bool, ask time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, a.limits.Request)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return false, 0, errors.New("this is not an address")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "connective (directory import)")
	answer, err := a.client.Do(req)
	if err != nil {
		return !errors.Is(err, ErrInside), 0, called(err)
	}
	defer answer.Body.Close()
	switch code := answer.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return false, 0, errNotThere
	case code == http.StatusBadRequest || code == http.StatusUnprocessableEntity:
		return false, 0, fmt.Errorf("the feed answers %d: %w", code, errQuery)
	case code == http.StatusTooManyRequests || code >= 500:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return true, time.Duration(seconds) * time.Second, fmt.Errorf("the feed answers %d", code)
	case code != http.StatusOK:
		return false, 0, fmt.Errorf("the feed answers %d", code)
	}
	err = read(&bounded{from: answer.Body, left: most})
	if ctx.Err() != nil && err != nil {
		return false, 0, errors.New("the feed is too slow")
	}
	return readAgain && errors.Is(err, errBroken), 0, err
}

// called says why a call failed, without its address, which may hold a key.
func called(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		if at.Timeout() {
			return errors.New("the feed does not answer in time")
		}
		err = at.Err
	}
	if errors.Is(err, ErrInside) {
		return ErrInside
	}
	return fmt.Errorf("call the feed: %w", err)
}

// bounded ends with an error, not early, when there is more than may be.
type bounded struct {
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		var one [1]byte
		if n, err := b.from.Read(one[:]); n == 0 && err != nil {
			return 0, err
		}
		return 0, errors.New("this page of the feed is too large")
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
