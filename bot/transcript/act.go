package transcript

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// staffMember writes for the staff in a talk.
var staffMember = bot.Staff{ID: "sam", Name: "Sam"}

// mostWakes is how often things may fall due while time passes once.
const mostWakes = 1000

var (
	picture = regexp.MustCompile(`^\((picture|voice|video)\)(?: (.*))?$`)
	lengthy = regexp.MustCompile(`^\(([0-9]+) letters\)$`)
)

// text lets a person text the organisation.
func (s *stage) text(l line) {
	p := s.person(l.who)
	if l.text == "(same again)" {
		if p.last.EventID == "" {
			s.fail(l, "there is no text before this one that could come again", "", "")
			return
		}
		s.receive(l, p.last)
		return
	}
	in := providers.Inbound{
		Provider: "chat", EventID: s.event(), From: p.address, Text: l.text, Sent: s.now, Received: s.now,
		To: providers.Address{Kind: providers.Phone, Value: s.org.Number},
	}
	if m := picture.FindStringSubmatch(l.text); m != nil {
		in.Unsupported, in.Text = m[1], m[2]
	}
	if m := lengthy.FindStringSubmatch(l.text); m != nil {
		in.Text = letters(m[1])
	}
	p.last = in
	s.receive(l, in)
}

func (s *stage) receive(l line, in providers.Inbound) {
	if err := s.bot.Receive(context.Background(), in); err != nil {
		s.fail(l, fmt.Sprintf("the bot could not take the text: %v", err), "", "")
	}
	pause := betweenTexts
	for _, org := range s.orgs {
		if thread, err := s.store.Thread(context.Background(), bot.Key{Org: org.ID, Address: in.From}); err == nil && thread.Part != nil && s.next.kind == says && s.next.who == l.who {
			pause = betweenParts
		}
	}
	s.advance(l, s.now.Add(pause))
}

func (s *stage) event() string {
	s.events++
	return fmt.Sprintf("%d-%d", s.talk.line, s.events)
}

// letters makes a text of so many letters.
func letters(count string) string {
	n, err := strconv.Atoi(count)
	if err != nil || n > 10_000 {
		n = 10_000
	}
	return strings.Repeat("a long text ", n/12+1)[:n]
}

// staff lets the organisation's people answer or close an open case.
func (s *stage) staff(l line) {
	c, why := s.openCase(l.who)
	if why != "" {
		s.fail(l, why, "", "")
		return
	}
	ctx, err := context.Background(), error(nil)
	switch l.kind {
	case staffAsks:
		err = s.bot.Act(ctx, c.Key.Org, c.ID, staffMember, s.event(), bot.AskArea{Area: l.text})
	case staffSays:
		err = s.bot.Act(ctx, c.Key.Org, c.ID, staffMember, s.event(), bot.Reply{Text: l.text})
	default:
		err = s.bot.Act(ctx, c.Key.Org, c.ID, staffMember, s.event(), s.closing(c.Key.Org, l.text))
	}
	if err != nil {
		s.fail(l, fmt.Sprintf("staff could not do this: %v", err), "", "")
	}
	s.advance(l, s.now.Add(betweenTexts))
}

// closing reads what a case came to: reasons, an outcome and a risk, in any order.
func (s *stage) closing(org, codes string) bot.Close {
	var c bot.Close
	for _, o := range s.orgs {
		if o.ID != org {
			continue
		}
		for _, code := range strings.FieldsFunc(codes, func(r rune) bool { return r == ',' || r == ' ' }) {
			switch all := o.Closings; {
			case c.Outcome == "" && all.Outcomes.Has(code):
				c.Outcome = code
			case c.Risk == "" && all.Risks.Has(code):
				c.Risk = code
			default:
				c.Reasons = append(c.Reasons, code)
			}
		}
	}
	return c
}

// cancel lets the organisation's people cancel an event.
func (s *stage) cancel(l line) {
	if err := s.bot.CancelEvent(context.Background(), s.org.ID, l.text); err != nil {
		s.fail(l, fmt.Sprintf("staff could not cancel this: %v", err), "", "")
	}
	s.advance(l, s.now.Add(betweenTexts))
}

// openCase finds the case of somebody, or the only one there is; or says why
// there is none.
func (s *stage) openCase(who string) (bot.CaseFile, string) {
	var open []bot.CaseFile
	for _, org := range s.orgs {
		cases, err := s.store.OpenCases(context.Background(), org.ID)
		if err != nil {
			return bot.CaseFile{}, fmt.Sprintf("the store failed: %v", err)
		}
		open = append(open, cases...)
	}
	if who == "" && len(open) == 1 {
		return open[0], ""
	}
	nameless := slices.ContainsFunc(s.people, func(p *person) bool { return p.name == "" })
	if who == "" && len(open) > 1 && !nameless {
		return bot.CaseFile{}, "several cases are open: write  staff to ann> …  or  staff closes ann"
	}
	for _, c := range open {
		if c.Key.Address == s.person(who).address {
			return c, ""
		}
	}
	return bot.CaseFile{}, "no case is open, so there is nobody for staff to write to"
}

// earlier is when a flow starts by the clock or a job is due, if that comes before.
func (s *stage) earlier(than time.Time) time.Time {
	for _, org := range s.orgs {
		if starts := org.Occurrences(s.now, than); len(starts) > 0 {
			than = starts[0].At
		}
	}
	if job := s.store.NextJob(s.now); !job.IsZero() && job.Before(than) {
		than = job
	}
	if next, err := s.bot.NextTend(context.Background(), s.now); err == nil && !next.IsZero() && next.Before(than) {
		than = next
	}
	return than
}

// dueBy tells whether something has become due in the meantime.
func (s *stage) dueBy(to time.Time) bool {
	wakes, err := s.store.Due(context.Background(), to, 1)
	return err == nil && len(wakes) > 0
}

// work begins the flows whose hour has come, and tells others what they are to be
// told.
func (s *stage) work(l line) {
	if err := s.bot.Schedule(context.Background()); err != nil {
		s.fail(l, fmt.Sprintf("flows could not start by themselves: %v", err), "", "")
	}
	if err := s.bot.Tend(context.Background()); err != nil {
		s.fail(l, fmt.Sprintf("the events could not be looked after: %v", err), "", "")
	}
	for range mostWakes {
		done, err := s.bot.Work(context.Background())
		if err != nil {
			s.fail(l, fmt.Sprintf("others could not be told: %v", err), "", "")
		}
		if done == 0 || err != nil {
			return
		}
	}
	s.fail(l, "others are told things again and again without end", "", "")
}

// advance lets time pass. What falls due happens in its order, at its hour.
func (s *stage) advance(l line, to time.Time) {
	for range mostWakes {
		s.work(l)
		wakes, err := s.store.Due(context.Background(), to, 1)
		if err != nil {
			s.fail(l, fmt.Sprintf("the store failed: %v", err), "", "")
			return
		}
		next := to
		for _, u := range s.held {
			if u.text.NotBefore.After(s.now) && u.text.NotBefore.Before(next) {
				next = u.text.NotBefore
			}
		}
		next = s.earlier(next)
		due := len(wakes) > 0 && !wakes[0].At.After(next)
		if due {
			next = wakes[0].At
		}
		if next.After(s.now) {
			s.now = next
		}
		s.release()
		if !due && !next.Before(to) {
			s.work(l)
			if s.dueBy(to) {
				continue
			}
			return
		}
		if due {
			if err := s.bot.Wake(context.Background(), wakes[0]); err != nil {
				s.fail(l, fmt.Sprintf("the bot could not do what was due: %v", err), "", "")
				return
			}
		}
	}
	s.fail(l, "something falls due again and again without end", "", "")
}
