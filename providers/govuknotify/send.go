package govuknotify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// request is the body of POST /v2/notifications/sms.
type request struct {
	PhoneNumber     string            `json:"phone_number"`
	TemplateID      string            `json:"template_id"`
	Personalisation map[string]string `json:"personalisation"`
	Reference       string            `json:"reference,omitempty"`
	SenderID        string            `json:"sms_sender_id,omitempty"`
}

// Send makes one call for each text. An error means that ctx was done and
// nothing was tried.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with govuknotify: %w", err)
	}
	results := make([]providers.Result, len(batch))
	for i, m := range batch {
		results[i] = p.sendOne(ctx, m)
	}
	return results, nil
}

func (p *Provider) sendOne(ctx context.Context, m providers.Message) providers.Result {
	text, carried := Carried(m.Text)
	if code := cannotGo(m.To, text, carried); code != "" {
		return providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}
	}
	body, err := json.Marshal(request{m.To.Value, p.config.TemplateID, map[string]string{"body": text}, m.Ref, p.config.SenderID})
	if err != nil {
		return providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: codeLetters}
	}
	a := wire.Answer{Err: ctx.Err()}
	if a.Err == nil {
		a = p.call(ctx, "POST", "/v2/notifications/sms", body)
	}
	return p.judge(a)
}

// cannotGo says why no call is made for a text, in a code; empty if one is.
func cannotGo(to providers.Address, text string, carried bool) string {
	switch {
	case to.Kind != providers.Phone || !wire.IsNumber(strings.TrimPrefix(to.Value, "+")):
		return codeRecipient
	case !carried:
		return codeLetters
	case strings.TrimSpace(text) == "":
		return codeEmpty
	case providers.Segments(text).Units > maxUnits:
		return codeTooLong
	}
	return ""
}

// call makes one call with a token of its own, which is good for half a minute.
func (p *Provider) call(ctx context.Context, method, path string, body []byte) wire.Answer {
	api := p.api
	api.Header = p.api.Header.Clone()
	api.Header.Set("Authorization", scheme+p.key.token(p.config.Now()))
	return api.Call(ctx, method, path, body)
}

// judge says what a call's answer means for its text. Only a clear answer is
// believed: after the request has left, everything else means that the text may
// have been sent.
func (p *Provider) judge(a wire.Answer) providers.Result {
	switch {
	case !a.Left:
		return providers.Result{Verdict: providers.Rejected, Class: providers.Temporary}
	case a.Status >= 200 && a.Status < 300:
		var got struct {
			ID wire.Loose `json:"id"`
		}
		if a.Err != nil || json.Unmarshal(a.Body, &got) != nil || got.ID == "" {
			return a.Uncertain()
		}
		return providers.Result{ProviderID: string(got.ID), Verdict: providers.Accepted}
	case a.Status < 400 || a.Status >= 500 || a.Status == http.StatusRequestTimeout:
		return a.Uncertain()
	}
	class, code := judgeRefusal(a)
	r := providers.Result{Verdict: providers.Rejected, Class: class, Code: code}
	if class == providers.Throttled {
		r.RetryAfter = a.RetryAfter(p.config.Now())
	}
	return r
}
