package messagebird

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
)

const longestRetryAfter = time.Hour

var errNoID = errors.New("the answer has no id")

// judge says what one call's answer means for each of its recipients. Only a
// clear answer is believed: after the request has left, everything else means
// that the texts may have been sent.
func (p *Provider) judge(a answer, to []string) []providers.Result {
	switch {
	case !a.left:
		return all(to, providers.Result{Verdict: providers.Rejected, Class: providers.Temporary})
	case a.status >= 200 && a.status < 300:
		return accepted(a, to)
	case a.status >= 400 && a.status < 500:
		return all(to, p.refused(a, len(to)))
	}
	return all(to, uncertain(a))
}

// uncertain keeps the status, so that people can look it up.
func uncertain(a answer) providers.Result {
	r := providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
	if a.status != 0 {
		r.Code = "http_" + strconv.Itoa(a.status)
	}
	return r
}

func all(to []string, r providers.Result) []providers.Result {
	results := make([]providers.Result, len(to))
	for i := range results {
		results[i] = r
	}
	return results
}

// accepted reads a good answer, recipient by recipient.
func accepted(a answer, to []string) []providers.Result {
	got, err := readResponse(a)
	if err != nil {
		return all(to, uncertain(a))
	}
	results := make([]providers.Result, len(to))
	for i, number := range to {
		results[i] = got.resultFor(number, len(to))
	}
	return results
}

func readResponse(a answer) (response, error) {
	var got response
	if a.err != nil {
		return got, a.err
	}
	if err := json.Unmarshal(a.body, &got); err != nil {
		return got, err
	}
	if got.ID == "" {
		return got, errNoID
	}
	return got, nil
}

// resultFor finds a recipient among the items. The API may list nobody; then
// its count must say that all were sent.
func (r *response) resultFor(number string, asked int) providers.Result {
	items := r.Recipients.Items
	for i := range items {
		if asked == 1 && len(items) == 1 || wire(string(items[i].Recipient)) == number {
			return items[i].result(string(r.ID))
		}
	}
	if len(items) == 0 && (asked == 1 || r.Recipients.TotalSent == asked) {
		return providers.Result{ProviderID: string(r.ID), Verdict: providers.Accepted}
	}
	return providers.Result{ProviderID: string(r.ID), Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
}

func (i *item) result(id string) providers.Result {
	code := cleanCode(string(i.ErrorCode))
	state, class := stateOf(string(i.Status), code)
	r := providers.Result{ProviderID: id, Verdict: providers.Accepted, Code: code, Parts: i.Parts}
	if state == providers.Failed {
		r.Verdict, r.Class = providers.Rejected, class
	}
	return r
}

// refused classes an error. MessageBird may answer one for a whole call though
// it sent to some of its recipients, so that with several only those errors are
// believed that come before any is looked at. What such an error says of the
// account is believed all the same: nothing more is sent until it is mended.
func (p *Provider) refused(a answer, recipients int) providers.Result {
	r := providers.Result{Verdict: providers.Rejected, Code: errorCode(a)}
	switch a.status {
	case http.StatusTooManyRequests:
		r.Class, r.RetryAfter = providers.Throttled, retryAfter(a.header.Get("Retry-After"), p.config.Now())
		return r
	case http.StatusUnauthorized:
		r.Class = providers.Auth
		return r
	case http.StatusRequestTimeout:
		return uncertain(a)
	}
	if recipients > 1 {
		u := uncertain(a)
		u.Code = r.Code
		if class := refusalClass(a.status, r.Code); class != providers.Permanent {
			u.Pauses = class
		}
		return u
	}
	r.Class = refusalClass(a.status, r.Code)
	return r
}

// errorCode returns the first code of an answer, or its status if it has none
// that can be read.
func errorCode(a answer) string {
	var got refusal
	if a.err == nil && json.Unmarshal(a.body, &got) == nil {
		for _, e := range got.Errors {
			if code := cleanCode(string(e.Code)); code != "" {
				return code
			}
		}
	}
	return "http_" + strconv.Itoa(a.status)
}

// retryAfter reads seconds or a date; 0 if it says nothing of use.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	var wait time.Duration
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestRetryAfter)
}
