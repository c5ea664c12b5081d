package whatsapp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes of our own, among the provider's.
const (
	codeTooLong   = "too_long"
	codeEmpty     = "empty"
	codeRecipient = "recipient"
	codeSender    = "sender"
	codeWindow    = "window"
)

// windowFor is how long after a person's last text free words reach them. It is
// short of Meta's 24 hours by what a text may be on its way.
const windowFor = 24*time.Hour - time.Minute

// Send makes one call for each text; a second one, by the template, for a text that
// Meta has refused since the person has not written for a day. An error means that
// ctx was done and nothing was tried.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with whatsapp: %w", err)
	}
	results := make([]providers.Result, len(batch))
	for i, m := range batch {
		results[i] = p.sendOne(ctx, m)
	}
	return results, nil
}

func (p *Provider) sendOne(ctx context.Context, m providers.Message) providers.Result {
	if code := p.cannotGo(m); code != "" {
		return rejected(providers.UnsupportedClass, code)
	}
	if !p.closed(m) {
		r := p.post(ctx, m, free(m))
		if r.Class != providers.WindowClosed || r.Verdict != providers.Rejected {
			return r
		}
	}
	if m.Template == nil {
		return rejected(providers.WindowClosed, codeWindow)
	}
	if lettersOf(flat(m.Text)) > maxParameter {
		return rejected(providers.UnsupportedClass, codeTooLong)
	}
	return p.post(ctx, m, byTemplate(m))
}

func rejected(class providers.Class, code string) providers.Result {
	return providers.Result{Verdict: providers.Rejected, Class: class, Code: code}
}

// post makes one call for one text.
func (p *Provider) post(ctx context.Context, m providers.Message, body map[string]any) providers.Result {
	a := wire.Answer{Err: ctx.Err()}
	if a.Err == nil {
		a = p.api.Call(ctx, "POST", "/"+p.config.Numbers[m.From]+"/messages", p.encode(m, body))
	}
	return p.judge(a)
}

// closed reports whether it is known that the person has not written for a day.
func (p *Provider) closed(m providers.Message) bool {
	return !m.Heard.IsZero() && p.config.Now().Sub(m.Heard) >= windowFor
}

// cannotGo says why no call is made for a text, in a code; empty if one is.
func (p *Provider) cannotGo(m providers.Message) string {
	switch {
	case !reachable(m.To):
		return codeRecipient
	case p.config.Numbers[m.From] == "":
		return codeSender
	case m.Text == "":
		return codeEmpty
	case providers.Segments(m.Text).Units > maxUnits:
		return codeTooLong
	}
	return ""
}

const longestName = 100

// reachable knows addresses of people on WhatsApp: a number, or a name of theirs.
func reachable(a providers.Address) bool {
	app, name := a.App()
	if app != Name || name == "" || len(name) > longestName {
		return false
	}
	if number, is := strings.CutPrefix(name, "+"); is {
		return wire.IsNumber(number)
	}
	return wire.Printable(name)
}
