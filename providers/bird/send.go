package bird

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	messagesPath = "/v1/sms/messages"
	keyHeader    = "Idempotency-Key"
	longestKey   = 255 // of a reference of ours 36 are the most
)

// request is the body of POST /v1/sms/messages. Nothing in it depends on the hour
// or on how often it was tried: the key of a repeat is only good for the same
// words, byte for byte. That is why no text is given a time by which it expires.
type request struct {
	To       string            `json:"to"`
	From     string            `json:"from"`
	Text     string            `json:"text"`
	Category Category          `json:"category"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Options  options           `json:"options"`
}

// options turn Bird's look-alikes off: they would make other words, and another
// number of parts, than those that people were shown.
type options struct {
	SmartEncoding bool `json:"smart_encoding"`
}

// refKey is where our reference stands in what Bird keeps of a text and tells in
// its reports.
const refKey = "ref"

// Send makes one call for each text. An error means that ctx was done and
// nothing was tried.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with bird: %w", err)
	}
	results := make([]providers.Result, len(batch))
	for i, m := range batch {
		results[i] = p.sendOne(ctx, m)
	}
	return results, nil
}

func (p *Provider) sendOne(ctx context.Context, m providers.Message) providers.Result {
	if code := cannotGo(m); code != "" {
		return providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}
	}
	body, err := p.encode(m)
	if err != nil {
		return providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: codeLetters}
	}
	a := wire.Answer{Err: ctx.Err()}
	if a.Err == nil {
		a = p.call(ctx, m.Ref, body)
	}
	return p.judge(a)
}

// call makes the call of one text. Its key is our reference, so that whoever tries
// it again, in whichever process, has the same.
func (p *Provider) call(ctx context.Context, ref string, body []byte) wire.Answer {
	api := p.api
	if ref != "" {
		api.Header = p.api.Header.Clone()
		api.Header.Set(keyHeader, ref)
	}
	return api.Call(ctx, "POST", messagesPath, body)
}

func (p *Provider) encode(m providers.Message) ([]byte, error) {
	r := request{To: m.To.Value, From: m.From, Text: m.Text, Category: p.config.Category}
	if m.Ref != "" {
		r.Metadata = map[string]string{refKey: m.Ref}
	}
	return json.Marshal(r)
}

// cannotGo says why no call is made for a text, in a code; empty if one is.
func cannotGo(m providers.Message) string {
	switch {
	case m.To.Kind != providers.Phone || !wire.IsNumber(strings.TrimPrefix(m.To.Value, "+")):
		return codeRecipient
	case m.Text == "":
		return codeEmpty
	case providers.Segments(m.Text).Parts > maxSegments:
		return codeTooLong
	case len(m.Ref) > longestKey || m.Ref != "" && !wire.Printable(m.Ref):
		return codeReference
	}
	return ""
}
