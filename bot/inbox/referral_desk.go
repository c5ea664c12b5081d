package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// File finds a case.
type File interface {
	Case(ctx context.Context, org, id string) (bot.CaseFile, error)
}

// ReferralDesk is where a service answers a referral by the link in its letter.
type ReferralDesk struct {
	Links Links
	Files File
	Bot   Doer
	Org   func(id string) *flows.Org // nil for one that there is not
	Now   func() time.Time
}

// Referred is a referral as its service sees it. Number and Shares are empty until
// the service has said that somebody is there to read them: programs that look at
// the links of letters say nothing.
type Referred struct {
	Org, Language, Service string
	Said                   bot.Says
	Number, Shares         string
}

// Open returns what a link is for, and tells nothing of a person. Errors are
// ErrLink, or wrap bot.ErrUnavailable.
func (d *ReferralDesk) Open(ctx context.Context, token string) (Referred, error) {
	_, r, _, err := d.find(ctx, token)
	return r, err
}

// Say writes down what a service says, and returns what it may read by then. The
// errors are those of Open, bot.ErrSaid for an answer after the first, and
// *bot.ClosingError for a reason that is not listed.
func (d *ReferralDesk) Say(ctx context.Context, token string, says bot.Says, reason string) (Referred, error) {
	link, r, f, err := d.find(ctx, token)
	if err != nil {
		return r, err
	}
	err = d.Bot.Act(ctx, link.Org, link.Case, bot.Staff{}, fmt.Sprintf("refer:%s:%s:%s", says, link.Referral, reason),
		bot.ServiceSays{Referral: link.Referral, Says: says, Reason: reason})
	switch {
	case errors.Is(err, bot.ErrNoReferral), errors.Is(err, bot.ErrNoCase):
		return r, ErrLink
	case err != nil:
		return r, err
	}
	if r.Said = says; says != bot.SaysCannot {
		r.Number, r.Shares = cmp.Or(f.Key.Address.Number(), f.Key.Address.Value), f.Referral.Shares
	}
	return r, nil
}

func (d *ReferralDesk) find(ctx context.Context, token string) (Link, Referred, bot.CaseFile, error) {
	link, err := d.Links.Read(token, d.Now())
	if err != nil {
		return link, Referred{}, bot.CaseFile{}, err
	}
	o := d.Org(link.Org)
	if o == nil {
		return link, Referred{}, bot.CaseFile{}, ErrLink
	}
	f, err := d.Files.Case(ctx, link.Org, link.Case)
	switch {
	case errors.Is(err, bot.ErrNoCase), err == nil && (f.Referral == nil || f.Referral.ID != link.Referral):
		return link, Referred{}, f, ErrLink
	case err != nil:
		return link, Referred{}, f, fmt.Errorf("find the case of a link: %w", err)
	}
	r := Referred{Org: o.Name, Language: "en", Service: f.Referral.Name, Said: f.Referral.Answer}
	if len(o.Languages) > 0 {
		r.Language = o.Languages[0]
	}
	if r.Said == "" && !f.Closed.IsZero() { // staff have found another way
		return link, r, f, ErrLink
	}
	if r.Said == "" && !f.Referral.Seen.IsZero() {
		r.Said = bot.SaysSeen
	}
	return link, r, f, nil
}
