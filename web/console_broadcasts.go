package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

func (k *Console) routeBroadcasts(g *echo.Group) {
	k.route(g, http.MethodGet, "/broadcasts", staff.SeeBroadcasts, k.broadcasts)
	k.route(g, http.MethodGet, "/broadcasts/new", staff.WriteBroadcasts, k.newBroadcast)
	k.route(g, http.MethodPost, "/broadcasts/new", staff.WriteBroadcasts, k.writeBroadcast)
	k.route(g, http.MethodPost, "/broadcasts/count", staff.WriteBroadcasts, k.countWords)
	k.route(g, http.MethodGet, "/broadcasts/:id", staff.SeeBroadcasts, k.broadcast)
	k.route(g, http.MethodGet, "/broadcasts/:id/missed", staff.WriteBroadcasts, k.missed)
	k.quiet(g, "/broadcasts/:id/progress", staff.SeeBroadcasts, k.progress)
	k.quiet(g, "/broadcasts/:id/events", staff.SeeBroadcasts, k.progressEvents)
	k.route(g, http.MethodPost, "/broadcasts/:id", staff.WriteBroadcasts, k.steerBroadcast)
	k.route(g, http.MethodPost, "/broadcasts/:id/approve", staff.ApproveBroadcast, k.approveBroadcast)
}

// organisation is the scope's, as it is now. One that is not loaded can send
// nothing.
func (v *visit) organisation() (*flows.Org, error) {
	if o := v.console.Org(v.scope.Org()); o != nil {
		return o, nil
	}
	return nil, broadcast.ErrNoOrg
}

// broadcastRow is a broadcast in the list.
type broadcastRow struct {
	ID, Words, State, By, When, People string
}

// broadcastsSheet is the list of broadcasts.
type broadcastsSheet struct {
	Rows     []broadcastRow
	CanWrite bool
}

func (k *Console) broadcasts(v *visit) error {
	all, err := k.Broadcasts.Archive.Broadcasts(v.ctx(), v.scope.Org())
	if err != nil {
		return err
	}
	names, err := k.Desk.Names(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := broadcastsSheet{CanWrite: v.scope.May(staff.WriteBroadcasts)}
	for _, b := range all {
		page.Rows = append(page.Rows, v.broadcastRow(b, names))
	}
	return v.show(http.StatusOK, "broadcasts", "broadcasts.title", page)
}

func (v *visit) broadcastRow(b broadcast.Broadcast, names map[string]string) broadcastRow {
	row := broadcastRow{ID: b.ID, Words: shortened(v.wordsOf(b), 60), State: v.stateOf(b), By: accountName(names, b.By), When: v.moment(b.Made)}
	if !b.Due.IsZero() {
		row.When = v.moment(b.Due)
	}
	if b.People > 0 {
		row.People = strconv.Itoa(b.People)
	}
	return row
}

// wordsOf are a broadcast's words in the page's language if there are any, and
// else in the organisation's.
func (v *visit) wordsOf(b broadcast.Broadcast) string {
	if text := b.Words[v.lang]; text != "" {
		return text
	}
	if o := v.console.Org(v.scope.Org()); o != nil {
		return b.Words[o.Language]
	}
	return b.ID
}

func (v *visit) stateOf(b broadcast.Broadcast) string {
	return say(v.lang, "broadcast.state."+string(b.State))
}

// accountName is the name of an account; what a command was told stands as it was told.
func accountName(names map[string]string, id string) string {
	if name := names[id]; name != "" {
		return name
	}
	return id
}
