package twilio

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// judge says what a call's answer means for its text. Only a clear answer is
// believed: after the request has left, everything else means that the text may
// have been sent.
func (p *Provider) judge(a wire.Answer) providers.Result {
	switch {
	case !a.Left:
		return providers.Result{Verdict: providers.Rejected, Class: providers.Temporary}
	case a.Status >= 200 && a.Status < 300:
		return accepted(a)
	case a.Status == http.StatusRequestTimeout:
		return a.Uncertain()
	case a.Status >= 400 && a.Status < 500:
		return p.refused(a)
	}
	return a.Uncertain()
}

// accepted reads a good answer. A text that Twilio took and gave up on at once
// is refused.
func accepted(a wire.Answer) providers.Result {
	var got response
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil || got.SID == "" {
		return a.Uncertain()
	}
	r := providers.Result{ProviderID: string(got.SID), Verdict: providers.Accepted, Code: cleanCode(string(got.ErrorCode))}
	if parts, err := strconv.ParseUint(string(got.Parts), 10, 8); err == nil {
		r.Parts = int(parts)
	}
	if state, class := stateOf(string(got.Status), r.Code); state == providers.Failed {
		r.Verdict, r.Class = providers.Rejected, class
	}
	return r
}

// refused classes an error.
func (p *Provider) refused(a wire.Answer) providers.Result {
	r := providers.Result{Verdict: providers.Rejected, Code: errorCode(a)}
	r.Class = refusalClass(a.Status, r.Code)
	if r.Class == providers.Throttled {
		r.RetryAfter = a.RetryAfter(p.config.Now())
	}
	return r
}

// errorCode returns the code of an answer, or its status if it has none that can
// be read.
func errorCode(a wire.Answer) string {
	var got refusal
	if a.Err == nil && json.Unmarshal(a.Body, &got) == nil {
		if code := cleanCode(string(got.Code)); code != "" {
			return code
		}
	}
	return a.StatusCode()
}
