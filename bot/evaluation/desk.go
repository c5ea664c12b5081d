package evaluation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

// ReadWords is what the audit log says of whoever reads what residents have written
// after their cases.
const ReadWords staff.Deed = "read what residents would better"

// ErrScore is returned for a score that is not from 0 to 10.
var ErrScore = errors.New("a score is a number from 0 to 10")

// Rows is where datasets are kept. Rows come in an order that tells nothing: not
// when they were written, nor which belong together. Errors wrap
// bot.ErrUnavailable.
type Rows interface {
	Rows(ctx context.Context, org, dataset string) ([]map[string]string, error)
}

// Opinions is where it is kept what staff think of the console: how many have given
// each score in a month, and who need not be asked again in it, with nothing that
// joins the two. Opine is false for whoever has answered in that month, or would
// not; a score below 0 is that of somebody who would rather not say. Errors wrap
// bot.ErrUnavailable.
type Opinions interface {
	Opine(ctx context.Context, org, account, month string, score int) (bool, error)
	Opined(ctx context.Context, org, account, month string) (bool, error)
	Opinions(ctx context.Context, org string) (map[string]map[int]int, error)
}

// Closed is where closed cases are kept, for 90 days, the last first. Errors wrap
// bot.ErrUnavailable.
type Closed interface {
	ClosedHeads(ctx context.Context, org string, most int) ([]bot.CaseFile, error)
}

// Auditor writes down what was done within a scope; see staff.Desk.
type Auditor interface {
	Note(ctx context.Context, by staff.Scope, e staff.Entry) error
}

// Desk is where figures are read, and where staff say what they think.
type Desk struct {
	Rows     Rows
	Opinions Opinions
	Closed   Closed
	Audit    Auditor
	Now      func() time.Time
}

// Figures is what leads read.
type Figures struct {
	Months   []Month
	Together Month
	Scores   []Score
	Score    Score
	Words    int // how many have written in their own words
}

// Figures returns the figures of the scope's organisation.
func (d *Desk) Figures(ctx context.Context, who staff.Scope) (Figures, error) {
	var f Figures
	if err := who.Must(staff.SeeFigures); err != nil {
		return f, err
	}
	sets := map[string][]map[string]string{}
	for _, set := range []string{bot.AskedSet, bot.RatingSet, bot.WordsSet} {
		rows, err := d.Rows.Rows(ctx, who.Org(), set)
		if err != nil {
			return f, fmt.Errorf("read what residents say: %w", err)
		}
		sets[set] = rows
	}
	counts, err := d.Opinions.Opinions(ctx, who.Org())
	if err != nil {
		return f, fmt.Errorf("read what staff say: %w", err)
	}
	f.Months, f.Together = Ratings(sets[bot.AskedSet], sets[bot.RatingSet])
	f.Scores, f.Score = Scores(counts)
	f.Words = len(sets[bot.WordsSet])
	return f, nil
}

// Words returns what residents have written after their cases, in no order, and
// notes that it was read: somebody may have written who they are.
func (d *Desk) Words(ctx context.Context, who staff.Scope) ([]string, error) {
	if err := who.Must(staff.SeeFigures); err != nil {
		return nil, err
	}
	if err := d.Audit.Note(ctx, who, staff.Entry{Deed: ReadWords}); err != nil {
		return nil, err
	}
	rows, err := d.Rows.Rows(ctx, who.Org(), bot.WordsSet)
	if err != nil {
		return nil, fmt.Errorf("read what residents say: %w", err)
	}
	words := make([]string, 0, len(rows))
	for _, row := range rows {
		words = append(words, row["words"])
	}
	return words, nil
}

// lastClosed is among how many cases that were closed last one is looked for.
const lastClosed = 500

// Asks reports whether somebody of the staff is to be asked what they think of the
// console: once a month, those who see cases and have closed one of the last 500.
// Whoever has not worked with it yet has nothing to say of it.
func (d *Desk) Asks(ctx context.Context, who staff.Scope) (bool, error) {
	if !who.May(staff.SeeCases) {
		return false, nil
	}
	said, err := d.Opinions.Opined(ctx, who.Org(), who.Account(), d.month())
	if said || err != nil {
		return false, err
	}
	closed, err := d.Closed.ClosedHeads(ctx, who.Org(), lastClosed)
	return slices.ContainsFunc(closed, func(f bot.CaseFile) bool { return f.Closing != nil && f.Closing.By.ID == who.Account() }), err
}

// Say counts what somebody thinks of the console, from 0 to 10, or that they would
// rather not say, once a month. Nothing is noted in the audit log: the times would
// tell whose score it is. Errors are staff.ErrMayNot and ErrScore.
func (d *Desk) Say(ctx context.Context, who staff.Scope, score int) error {
	if err := who.Must(staff.SeeCases); err != nil {
		return err
	}
	if score > 10 {
		return ErrScore
	}
	_, err := d.Opinions.Opine(ctx, who.Org(), who.Account(), d.month(), score)
	return err
}

func (d *Desk) month() string { return d.Now().Format("2006-01") }
