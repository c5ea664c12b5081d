package twilio

import (
	"context"
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes of our own, among the provider's.
const (
	codeTooLong   = "too_long"
	codeEmpty     = "empty"
	codeRecipient = "recipient"
)

// Send makes one call for each text. An error means that ctx was done and
// nothing was tried.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with twilio: %w", err)
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
	a := wire.Answer{Err: ctx.Err()}
	if a.Err == nil {
		a = p.api.Call(ctx, "POST", "/Messages.json", p.encode(m))
	}
	return p.judge(a)
}

// cannotGo says why no call is made for a text, in a code; empty if one is.
func cannotGo(m providers.Message) string {
	switch {
	case m.To.Kind != providers.Phone || !wire.IsNumber(strings.TrimPrefix(m.To.Value, "+")):
		return codeRecipient
	case m.Text == "":
		return codeEmpty
	case providers.Segments(m.Text).Units > maxUnits:
		return codeTooLong
	}
	return ""
}
