package whatsapp

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// How long what is too much waits where Meta does not say.
const (
	pairWait = 6 * time.Second // to one person, one text
	spamWait = time.Hour
)

// response is an answer of POST messages, as far as we need it.
type response struct {
	Messages []struct {
		ID wire.Loose `json:"id"`
	} `json:"messages"`
}

// refusal is the answer to a call that went wrong.
type refusal struct {
	Error struct {
		Code wire.Loose `json:"code"`
	} `json:"error"`
}

// judge says what a call's answer means for its text. Only a clear answer is
// believed: after the request has left, everything else means that the text may
// have been sent. Meta's codes are clearer than its statuses, which vary.
func (p *Provider) judge(a wire.Answer) providers.Result {
	switch {
	case !a.Left:
		return providers.Result{Verdict: providers.Rejected, Class: providers.Temporary}
	case a.Status >= 200 && a.Status < 300:
		return accepted(a)
	case a.Status < 400 || a.Status == http.StatusRequestTimeout:
		return a.Uncertain()
	}
	code := codeIn(a)
	class, known := classes[code]
	switch {
	case known && class == providers.OutcomeUnknown, !known && a.Status >= 500:
		r := a.Uncertain()
		if code != "" {
			r.Code = code
		}
		return r
	case !known:
		class = statusClass(a.Status)
	}
	return p.refused(a, class, code)
}

func accepted(a wire.Answer) providers.Result {
	var got response
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil || len(got.Messages) != 1 || got.Messages[0].ID == "" {
		return a.Uncertain()
	}
	return providers.Result{ProviderID: string(got.Messages[0].ID), Verdict: providers.Accepted}
}

func (p *Provider) refused(a wire.Answer, class providers.Class, code string) providers.Result {
	r := rejected(class, code)
	if code == "" {
		r.Code = a.StatusCode()
	}
	if class != providers.Throttled {
		return r
	}
	switch r.RetryAfter = a.RetryAfter(p.config.Now()); {
	case r.RetryAfter > 0:
	case code == codePair:
		r.RetryAfter = pairWait
	case code == codeSpam:
		r.RetryAfter = spamWait
	}
	return r
}

// codeIn is the code of an answer; empty if none can be read.
func codeIn(a wire.Answer) string {
	var got refusal
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil {
		return ""
	}
	return cleanCode(string(got.Error.Code))
}

// errorCode is the code of an answer, or its status if it has none that can be read.
func errorCode(a wire.Answer) string {
	if code := codeIn(a); code != "" {
		return code
	}
	return a.StatusCode()
}
