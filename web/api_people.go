package web

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

func (a *API) routePeople(g *echo.Group) {
	a.route(g, http.MethodPost, "/people", programs.WritePeople, a.addPerson)
	a.route(g, http.MethodPost, "/people/imports", programs.WritePeople, a.importPeople)
	a.route(g, http.MethodGet, "/people/:person", programs.ReadPeople, a.seePerson)
	a.route(g, http.MethodDelete, "/people/:person", programs.ErasePeople, a.erasePerson)
}

// mostRows is how many people one request adds.
const mostRows = 500

// personIn is what a program says of somebody who has agreed to be texted.
type personIn struct {
	Number   string            `json:"number"`
	Language string            `json:"language"`
	Consents []string          `json:"consents"`
	Consent  consentIn         `json:"consent"`
	Groups   []string          `json:"groups"`
	Course   *courseIn         `json:"course"`
	Me       map[string]string `json:"me"`
}

// courseIn is a course that somebody joins, and the day that it counts from.
type courseIn struct {
	ID   string `json:"id"`
	Date string `json:"date"`
}

// importIn is many of them.
type importIn struct {
	Rows   []personIn `json:"rows"`
	DryRun bool       `json:"dryRun"`
}

// personOut is what is told of somebody. Sensitive groups are not, nor what they have
// said about themselves.
type personOut struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Line     string    `json:"line"` // sms, or the app
	Language string    `json:"language,omitempty"`
	Groups   []string  `json:"groups"`
	Consents []string  `json:"consents"`
	Stopped  bool      `json:"stopped"`
	Met      time.Time `json:"met,omitzero"`
}

// added is what came of adding somebody.
type added struct {
	Result people.Verdict `json:"result"`
	Person *personOut     `json:"person,omitempty"`
}

// rowDone is what came of one row.
type rowDone struct {
	Row    int            `json:"row"`
	Result people.Verdict `json:"result"`
	Person string         `json:"person,omitempty"`
	Errors []mistake      `json:"errors,omitempty"`
}

// importOut is what came of all of them.
type importOut struct {
	Rows      int       `json:"rows"`
	Added     int       `json:"added"`
	Updated   int       `json:"updated"`
	Unchanged int       `json:"unchanged"`
	Refused   int       `json:"refused"`
	DryRun    bool      `json:"dryRun"`
	Outcomes  []rowDone `json:"outcomes"`
}

// rowOf is what is said of somebody as a list would say it: both go the same way.
func rowOf(in personIn) people.Row {
	if in.Course == nil {
		in.Course = &courseIn{}
	}
	return people.Row{
		Course: in.Course.ID, CourseDate: in.Course.Date, Number: in.Number, Language: in.Language, Consent: strings.Join(in.Consents, ","), Source: in.Consent.Source, Date: in.Consent.Date,
		Wording: in.Consent.Words, Groups: strings.Join(in.Groups, ","), Me: maps.Clone(in.Me),
	}
}

// imported is a report, with what came of each row.
type imported struct {
	people.Report
	outcomes []people.Outcome
}

// importRows adds people, as a list of them would.
func (r *asked) importRows(rows []people.Row, dry bool) (imported, error) {
	if !dry {
		if err := r.note(staff.Entry{Deed: people.ImportedPeople, Detail: strconv.Itoa(len(rows))}); err != nil {
			return imported{}, err
		}
	}
	var done imported
	all := func(yield func(people.Row, error) bool) {
		for i, row := range rows {
			row.Line = i
			if !yield(row, nil) {
				return
			}
		}
	}
	var err error
	job := people.Job{Org: r.caller.Org(), By: r.caller.Program(), DryRun: dry}
	done.Report, err = r.api.People.Import(r.ctx(), job, all, func(o people.Outcome) error {
		done.outcomes = append(done.outcomes, o)
		return nil
	})
	if err != nil {
		return done, fmt.Errorf("add people: %w", err)
	}
	return done, nil
}

func (a *API) addPerson(r *asked) (reply, error) {
	var in personIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	done, err := r.importRows([]people.Row{rowOf(in)}, false)
	if err != nil {
		return reply{}, err
	}
	o := done.outcomes[0]
	if faults := faultsOf(o, ""); len(faults) > 0 {
		return reply{}, wrong(faults...)
	}
	t, there, err := a.Residents.Person(r.ctx(), r.caller.Org(), o.ID)
	if err != nil {
		return reply{}, err
	}
	status, out := http.StatusOK, added{Result: o.Verdict}
	if there { // they may have been erased since
		person := r.personOut(t)
		out.Person = &person
	}
	if o.Verdict == people.Added {
		status = http.StatusCreated
	}
	return reply{status, out}, nil
}

func (a *API) importPeople(r *asked) (reply, error) {
	var in importIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	if n := len(in.Rows); n < 1 || n > mostRows {
		return reply{}, wrong(mistake{"/rows", fmt.Sprintf("There must be 1 to %d rows.", mostRows)})
	}
	rows := make([]people.Row, len(in.Rows))
	for i, person := range in.Rows {
		rows[i] = rowOf(person)
	}
	done, err := r.importRows(rows, in.DryRun)
	if err != nil {
		return reply{}, err
	}
	out := importOut{Rows: done.Rows, Added: done.Added, Updated: done.Updated, Unchanged: done.Unchanged, Refused: done.Refused, DryRun: in.DryRun}
	for i, o := range done.outcomes {
		row := rowDone{Row: i, Result: o.Verdict, Errors: faultsOf(o, "/rows/"+strconv.Itoa(i))}
		if o.Verdict != people.Refused && !(in.DryRun && o.Verdict == people.Added) {
			row.Person = o.ID
		}
		out.Outcomes = append(out.Outcomes, row)
	}
	return reply{http.StatusOK, out}, nil
}

func (r *asked) personOut(t bot.Thread) personOut {
	out := personOut{ID: t.ID, Number: t.Key.Address.Masked(), Line: string(flows.SMS), Language: t.Person.Language, Groups: []string{}, Consents: []string{}, Stopped: t.Stopped, Met: t.Person.Met}
	if app, _ := t.Key.Address.App(); app != "" {
		out.Line = app
	}
	if r.caller.May(programs.SeeNumbers) {
		out.Number = cmp.Or(t.Key.Address.Number(), t.Key.Address.Value)
	}
	out.Consents = append(out.Consents, t.Person.Consents...)
	rows, _ := r.groupRows() // an organisation that is not loaded has none
	for _, row := range rows {
		if slices.Contains(t.Person.Groups, row["id"]) && !strings.EqualFold(row["sensitive"], "yes") {
			out.Groups = append(out.Groups, row["id"])
		}
	}
	return out
}

func (a *API) seePerson(r *asked) (reply, error) {
	t, err := r.person()
	if err != nil {
		return reply{}, err
	}
	if r.caller.May(programs.SeeNumbers) {
		if err := r.note(staff.Entry{Deed: people.SawNumber, Person: t.ID}); err != nil {
			return reply{}, err
		}
	}
	return reply{http.StatusOK, r.personOut(t)}, nil
}

func (a *API) erasePerson(r *asked) (reply, error) {
	t, err := r.person()
	if err != nil {
		return reply{}, err
	}
	if err := r.note(staff.Entry{Deed: people.ForgotPerson, Person: t.ID}); err != nil {
		return reply{}, err
	}
	var open *bot.OpenError
	err = a.Changes.Erase(r.ctx(), r.caller.Org(), t.Key.Address, newKey())
	if errors.As(err, &open) {
		return reply{}, &problemDetails{
			Type: problemType("open-case"), Title: "Staff have a conversation with this person", Status: http.StatusConflict,
			Detail: "Their case is open.", Mend: "Ask the staff to close it, and ask again.",
		}
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, nil
}
