package people

import (
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Row is what a list says of one person, as it was written.
type Row struct {
	Line                           int // in the file; 1 is the first
	Number, Language               string
	To                             providers.Address // whom it is about, where that is known without a number; no list can say it
	Consent, Source, Date, Wording string            // what they agreed to, where, when, and the words that they were shown
	Groups                         string
	Course, CourseDate             string            // that they join, and the day that it counts from
	Me                             map[string]string // profile fields, by name
	Cells                          []string          // all of the row, to be mended
	Broken                         Reason            // why it could not be read; empty if it could
}

// The columns of a list, beside the profile fields of org.yaml.
const (
	ColumnNumber   = "number"
	ColumnLanguage = "language"
	ColumnConsent  = "consent"
	ColumnSource   = "consent_source"
	ColumnDate     = "consent_date"
	ColumnWording  = "consent_words"
	ColumnGroups   = "groups"
	ColumnCourse   = "course"
	ColumnDay      = "course_date"
	ColumnRefused  = "refused_because" // written by us, and not read
	ColumnState    = "state"           // in exports, and not read
)

// Columns are all columns that a list of an organisation's people can have.
func Columns(o *flows.Org) []string {
	if len(o.Courses()) == 0 {
		return exported(o)
	}
	return append(exported(o), ColumnCourse, ColumnDay)
}

// exported are the columns that a list has which we write: it tells nobody who waits
// for a child, and when.
func exported(o *flows.Org) []string {
	all := []string{ColumnNumber}
	for _, f := range o.Profile {
		all = append(all, f.Name)
	}
	return append(all, ColumnLanguage, ColumnConsent, ColumnSource, ColumnDate, ColumnWording, ColumnGroups)
}

// also is what spreadsheets call columns, beside their names.
var also = map[string]string{
	"phone": ColumnNumber, "mobile": ColumnNumber, "phone_number": ColumnNumber, "mobile_number": ColumnNumber, "telephone": ColumnNumber, "tel": ColumnNumber,
	"lang": ColumnLanguage, "consents": ColumnConsent, "source": ColumnSource, "date": ColumnDate, "words": ColumnWording, "wording": ColumnWording, "group": ColumnGroups,
	"consent_wording": ColumnWording,
}

// set puts a cell into its place.
func (r *Row) set(column, cell string) {
	switch column {
	case ColumnNumber:
		r.Number = cell
	case ColumnLanguage:
		r.Language = cell
	case ColumnConsent:
		r.Consent = cell
	case ColumnSource:
		r.Source = cell
	case ColumnDate:
		r.Date = cell
	case ColumnWording:
		r.Wording = cell
	case ColumnGroups:
		r.Groups = cell
	case ColumnCourse:
		r.Course = cell
	case ColumnDay:
		r.CourseDate = cell
	case "", ColumnRefused, ColumnState:
	default:
		if r.Me == nil {
			r.Me = map[string]string{}
		}
		r.Me[column] = cell
	}
}
