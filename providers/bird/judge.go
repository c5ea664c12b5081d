package bird

import (
	"encoding/json"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// message is a text as Bird keeps it, in answers and in lists.
type message struct {
	ID        wire.Loose      `json:"id"`
	Status    wire.Loose      `json:"status"`
	From      wire.Loose      `json:"from"`
	To        wire.Loose      `json:"to"`
	Text      *string         `json:"text"`
	CreatedAt wire.Loose      `json:"created_at"`
	Segments  json.RawMessage `json:"segments"`
	LastError *reason         `json:"last_error"`
}

type reason struct {
	Code wire.Loose `json:"code"`
}

// parts is how many segments Bird counts; 0 if it does not say.
func (m message) parts() int {
	var s struct {
		Count uint8 `json:"count"`
	}
	if json.Unmarshal(m.Segments, &s) != nil {
		return 0
	}
	return int(s.Count)
}

// judge says what a call's answer means for its text. Only a clear answer is
// believed: after the request has left, everything else means that the text may
// have been sent. So does a conflict, which tells that a call with the same key is
// still under way or had other words: either way Bird had it before.
func (p *Provider) judge(a wire.Answer) providers.Result {
	switch {
	case !a.Left:
		return providers.Result{Verdict: providers.Rejected, Class: providers.Temporary}
	case a.Status >= 200 && a.Status < 300:
		return accepted(a)
	case a.Status == http.StatusRequestTimeout, a.Status == http.StatusConflict:
		r := a.Uncertain()
		if code := faultOf(a).codeOf(); code != "" {
			r.Code = code
		}
		return r
	case a.Status >= 400 && a.Status < 500:
		return p.refused(a)
	}
	return a.Uncertain()
}

// accepted reads a good answer. A text that Bird took and gave up on at once is
// refused.
func accepted(a wire.Answer) providers.Result {
	var got message
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil || got.ID == "" {
		return a.Uncertain()
	}
	r := providers.Result{ProviderID: string(got.ID), Verdict: providers.Accepted, Parts: got.parts()}
	if got.LastError != nil {
		r.Code = cleanReason(string(got.LastError.Code))
	}
	if state, class := stateOf(string(got.Status), r.Code); state == providers.Failed {
		r.Verdict, r.Class = providers.Rejected, class
	}
	return r
}

// refused classes an error.
func (p *Provider) refused(a wire.Answer) providers.Result {
	f := faultOf(a)
	r := providers.Result{Verdict: providers.Rejected, Class: refusalClass(a.Status, f), Code: errorCode(a)}
	if r.Class == providers.Throttled {
		r.RetryAfter = a.RetryAfter(p.config.Now())
	}
	return r
}

// errorCode returns the code of an answer, or its status if it has none that can
// be read.
func errorCode(a wire.Answer) string {
	if a.Status == http.StatusMisdirectedRequest {
		return codeRegion
	}
	if code := faultOf(a).codeOf(); code != "" {
		return code
	}
	return a.StatusCode()
}

func faultOf(a wire.Answer) fault {
	var got failure
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil {
		return fault{}
	}
	if got.Error != nil {
		return *got.Error
	}
	return got.fault
}
