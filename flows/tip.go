package flows

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// fromTips is the list of what there is to read: advice, and pages about the place.
const fromTips = "tips"

// Columns of tips.csv beside id and name, which is the title.
const (
	tipText     = "text"     // what people are sent; text:cy in another language
	tipStage    = "stage"    // of the child that it is about, some of Stages; empty is everybody
	tipAuthor   = "author"   // who wrote it
	tipReviewer = "reviewer" // who looked it through last
	tipReviewed = "reviewed" // when, as 2026-09-01
	tipHealth   = "health"   // yes: words about health, which are never sent from a draft
	tipDraft    = "draft"    // languages in which no speaker has checked the words
	tipSpoken   = "languages"
)

// tipFresh is how long a review holds, in years.
const tipFresh = 1

// Tip is a row of tips.csv: a title and a text that people can ask for.
type Tip struct {
	ID, Name         string
	Stages           []string
	Author, Reviewer string
	Reviewed         time.Time // the day, midnight UTC; zero if nobody has looked it through
	Health           bool
	Drafts           []string // languages
	Languages        []string // in which it is sent
	row              Row
}

// Tips returns what there is to read, in the file's order.
func (o *Org) Tips() []Tip {
	list := o.List(fromTips)
	if list == nil {
		return nil
	}
	all := make([]Tip, len(list.Rows))
	for i, row := range list.Rows {
		all[i] = tipOf(row)
	}
	return all
}

func tipOf(row Row) Tip {
	t := Tip{ID: row["id"], Name: row["name"], Stages: strings.Fields(row[tipStage]), Author: row[tipAuthor], Reviewer: row[tipReviewer],
		Health: isYes(row[tipHealth]), Drafts: strings.Fields(strings.ToLower(row[tipDraft])), Languages: strings.Fields(row[tipSpoken]), row: row}
	t.Reviewed, _ = time.Parse(dayOnly, row[tipReviewed]) // what is no day is a finding
	return t
}

// Title is what the tip is called in a language.
func (t Tip) Title(tag string) string { return cell(t.row, "name", tag) }

// Text is what people are sent, in a language.
func (t Tip) Text(tag string) string { return cell(t.row, tipText, tag) }

// Stale reports whether nobody has looked the tip through within a year.
func (t Tip) Stale(now time.Time) bool {
	return t.Reviewed.IsZero() || !now.Before(t.Reviewed.AddDate(tipFresh, 0, 0))
}

// settleTips makes the list of tips as people get it: words about health that no
// speaker has checked are taken out, so that the organisation's own language is sent
// in their place, and the column languages says in which languages each tip is.
func (l *orgLoad) settleTips() {
	list := l.org.Lists[fromTips]
	if list == nil || !list.HasColumn(tipText) {
		return
	}
	if !list.HasColumn(tipSpoken) {
		list.Columns = append(list.Columns, tipSpoken)
	}
	list.withheld = map[string][]string{}
	for _, row := range list.Rows {
		tip, spoken := tipOf(row), []string{}
		for _, tag := range l.org.Languages {
			column := tipText + ":" + strings.ToLower(tag)
			if tag == l.org.Language {
				column = tipText
			}
			if tip.Health && tag != l.org.Language && slices.Contains(tip.Drafts, strings.ToLower(tag)) && row[column] != "" {
				list.withheld[tag] = append(list.withheld[tag], tip.ID)
				delete(row, column)
				delete(row, "name:"+strings.ToLower(tag)) // so that people see which language it is in
			}
			if row[column] != "" {
				spoken = append(spoken, tag)
			}
		}
		row[tipSpoken] = strings.Join(spoken, " ")
	}
}

// ownLanguageFirst puts the tips that are in the person's language before the others.
func (t *turn) ownLanguageFirst(rows []Row, opts *Options) {
	if opts.From != fromTips {
		return
	}
	foreign := func(row Row) int {
		if slices.Contains(strings.Fields(row[tipSpoken]), t.lang) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(foreign(a), foreign(b)) })
}
