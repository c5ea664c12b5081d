package inbox

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// Drafts keeps what somebody of the staff has begun to write in a case, so that it
// outlives a reload and follows them to another device, for some days. An empty text forgets it.
// What comes from a form that was sent is not kept. Errors wrap
// bot.ErrUnavailable.
type Drafts interface {
	KeepDraft(ctx context.Context, account, caseID, form, text string) error
	Draft(ctx context.Context, account, caseID string) (string, error)
	DraftSent(ctx context.Context, account, caseID, form string) error
}

// Weight is what a reply costs, and what to know before it is sent.
type Weight struct {
	providers.Count
	Curly bool   // it is sent with plain quotes and dashes in the place of others
	Fancy string // the letters that leave less room in each part
}

func staffOf(who staff.Scope) bot.Staff { return bot.Staff{ID: who.Account(), Name: who.Name()} }

// Draft returns what somebody has begun to write in a case.
func (d *Desk) Draft(ctx context.Context, who staff.Scope, caseID string) (string, error) {
	if err := who.Must(staff.Reply); err != nil {
		return "", err
	}
	return d.Drafts.Draft(ctx, who.Account(), caseID)
}

// Keep writes what somebody has begun to write in an open case, and weighs it.
func (d *Desk) Keep(ctx context.Context, who staff.Scope, caseID, form, text string) (Weight, error) {
	w, err := d.Weigh(ctx, who, caseID, text)
	if err != nil {
		return w, err
	}
	return w, d.Drafts.KeepDraft(ctx, who.Account(), caseID, form, strings.TrimSpace(text))
}

// Weigh counts the parts of a reply as its resident would get it. Nothing written
// weighs nothing.
func (d *Desk) Weigh(ctx context.Context, who staff.Scope, caseID, text string) (Weight, error) {
	if err := who.Must(staff.Reply); err != nil {
		return Weight{}, err
	}
	sent, err := d.Bot.Wording(ctx, who.Org(), caseID, staffOf(who), text)
	if err != nil {
		return Weight{}, fmt.Errorf("weigh a reply: %w", err)
	}
	if strings.TrimSpace(text) == "" {
		return Weight{}, nil
	}
	return weigh(text, sent), nil
}

func weigh(written, sent string) Weight {
	w := Weight{Count: providers.Segments(sent), Curly: strings.ContainsAny(written, "‘’‚“”„–—…")}
	var fancy *providers.AlphabetError
	if errors.As(providers.GSMOnly(sent), &fancy) {
		w.Fancy = string(fancy.Letters)
	}
	return w
}

// done forgets the draft of what has been sent, or of a case that is closed. That
// it may fail is no reason to say that the reply did: what is left is shown again,
// and not sent again unasked.
func (d *Desk) done(ctx context.Context, who staff.Scope, caseID, form string, act bot.Act) {
	switch act.(type) {
	case bot.Reply, bot.Close:
		_ = d.Drafts.DraftSent(ctx, who.Account(), caseID, form)
	}
}
