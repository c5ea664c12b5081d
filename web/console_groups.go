package web

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
)

func (k *Console) routeGroups(g *echo.Group) {
	k.route(g, http.MethodGet, "/groups", staff.SeeGroups, k.groups)
	k.route(g, http.MethodGet, "/groups/:id", staff.SeeGroups, k.group)
	k.route(g, http.MethodPost, "/groups/:id", staff.KeepPeople, k.actOnGroup)
}

// groupRow is a group in the list.
type groupRow struct {
	ID, Name, Kind, Joining string
	Members, Asking         int
	Sensitive               bool
}

// groupsSheet is the list of groups.
type groupsSheet struct {
	Rows    []groupRow
	CanKeep bool
}

func (k *Console) groups(v *visit) error {
	all, err := k.Groups.Groups(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	o, err := v.organisation()
	if err != nil {
		return err
	}
	page := groupsSheet{CanKeep: v.scope.May(staff.KeepPeople)}
	for _, g := range all {
		row := v.groupRow(g)
		if e, is := o.Event(g.ID); is { // others may have the same name
			row.Name += ", " + v.moment(e.Starts)
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "groups", "groups.title", page)
}

func (v *visit) groupRow(g people.GroupLine) groupRow {
	return groupRow{g.ID, g.Called(v.lang), kindWords(v.lang, g.Kind), say(v.lang, "groups.joining."+string(g.Joining)), g.Members, g.Asking, g.Sensitive}
}

// kindWords are what a kind of group is called in a language; one that is not known
// stands as it is.
func kindWords(lang, kind string) string {
	for _, known := range flows.GroupKinds {
		if known == kind {
			return locales.Say(lang, "kind."+kind)
		}
	}
	return kind
}

// personRow is somebody in a group, or who asks to be.
type personRow struct {
	ID, Number, Language, Since, Case string
	Stopped                           bool
}

// groupSheet is the page of a group.
type groupSheet struct {
	groupRow
	About, Meets, Word, Texts, Ages, Outcodes string
	ByInvite, HasInvite, CanKeep, Event       bool
	Asking                                    []personRow
	People                                    []personRow
	Next                                      string // where the next page of members begins
	Out                                       *personRow
	Key, Number, Reason                       string
}

func (k *Console) group(v *visit) error { return v.showGroup(http.StatusOK) }

func (v *visit) showGroup(status int, problems ...problem) error {
	line, asking, err := v.console.Groups.Group(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	page := groupSheet{
		groupRow: v.groupRow(line), About: cmp.Or(line.Row["about:"+v.lang], line.Row["about"]), Meets: cmp.Or(line.Row["meets:"+v.lang], line.Row["meets"]),
		Word: strings.ToUpper(line.Word), Texts: line.Row["texts"], Ages: line.Ages, Outcodes: strings.Join(line.Outcodes, ", "),
		ByInvite: line.Joining == flows.ByInvite || line.Joining == flows.Approve, HasInvite: line.Invite != "", Event: line.Event,
		CanKeep: v.scope.May(staff.KeepPeople), Key: newKey(), Number: v.FormValue("number"), Reason: v.FormValue("reason"),
	}
	if page.CanKeep {
		if err := v.fillGroup(&page, asking); err != nil {
			return err
		}
	}
	v.heading = page.Name
	return v.show(status, "group", "groups.title", page, problems...)
}

// fillGroup shows who is in a group and who asks to be, to those who keep it.
func (v *visit) fillGroup(page *groupSheet, asking []bot.Thread) error {
	for _, t := range asking {
		row := v.personRow(t)
		for _, w := range t.Wants {
			if w.Group == page.ID {
				row.Since = v.moment(w.At)
			}
		}
		page.Asking = append(page.Asking, row)
	}
	from, _ := strconv.Atoi(v.QueryParam("from"))
	members, next, err := v.console.Groups.Members(v.ctx(), v.scope, page.ID, from)
	if err != nil {
		return err
	}
	if next >= 0 {
		page.Next = strconv.Itoa(next)
	}
	for _, t := range members {
		row := v.personRow(t)
		if t.ID == v.FormValue("person") && (v.FormValue("do") == "takeout" || v.Request().Method == http.MethodGet) {
			page.Out = &row
		}
		page.People = append(page.People, row)
	}
	return nil
}

func (v *visit) personRow(t bot.Thread) personRow {
	row := personRow{ID: t.ID, Number: t.Key.Address.Masked(), Language: locales.Say(cmp.Or(t.Person.Language, "en"), "name"), Stopped: t.Stopped}
	if t.Case != nil && v.scope.May(staff.SeeCases) {
		row.Case = t.Case.ID
	}
	return row
}

// actOnGroup does what a form of a group's page asks for.
func (k *Console) actOnGroup(v *visit) error {
	do, group := v.FormValue("do"), v.Param("id")
	m := bot.Membership{Group: group, Do: bot.MembershipDeed(do), Reason: strings.TrimSpace(v.FormValue("reason"))}
	var err error
	field := "number"
	switch do {
	case "accept", "refuse":
		field = "asking"
		err = k.Groups.Decide(v.ctx(), v.scope, v.FormValue("person"), v.formKey(), m)
	case "takeout":
		field = "out"
		err = k.Groups.Decide(v.ctx(), v.scope, v.FormValue("person"), v.formKey(), m)
	case "put":
		err = k.Groups.Put(v.ctx(), v.scope, v.FormValue("number"), v.formKey(), m)
	case "invite", "uninvite":
		err = k.Groups.Invite(v.ctx(), v.scope, group, v.FormValue("number"), do == "uninvite")
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	for _, known := range groupFaults {
		if errors.Is(err, known.err) {
			return v.showGroup(http.StatusConflict, problem{field, say(v.lang, known.key)})
		}
	}
	if err != nil {
		return err
	}
	return v.to("groups/" + group + "?done=g" + do)
}

// groupFaults are what keeps staff from what they ask for, and what the page says.
var groupFaults = []struct {
	err error
	key string
}{
	{bot.ErrNoWant, "wrong.g.nowant"}, {bot.ErrStopped, "wrong.g.stopped"}, {bot.ErrNoConsent, "wrong.g.consent"}, {bot.ErrSensitive, "wrong.g.sensitive"},
	{bot.ErrEventOff, "wrong.g.off"}, {bot.ErrEventOver, "wrong.g.begun"}, {bot.ErrEventClosed, "wrong.g.closed"}, {bot.ErrEventFull, "wrong.g.full"},
	{bot.ErrInLine, "wrong.g.inline"}, {bot.ErrSilent, "wrong.g.silent"}, {bot.ErrMember, "wrong.g.member"}, {people.ErrNumber, "wrong.g.number"}, {people.ErrReason, "wrong.g.reason"}, {people.ErrNoPerson, "wrong.g.person"},
}
