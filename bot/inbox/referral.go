package inbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

const (
	// linkLasts is how long a service can answer by the link in its letter.
	linkLasts = 14 * 24 * time.Hour
	// letterTries is how long a letter that cannot be handed in is tried again
	// before staff go on.
	letterTries = 12 * time.Hour
)

// Letter hands in one letter; see ByMail.Send.
type Letter func(ctx context.Context, to, subject, text string) error

// Referrals asks services by e-mail to call residents who have agreed to it, once
// each however many processes look, and gives to staff what nobody answers.
type Referrals struct {
	Board *Board
	Orgs  func() []*flows.Org
	Marks Marks
	Bot   Doer
	Send  Letter // nil where no mail server is set
	Links Links
	Page  string // where the pages of links begin, such as https://texts.example.org/r/
	Now   func() time.Time
	Log   *slog.Logger
	Count func(outcome string) // is told what became of each letter: sent or missed
}

// Run looks and asks until the context ends.
func (r *Referrals) Run(ctx context.Context) error {
	keepLooking(ctx, func() {
		for _, o := range r.Orgs() {
			if err := r.Look(ctx, o); err != nil && ctx.Err() == nil {
				r.Log.Error("it could not be seen which services are to be asked; trying again", "org", o.ID, "why", err)
			}
		}
	})
	return nil
}

// Look does what is due for the referrals of an organisation, once.
func (r *Referrals) Look(ctx context.Context, o *flows.Org) error {
	open, err := r.Board.Open(ctx, o.ID)
	if err != nil {
		return err
	}
	var faults []error
	for _, f := range open {
		if why := r.staffNow(f); why != "" {
			faults = append(faults, r.act(ctx, o, f, "staff", bot.Unmailed{Referral: f.Referral.ID, Why: why}))
			continue
		}
		if f.Referral.Waits() {
			faults = append(faults, r.ask(ctx, o, f))
		}
	}
	return errors.Join(faults...)
}

// staffNow is why staff are to go on with a referral; empty for none.
func (r *Referrals) staffNow(f bot.CaseFile) string {
	now, overdue := r.Now(), f.Referral.Overdue()
	switch {
	case !overdue.IsZero() && !now.Before(overdue):
		return "it has not answered"
	case !f.Referral.Waits():
		return ""
	case f.Stop:
		return "not asked by e-mail, as they have texted STOP"
	case f.Grave() || f.Urgent:
		return "not asked by e-mail, as the case presses"
	case r.Send == nil:
		return "not asked, as no mail server is set"
	case now.Sub(f.Referral.Agreed) > letterTries:
		return "the letter could not be sent"
	}
	return ""
}

// ask sends one letter. That it was sent is written down before it is certain that
// nobody sends it again: a second letter has the same link, and does no harm; one
// that nobody knows of would leave the resident without an answer.
func (r *Referrals) ask(ctx context.Context, o *flows.Org, f bot.CaseFile) error {
	name := "refer/" + o.ID + "/" + f.ID + "/" + f.Referral.ID
	mine, err := r.Marks.Begin(ctx, name, ringing)
	if err != nil || !mine {
		return err
	}
	link := Link{Org: o.ID, Case: f.ID, Referral: f.Referral.ID, Until: r.Now().Add(linkLasts)}
	subject, text := letterOf(o, f.Referral, r.Page+r.Links.Token(link))
	if err := r.Send(ctx, f.Referral.Email, subject, text); err != nil {
		r.count("missed")
		r.Log.Error("a service could not be asked by e-mail; trying again", "org", o.ID, "why", "mail server")
		return r.Marks.Missed(ctx, name)
	}
	r.count("sent")
	if err := r.act(ctx, o, f, "mailed", bot.Mailed{Referral: f.Referral.ID}); err != nil {
		return err
	}
	return r.Marks.Rang(ctx, name, rangFor)
}

func (r *Referrals) count(outcome string) {
	if r.Count != nil {
		r.Count(outcome)
	}
}

// act notes what became of a referral. One that is not there any more is done.
func (r *Referrals) act(ctx context.Context, o *flows.Org, f bot.CaseFile, what string, act bot.Act) error {
	err := r.Bot.Act(ctx, o.ID, f.ID, bot.Staff{}, "refer:"+what+":"+f.Referral.ID, act)
	if errors.Is(err, bot.ErrNoReferral) || errors.Is(err, bot.ErrNoCase) {
		return nil
	}
	return err
}

// letterOf is the letter to a service. It says nothing of who it is about, nor what
// they need: a letter is read by many on its way.
func letterOf(o *flows.Org, r *bot.Referral, link string) (subject, text string) {
	if len(o.Languages) > 0 && o.Languages[0] == "cy" {
		return o.Name + ": mae rhywun yn gofyn i chi ffonio",
			"Mae " + o.Name + " yn ysgrifennu at " + r.Name + ".\n\nMae rhywun wedi gofyn i chi eu ffonio, ac wedi cytuno i chi gael eu rhif.\n" +
				"Agorwch y ddolen hon i'w weld ac i ateb. Nid oes angen cyfrif.\n\n" + link + "\n\n" +
				"Mae'r ddolen yn gweithio am 14 diwrnod. Peidiwch â'i hanfon ymlaen y tu allan i'ch gwasanaeth. Ni all neb ddarllen atebion i'r e-bost hwn."
	}
	return o.Name + ": somebody asks you to call",
		o.Name + " writes to " + r.Name + ".\n\nSomebody has asked you to call them, and has agreed that you get their number.\n" +
			"Open this link to see it and to answer. You need no account.\n\n" + link + "\n\n" +
			"The link works for 14 days. Please do not pass it on outside your service. Nobody reads replies to this e-mail."
}
