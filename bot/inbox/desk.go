package inbox

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// What the audit log says of cases.
const (
	ReadCase   staff.Deed = "read a case"
	SawNumber  staff.Deed = "saw a number"
	Searched   staff.Deed = "searched the cases"
	PrintedOut staff.Deed = "printed a case"
	WasRefused staff.Deed = "was refused" // what the entry before says was not done
)

// ErrNoReason is returned for a number that is asked for without a reason.
var ErrNoReason = errors.New("say why the number is needed")

// Files is where whole cases are kept. Errors wrap bot.ErrUnavailable, or are
// bot.ErrNoCase.
type Files interface {
	Case(ctx context.Context, org, id string) (bot.CaseFile, error)
	ClosedHeads(ctx context.Context, org string, most int) ([]bot.CaseFile, error)
	// WithLines returns cases with all of their lines. One that is gone has none.
	WithLines(ctx context.Context, heads []bot.CaseFile) ([]bot.CaseFile, error)
}

// Actor does what staff do with a case, and tells how a reply would read; see
// bot.Bot.
type Actor interface {
	Act(ctx context.Context, org, caseID string, by bot.Staff, id string, act bot.Act) error
	Wording(ctx context.Context, org, caseID string, by bot.Staff, text string) (string, error)
}

// Auditor writes down what was done within a scope; see staff.Desk.
type Auditor interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// Desk is where staff read and answer cases: those of their organisation alone,
// what their role allows, and nothing that could not be noted in the audit log.
type Desk struct {
	Board  *Board
	Files  Files
	Drafts Drafts
	Bot    Actor
	First  Opener
	Audit  Auditor
	Now    func() time.Time
	// Outbox knows what has become of what staff have sent.
	Outbox Outbox
	doubts doubts
}

// mostClosed is how many closed cases are listed and searched.
const mostClosed = 500

// List returns a list of the organisation's cases.
func (d *Desk) List(ctx context.Context, who staff.Scope, list List) ([]bot.CaseFile, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return nil, err
	}
	if list == Closed {
		closed, err := d.Files.ClosedHeads(ctx, who.Org(), mostClosed)
		if err != nil {
			return nil, fmt.Errorf("list the closed cases: %w", err)
		}
		return closed, nil
	}
	open, err := d.Board.Open(ctx, who.Org())
	if err != nil {
		return nil, err
	}
	return Of(list, open, who.Account()), nil
}

// Counts returns how many open cases each list has.
func (d *Desk) Counts(ctx context.Context, who staff.Scope) (map[List]int, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return nil, err
	}
	return d.Board.Counts(ctx, who.Org(), who.Account())
}

// Read returns a whole case, and notes that it was read.
func (d *Desk) Read(ctx context.Context, who staff.Scope, id string, deed staff.Deed) (bot.CaseFile, error) {
	file, err := d.Look(ctx, who, id)
	if err != nil {
		return bot.CaseFile{}, err
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: deed, Case: id}); err != nil {
		return bot.CaseFile{}, err
	}
	return file, nil
}

// Look returns a whole case to a page that has noted its reading already.
func (d *Desk) Look(ctx context.Context, who staff.Scope, id string) (bot.CaseFile, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return bot.CaseFile{}, err
	}
	return d.Files.Case(ctx, who.Org(), id)
}

// Number returns the number of whoever a case is about, for a reason that is
// noted.
func (d *Desk) Number(ctx context.Context, who staff.Scope, id, reason string) (string, error) {
	if err := who.Must(staff.SeeNumber); err != nil {
		return "", err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return "", ErrNoReason
	}
	file, err := d.Files.Case(ctx, who.Org(), id)
	if err != nil {
		return "", err
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: SawNumber, Case: id, Reason: reason}); err != nil {
		return "", err
	}
	return cmp.Or(file.Key.Address.Number(), file.Key.Address.Value), nil
}

// Act does something with an open case, once for each id; a reply once for each id
// and text, as somebody who goes back may have changed it. Errors are
// staff.ErrMayNot and those of bot.Bot.Act.
func (d *Desk) Act(ctx context.Context, who staff.Scope, caseID, id string, act bot.Act) error {
	need, deed := needs(who, act)
	for _, p := range need {
		if err := who.Must(p); err != nil {
			return err
		}
	}
	if deed != "" {
		if err := d.Audit.Note(ctx, who, staff.Entry{Deed: deed, Case: caseID, Detail: detail(act)}); err != nil {
			return err
		}
	}
	err := d.Bot.Act(ctx, who.Org(), caseID, staffOf(who), eventOf(who, id, act), act)
	if err == nil {
		d.done(ctx, who, caseID, id, act)
	}
	if err != nil && deed != "" && !errors.Is(err, bot.ErrUnavailable) { // then nobody knows
		return errors.Join(err, d.Audit.Note(ctx, who, staff.Entry{Deed: WasRefused, Case: caseID, Detail: string(deed)}))
	}
	return err
}

// eventOf names an act, so that it is done once.
func eventOf(who staff.Scope, id string, act bot.Act) string {
	event := who.Account() + ":" + id
	if r, ok := act.(bot.Reply); ok {
		sum := sha256.Sum256([]byte(r.Text))
		event += ":" + hex.EncodeToString(sum[:6])
	}
	return event
}

// needs is what a role must allow for an act, and what the audit log says of it;
// nothing for what says nothing about anybody. Whoever may share cases out may
// take them from others.
func needs(who staff.Scope, act bot.Act) ([]staff.Permission, staff.Deed) {
	forced := func(force bool, p staff.Permission) []staff.Permission {
		if force {
			return []staff.Permission{p, staff.Assign}
		}
		return []staff.Permission{p}
	}
	switch a := act.(type) {
	case bot.Look:
		return []staff.Permission{staff.Claim}, ""
	case bot.Claim:
		return []staff.Permission{staff.Claim}, "claimed a case"
	case bot.Assign:
		return forced(a.Force, staff.Claim), "assigned a case"
	case bot.HandOver:
		return forced(a.Force, staff.Claim), "handed a case over"
	case bot.AskArea:
		return []staff.Permission{staff.Reply}, "asked whether a case may go to another area"
	case bot.Return:
		return forced(a.Force, staff.Claim), "returned a case"
	case bot.Remark:
		return []staff.Permission{staff.Claim}, "added a note to a case"
	case bot.Copy:
		return []staff.Permission{staff.Claim}, "said whether a case is copied"
	case bot.Urge:
		return []staff.Permission{staff.Claim}, "said whether a case is urgent"
	case bot.EndCourses:
		return []staff.Permission{staff.Claim}, "ended the courses of a case"
	case bot.Reply:
		return []staff.Permission{staff.Reply}, "replied in a case"
	case bot.Close:
		return forced(a.Force, staff.Close), "closed a case"
	}
	return []staff.Permission{""}, "" // an act that nobody has a right to
}

// detail is what the audit log says beside.
func detail(act bot.Act) string {
	switch a := act.(type) {
	case bot.Assign:
		return "to " + a.To.ID
	case bot.HandOver:
		return "to " + a.Queue
	case bot.AskArea:
		return "to " + a.Area
	case bot.Close:
		return strings.Join(append(slices.Clone(a.Reasons), a.Outcome, a.Risk), " ")
	}
	return ""
}

// Search returns the cases, open and closed, that have all of the words in their
// lines, their subject or the name of their holder, the newest first. The words
// are not noted, as they may be about somebody; that there was a search is.
func (d *Desk) Search(ctx context.Context, who staff.Scope, words string) ([]bot.CaseFile, error) {
	if err := who.Must(staff.SeeCases); err != nil {
		return nil, err
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: Searched}); err != nil {
		return nil, err
	}
	open, err := d.Board.Open(ctx, who.Org())
	if err != nil {
		return nil, err
	}
	closed, err := d.Files.ClosedHeads(ctx, who.Org(), mostClosed)
	if err != nil {
		return nil, fmt.Errorf("list the closed cases: %w", err)
	}
	all, err := d.Files.WithLines(ctx, slices.Concat(open, closed))
	if err != nil {
		return nil, fmt.Errorf("read the cases: %w", err)
	}
	found := slices.DeleteFunc(all, func(f bot.CaseFile) bool { return !holds(f, words) })
	slices.SortFunc(found, func(a, b bot.CaseFile) int { return newest(b).Compare(newest(a)) })
	return found, nil
}

func newest(f bot.CaseFile) time.Time {
	if n := len(f.Notes); n > 0 {
		return f.Notes[n-1].At
	}
	return f.Opened
}
