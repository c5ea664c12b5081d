package web

import (
	"errors"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot/people"
)

// columns are where in a body stands what a list has in a column.
var columns = map[string]string{
	people.ColumnNumber: "/number", people.ColumnLanguage: "/language", people.ColumnConsent: "/consents", people.ColumnSource: "/consent/source",
	people.ColumnDate: "/consent/date", people.ColumnWording: "/consent/words", people.ColumnGroups: "/groups",
	people.ColumnCourse: "/course/id", people.ColumnDay: "/course/date",
}

// otherwise are faults whose words for lists speak of columns.
var otherwise = map[people.Reason]string{
	people.NoConsent:   "Say what the person has agreed to.",
	people.NoSource:    "Say where the person agreed, such as paper form at the library.",
	people.NoDate:      "Say on which day the person agreed, such as 2026-03-31.",
	people.NoWording:   "Say what the person was asked.",
	people.NoCourseDay: "Say from which day the course counts, such as 2027-03-31.",
	people.IsEvent:     "Nobody is put into an event by a program, as its places are counted: people text that they come, or staff put them in on the page of its group.",
	people.Busy:        "The person was texting at that moment: ask again.",
}

// faultsOf is what is wrong with a row that was refused, and where it stands: under
// a pointer.
func faultsOf(o people.Outcome, under string) []mistake {
	if o.Verdict != people.Refused {
		return nil
	}
	var out []mistake
	for _, f := range o.Faults {
		at, known := columns[f.Column]
		if !known && f.Column != "" {
			at = "/me/" + escaped(f.Column)
		}
		detail := sentence(f.Words())
		if said, other := otherwise[f.Reason]; other {
			detail = said
		}
		if f.Reason == people.NoConsent && len(f.Can) > 0 {
			detail += " In consents it can be " + strings.Join(f.Can, ", ") + "."
		}
		if f.Reason == people.Twice {
			detail = "The same number is in row " + strconv.Itoa(f.Line) + "."
		}
		out = append(out, mistake{under + at, detail})
	}
	return out
}

// ofMember puts what is wrong with somebody who is known to where a program has named
// them.
func ofMember(faults []mistake) []mistake {
	for i, f := range faults {
		switch f.Pointer {
		case "/number":
			faults[i].Pointer = "/person"
		case "/consents":
			faults[i] = mistake{"/person", "They have agreed to nothing yet: add what they have agreed to with POST /people."}
		case "/groups":
			faults[i].Pointer = ""
		}
	}
	return faults
}

// placeIn says that after names no place, where that is what is wrong.
func placeIn(err error) error {
	if errors.Is(err, people.ErrNoPlace) {
		return wrongQuery("after", "There is no such place: use what next said.")
	}
	return err
}
