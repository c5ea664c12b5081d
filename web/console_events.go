package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeEvents(g *echo.Group) {
	k.route(g, http.MethodGet, "/events", staff.SeeGroups, k.eventList)
	k.route(g, http.MethodGet, "/events/:id", staff.SeeGroups, k.eventPage)
	k.route(g, http.MethodPost, "/events/:id", staff.KeepPeople, k.actOnEvent)
}

// eventRow is an event in the list.
type eventRow struct {
	ID, Name, When, Where, Places, Left string
	Taken, Waiting, Told, Untold        int
	Cancelled, Begun, Sensitive         bool
}

// guestRow is somebody who comes, or waits.
type guestRow struct {
	ID, Token, Number, State string
	Places                   int
}

// eventSheet is the page of an event.
type eventSheet struct {
	eventRow
	Coming, Line     []guestRow
	Said             int
	More             bool
	CanKeep, CanStop bool
	Published        string // the places of its row
	Set              string // what was entered as the number of places
	Out              *guestRow
	Asks             bool // whether to cancel it is asked
}

// guestTable is a list of people of an event.
type guestTable struct {
	ID, Title     string
	Rows          []guestRow
	Line, CanStop bool
}

// Guests are those who come, or those who wait.
func (p eventSheet) Guests(lang, which string) guestTable {
	t := guestTable{ID: p.ID, Title: say(lang, "events."+which), Rows: p.Coming, CanStop: p.CanStop}
	if which == "line" {
		t.Line, t.Rows = true, p.Line
	}
	return t
}

func (k *Console) eventList(v *visit) error {
	all, err := k.Events.Events(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	var rows []eventRow
	for _, e := range all {
		rows = append(rows, v.eventRow(e))
	}
	return v.show(http.StatusOK, "events", "events.title", rows)
}

func (v *visit) eventRow(e people.EventLine) eventRow {
	row := eventRow{
		ID: e.ID, Name: e.Name(v.lang), When: v.moment(e.Starts), Where: e.Where(v.lang), Places: v.placesOf(e.Places), Taken: e.Taken,
		Waiting: e.Waiting, Told: e.Told, Cancelled: e.Cancelled, Begun: e.Begun, Sensitive: e.Sensitive,
	}
	if e.Cancelled {
		row.Untold = e.People
	}
	if e.Places > 0 && !e.Cancelled {
		row.Left = strconv.Itoa(e.Left)
	}
	return row
}

// placesOf is a number of places in words.
func (v *visit) placesOf(n int) string {
	if n == 0 {
		return say(v.lang, "events.nolimit")
	}
	return strconv.Itoa(n)
}

func (k *Console) eventPage(v *visit) error { return v.showEvent(http.StatusOK) }

func (v *visit) showEvent(status int, problems ...problem) error {
	book, err := v.console.Events.Event(v.ctx(), v.scope, v.Param("id"))
	if errors.Is(err, bot.ErrNoEvent) {
		return v.problem(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	page := eventSheet{
		eventRow: v.eventRow(book.EventLine), Said: book.Said, More: book.More, CanKeep: v.scope.May(staff.KeepPeople),
		Published: v.placesOf(book.Published), Asks: v.QueryParam("ask") == "cancel",
		Set: cmp.Or(v.FormValue("places"), strconv.Itoa(book.Places)),
	}
	page.CanStop = page.CanKeep && !page.Cancelled && !page.Begun
	page.Coming, page.Line = v.guestRows(book.Coming), v.guestRows(book.Line)
	for _, row := range slices.Concat(page.Coming, page.Line) {
		if page.CanStop && v.Request().Method == http.MethodGet && row.ID == v.QueryParam("person") {
			page.Out = &row
		}
	}
	v.heading = page.Name
	return v.show(status, "event", "events.title", page, problems...)
}

func (v *visit) guestRows(guests []people.Guest) []guestRow {
	var rows []guestRow
	for _, g := range guests {
		row := guestRow{ID: g.Person, Token: g.Token, Number: cmp.Or(g.Number, say(v.lang, "events.erased")), Places: g.Party}
		if g.State == places.Waiting {
			row.State = say(v.lang, "events.waits")
		}
		if g.State == places.Offered {
			row.Places, row.State = g.Offer, say(v.lang, "events.offered", "when", v.moment(g.By))
		}
		rows = append(rows, row)
	}
	return rows
}

// actOnEvent does what a form of an event's page asks for.
func (k *Console) actOnEvent(v *visit) error {
	do, event := v.FormValue("do"), v.Param("id")
	var err error
	field := "places"
	switch do {
	case "places":
		n, bad := strconv.Atoi(strings.TrimSpace(v.FormValue("places")))
		if bad != nil {
			n = -1
		}
		err = k.Events.SetPlaces(v.ctx(), v.scope, event, n)
	case "takeout":
		field = "coming"
		err = k.Events.TakeOut(v.ctx(), v.scope, event, v.FormValue("person"), v.FormValue("token"))
	case "cancel":
		field = "cancel"
		err = k.Events.Cancel(v.ctx(), v.scope, event)
	default:
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	if errors.Is(err, bot.ErrNoEvent) {
		return v.problem(http.StatusNotFound)
	}
	if errors.Is(err, bot.ErrPlaces) {
		return v.showEvent(http.StatusUnprocessableEntity, problem{field, say(v.lang, "wrong.e.places", "most", places.MostPlaces)})
	}
	for _, known := range eventFaults {
		if errors.Is(err, known.err) {
			return v.showEvent(http.StatusConflict, problem{field, say(v.lang, known.key)})
		}
	}
	if err != nil {
		return err
	}
	return v.to("events/" + event + "?done=e" + do)
}

// eventFaults are what keeps staff from what they ask for, and what the page says.
var eventFaults = []struct {
	err error
	key string
}{
	{bot.ErrEventOff, "wrong.e.off"}, {bot.ErrEventOver, "wrong.e.over"}, {bot.ErrMoved, "wrong.e.moved"}, {people.ErrNoPerson, "wrong.e.person"},
}
