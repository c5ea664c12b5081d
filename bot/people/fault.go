package people

import (
	"fmt"
	"strings"
)

// Reason is why a row was refused.
type Reason string

// Why rows are refused.
const (
	NotNumber   Reason = "not_a_number"
	Damaged     Reason = "damaged" // a spreadsheet has spoilt the number
	TwoNumbers  Reason = "two_numbers"
	Landline    Reason = "landline"
	Abroad      Reason = "abroad"
	Premium     Reason = "premium"
	Pager       Reason = "pager"
	Islands     Reason = "islands"
	NotAllowed  Reason = "not_allowed" // such as a test number in production
	NoConsent   Reason = "no_consent"  // to what
	NoSource    Reason = "no_source"
	NoDate      Reason = "no_date"
	NoWording   Reason = "no_words"
	BadDate     Reason = "bad_date"
	FutureDate  Reason = "future_date"
	OldDate     Reason = "old_date"
	NoSuchThing Reason = "no_such_consent"
	Stopped     Reason = "stopped"
	Erased      Reason = "erased"
	Withdrawn   Reason = "withdrawn" // left the group, or took the consent back, since
	Twice       Reason = "twice"
	NoSuchGroup Reason = "no_such_group"
	Sensitive   Reason = "sensitive"
	IsEvent     Reason = "event" // whose places are counted
	NoSuchValue Reason = "no_such_value"
	// Of courses.
	NoSuchCourse Reason = "no_such_course"
	NoCourseDay  Reason = "no_course_date"
	BadCourseDay Reason = "bad_course_date"
	CourseOver   Reason = "course_over" // all its lessons are over by that day
	CourseFar    Reason = "course_date_far"
	CourseEnded  Reason = "course_ended" // it was ended for the person
	NoSuchTag    Reason = "no_such_language"
	TooLong      Reason = "too_long"
	Unreadable   Reason = "unreadable"
	Quotes       Reason = "quotes"
	Busy         Reason = "busy" // the person texted again and again at that moment
)

// Reasons are all of them, in the order in which a row is looked at.
var Reasons = []Reason{
	Unreadable, Quotes, NotNumber, Damaged, TwoNumbers, Landline, Abroad, Premium, Pager, Islands, NoSuchTag, NoConsent, NoSuchThing, NoSource, NoDate, BadDate, FutureDate, OldDate, NoWording, TooLong,
	NoSuchGroup, Sensitive, IsEvent, NoSuchCourse, NoCourseDay, BadCourseDay, CourseOver, CourseFar, NoSuchValue, NotAllowed, Twice, Stopped, Erased, Withdrawn, CourseEnded, Busy,
}

// Fault is one thing that is wrong with a row.
type Fault struct {
	Reason Reason   `json:"reason"`
	Column string   `json:"column,omitempty"`
	What   string   `json:"what,omitempty"` // was written, where that is no number; or when somebody left
	Can    []string `json:"can,omitempty"`  // be written instead
	Line   int      `json:"line,omitempty"` // of the other row
}

// Words says what is wrong and how to mend it, to an organiser.
func (f Fault) Words() string {
	switch f.Reason {
	case NotNumber:
		return "this is not a phone number: write it like 07700 900123"
	case Damaged:
		return "the spreadsheet has spoilt this number, and its last digits are lost: make the column Text in the spreadsheet, and type the number again"
	case TwoNumbers:
		return "there is more than one number in this cell: give each person one row"
	case Landline:
		return "this is a landline, which cannot be texted: ask for a mobile number"
	case Abroad:
		return "this number is abroad: only UK mobiles are texted"
	case Premium:
		return "this is a special-rate or personal number, not a mobile"
	case Pager:
		return "this is a pager, not a mobile"
	case Islands:
		return "this mobile belongs to Guernsey, Jersey or the Isle of Man, which are not texted"
	case NotAllowed:
		return "this number is not texted here: " + f.What
	case NoConsent:
		return "no consent: say what the person agreed to in the column consent: " + oneOf(f.Can)
	case NoSource:
		return "no consent: say where the person agreed in the column consent_source, such as paper form at the library"
	case NoDate:
		return "no consent: say when the person agreed in the column consent_date, such as 2026-03-31"
	case NoWording:
		return "no consent: say what the person was asked in the column consent_words"
	case BadDate:
		return fmt.Sprintf("%q is not a date that can be read: write it like 2026-03-31 or 31/03/2026", f.What)
	case FutureDate:
		return fmt.Sprintf("%s is in the future: nobody has agreed yet", f.What)
	case OldDate:
		return fmt.Sprintf("%s is before 11 December 2003, when the rules about consent to texts began: ask the person again", f.What)
	case NoSuchThing:
		return fmt.Sprintf("there is no consent called %q: %s", f.What, oneOf(f.Can))
	case Stopped:
		return "this person texted STOP: only they can undo that, by texting START"
	case Erased:
		return "this person asked to be left alone, and nothing else is kept of them: only they can undo that, by texting START"
	case Withdrawn:
		return fmt.Sprintf("this person left or took this back on %s, after they agreed", f.What)
	case Twice:
		return fmt.Sprintf("the same number is on line %d", f.Line)
	case NoSuchGroup:
		return fmt.Sprintf("there is no group called %q: %s", f.What, oneOf(f.Can))
	case Sensitive:
		return fmt.Sprintf("nobody is put into %s by a list: people join it themselves", f.What)
	case IsEvent:
		return fmt.Sprintf("nobody is put into the event %s by a list, as its places are counted: people text that they come, or are put in one by one on the page of its group", f.What)
	case NoSuchValue:
		if len(f.Can) > 0 {
			return fmt.Sprintf("%s cannot be %q: %s", f.Column, f.What, oneOf(f.Can))
		}
		return fmt.Sprintf("%q cannot be read as %s", f.What, f.Column)
	case NoSuchCourse:
		if len(f.Can) == 0 {
			return fmt.Sprintf("there is no course called %q, as there are none here", f.What)
		}
		return fmt.Sprintf("there is no course called %q: %s", f.What, oneOf(f.Can))
	case NoCourseDay:
		return "nobody can tell when the lessons are due: write the day that the course counts from in the column course_date, such as 2027-03-31"
	case BadCourseDay:
		return fmt.Sprintf("%q is not a date that can be read: write it like 2027-03-31 or 31/03/2027", f.What)
	case CourseOver:
		return fmt.Sprintf("for %s all lessons of the course are over, so there is nothing to send", f.What)
	case CourseFar:
		return fmt.Sprintf("the course cannot count from %s, which is too far ahead: check the date", f.What)
	case CourseEnded:
		return "this course was ended for this person, by staff or by what they texted: only they can join it again, by text"
	case NoSuchTag:
		return fmt.Sprintf("%q is not a language here: %s", f.What, oneOf(f.Can))
	case TooLong:
		return f.Column + " is too long: at most 640 letters are kept"
	case Unreadable:
		return "there are letters in this row that cannot be read: save the list as CSV UTF-8"
	case Quotes:
		return "a quotation mark stands inside a cell of this row: write it twice, and put the whole cell between quotation marks"
	case Busy:
		return "this person was texting at that moment: import the row again"
	}
	return string(f.Reason)
}

const mostShown = 12

func oneOf(can []string) string {
	if len(can) > mostShown {
		can = append(can[:mostShown:mostShown], "…")
	}
	return "it can be " + strings.Join(can, ", ")
}
