package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// Residents finds people by their ids. Errors wrap bot.ErrUnavailable.
type Residents interface {
	// Person returns false for nobody, and for somebody of another organisation.
	Person(ctx context.Context, org, id string) (bot.Thread, bool, error)
	// MembersAfter lists members of a group behind a place that the answer before
	// has named; what it names is empty at the end.
	MembersAfter(ctx context.Context, org, group, place string, most int) (ids []string, next string, err error)
}

// Changes is what a program changes about people beside adding them.
type Changes interface {
	TakeOut(ctx context.Context, org string, who providers.Address, group, by, id string) error
	Erase(ctx context.Context, org string, who providers.Address, id string) error
}

func (a *API) routeMembers(g *echo.Group) {
	a.route(g, http.MethodGet, "/groups/:group/members", programs.ReadMembers, a.members)
	a.route(g, http.MethodPost, "/groups/:group/members", programs.WriteMembers, a.putInto)
	a.route(g, http.MethodDelete, "/groups/:group/members/:person", programs.WriteMembers, a.takeOut)
}

// memberOut is somebody in a group.
type memberOut struct {
	Person string `json:"person"`
}

// openGroup is the group that the address names, if programs may know who is in it.
func (r *asked) openGroup() (flows.Row, error) {
	row, err := r.groupRow()
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(row["sensitive"], "yes") {
		return nil, &problemDetails{
			Type: problemType("sensitive"), Title: "The group is sensitive", Status: http.StatusForbidden,
			Detail: "Who is in a sensitive group is told to no program, and no program changes it.", Mend: "People join and leave it themselves, by text.",
		}
	}
	return row, nil
}

func (a *API) members(r *asked) (reply, error) {
	row, err := r.openGroup()
	if err != nil {
		return reply{}, err
	}
	limit, err := r.limit()
	if err != nil {
		return reply{}, err
	}
	ids, next, err := a.Residents.MembersAfter(r.ctx(), r.caller.Org(), row["id"], r.QueryParam("after"), limit)
	if err != nil {
		return reply{}, placeIn(err)
	}
	out := page[memberOut]{Items: []memberOut{}, Next: next}
	for _, id := range ids {
		out.Items = append(out.Items, memberOut{id})
	}
	return reply{http.StatusOK, out}, nil
}

// consentIn is where and when somebody agreed, and to which words.
type consentIn struct {
	Source string `json:"source"`
	Date   string `json:"date"`
	Words  string `json:"words"`
}

// memberIn is what a program says to put somebody into a group.
type memberIn struct {
	Person  string    `json:"person"`
	Consent consentIn `json:"consent"`
}

// memberNow is what came of it.
type memberNow struct {
	Person string         `json:"person"`
	Group  string         `json:"group"`
	Result people.Verdict `json:"result"`
}

// putInto puts somebody into a group who has agreed to it. It goes the way that
// everybody goes who is imported: who has stopped, or has left since they agreed, is
// not put into anything.
func (a *API) putInto(r *asked) (reply, error) {
	group, err := r.openGroup()
	if err != nil {
		return reply{}, err
	}
	var in memberIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	t, there, err := a.Residents.Person(r.ctx(), r.caller.Org(), in.Person)
	if err != nil {
		return reply{}, err
	}
	if !there {
		return reply{}, wrong(mistake{"/person", "Nobody has that id. Add people with POST /people."})
	}
	row := rowOf(personIn{Number: t.Key.Address.Value, Consents: t.Person.Consents, Consent: in.Consent, Groups: []string{group["id"]}})
	if app, _ := t.Key.Address.App(); app != "" {
		if len(t.Person.Consents) == 0 {
			return reply{}, wrong(mistake{"/person", "They have agreed to nothing in the app yet: they do so there themselves, by writing. What they agree to by text does not count there."})
		}
		row.To = t.Key.Address
	}
	done, err := r.importRows([]people.Row{row}, false)
	if err != nil {
		return reply{}, err
	}
	if faults := ofMember(faultsOf(done.outcomes[0], "")); len(faults) > 0 {
		return reply{}, wrong(faults...)
	}
	return reply{http.StatusOK, memberNow{t.ID, group["id"], done.outcomes[0].Verdict}}, nil
}

// takeOut takes somebody out of a group. It is answered the same whether they were in
// it.
func (a *API) takeOut(r *asked) (reply, error) {
	group, err := r.openGroup()
	if err != nil {
		return reply{}, err
	}
	t, err := r.person()
	if err != nil {
		return reply{}, err
	}
	if err := r.note(staff.Entry{Deed: people.TookOut, Person: t.ID, Detail: group["id"]}); err != nil {
		return reply{}, err
	}
	if slices.Contains(t.Person.Groups, group["id"]) {
		if err := a.Changes.TakeOut(r.ctx(), r.caller.Org(), t.Key.Address, group["id"], r.caller.Program(), newKey()); err != nil {
			return reply{}, err
		}
	}
	return reply{status: http.StatusNoContent}, nil
}

// note writes down what the program is about to do.
func (r *asked) note(e staff.Entry) error {
	return r.api.Programs.Audit.Note(r.ctx(), r.caller.Scope(), e)
}

// person is whom the address names, of the caller's organisation.
func (r *asked) person() (bot.Thread, error) {
	t, there, err := r.api.Residents.Person(r.ctx(), r.caller.Org(), r.Param("person"))
	if err == nil && !there {
		err = nothingThere
	}
	return t, err
}
