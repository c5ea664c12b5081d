package wire

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

const longestRetryAfter = time.Hour

// Uncertain is the result of a text that may have been sent. It keeps the
// answer's status, if there is one, so that people can look it up.
func (a Answer) Uncertain() providers.Result {
	r := providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
	if a.Status != 0 {
		r.Code = a.StatusCode()
	}
	return r
}

// StatusCode is the status as a code for people, such as http_502.
func (a Answer) StatusCode() string { return "http_" + strconv.Itoa(a.Status) }

// Why says in a few words why an answer tells nothing; code is the company's own.
func (a Answer) Why(code string) string {
	switch {
	case a.Err != nil:
		return "it did not answer"
	case a.Status >= 200 && a.Status < 300:
		return "its answer cannot be read"
	}
	return fmt.Sprintf("it answers %d, code %s", a.Status, code)
}

// RetryAfter reads the header of that name, seconds or a date (RFC 9110
// §10.2.3). It is from 0 to an hour; 0 if the header says nothing of use.
func (a Answer) RetryAfter(now time.Time) time.Duration {
	header := strings.TrimSpace(a.Header.Get("Retry-After"))
	var wait time.Duration
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestRetryAfter)
}
