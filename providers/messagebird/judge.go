package messagebird

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

var errNoID = errors.New("the answer has no id")

// judge says what one call's answer means for each of its recipients. Only a
// clear answer is believed: after the request has left, everything else means
// that the texts may have been sent.
func (p *Provider) judge(a wire.Answer, to []string) []providers.Result {
	switch {
	case !a.Left:
		return all(to, providers.Result{Verdict: providers.Rejected, Class: providers.Temporary})
	case a.Status >= 200 && a.Status < 300:
		return accepted(a, to)
	case a.Status >= 400 && a.Status < 500:
		return all(to, p.refused(a, len(to)))
	}
	return all(to, a.Uncertain())
}

func all(to []string, r providers.Result) []providers.Result {
	results := make([]providers.Result, len(to))
	for i := range results {
		results[i] = r
	}
	return results
}

// accepted reads a good answer, recipient by recipient.
func accepted(a wire.Answer, to []string) []providers.Result {
	got, err := readResponse(a)
	if err != nil {
		return all(to, a.Uncertain())
	}
	results := make([]providers.Result, len(to))
	for i, number := range to {
		results[i] = got.resultFor(number, len(to))
	}
	return results
}

func readResponse(a wire.Answer) (response, error) {
	var got response
	if a.Err != nil {
		return got, a.Err
	}
	if err := json.Unmarshal(a.Body, &got); err != nil {
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
		if asked == 1 && len(items) == 1 || bare(string(items[i].Recipient)) == number {
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
func (p *Provider) refused(a wire.Answer, recipients int) providers.Result {
	r := providers.Result{Verdict: providers.Rejected, Code: errorCode(a)}
	switch a.Status {
	case http.StatusTooManyRequests:
		r.Class, r.RetryAfter = providers.Throttled, a.RetryAfter(p.config.Now())
		return r
	case http.StatusUnauthorized:
		r.Class = providers.Auth
		return r
	case http.StatusRequestTimeout:
		return a.Uncertain()
	}
	if recipients > 1 {
		u := a.Uncertain()
		u.Code = r.Code
		if class := refusalClass(a.Status, r.Code); class != providers.Permanent {
			u.Pauses = class
		}
		return u
	}
	r.Class = refusalClass(a.Status, r.Code)
	return r
}

// errorCode returns the first code of an answer, or its status if it has none
// that can be read.
func errorCode(a wire.Answer) string {
	var got refusal
	if a.Err == nil && json.Unmarshal(a.Body, &got) == nil {
		for _, e := range got.Errors {
			if code := cleanCode(string(e.Code)); code != "" {
				return code
			}
		}
	}
	return a.StatusCode()
}
