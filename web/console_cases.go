package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeCases(g *echo.Group) {
	k.route(g, http.MethodGet, "/cases/:list", staff.SeeCases, k.list)
	k.quiet(g, "/cases/:list/rows", staff.SeeCases, k.listRows)
	k.quiet(g, "/cases/:list/events", staff.SeeCases, k.events)
	k.route(g, http.MethodGet, "/search", staff.SeeCases, k.search)
	k.route(g, http.MethodGet, "/case/:id", staff.SeeCases, k.oneCase)
	k.quiet(g, "/case/:id/thread", staff.SeeCases, k.thread)
	k.quiet(g, "/case/:id/events", staff.SeeCases, k.events)
	k.route(g, http.MethodGet, "/case/:id/print", staff.SeeCases, k.printCase)
	k.route(g, http.MethodPost, "/case/:id", staff.Claim, k.actOnCase)
	k.route(g, http.MethodPost, "/case/:id/draft", staff.Reply, k.keepDraft)
	k.route(g, http.MethodPost, "/case/:id/text", staff.Reply, k.settle)
	k.route(g, http.MethodPost, "/case/:id/number", staff.SeeNumber, k.number)
}

// caseRow is one case as lists show it.
type caseRow struct {
	ID, Who, Subject, State, Holder, Last string
	Opened, Due                           string
	Unread                                int
	Urgent, Late, Stopped, Mine           bool
	Uncertain                             bool // a text may not have reached them
}

// listTab is a list to choose from.
type listTab struct {
	List, Address, Words string
	Count                int
	Current              bool
}

// listSheet is a list of cases.
type listSheet struct {
	List   string
	Tabs   []listTab
	Rows   []caseRow
	Table  template.HTML // of a list, which is drawn once for many pages
	Search string
}

// snippet is how many letters of a text a list shows.
const snippet = 80

func (v *visit) rowOf(f bot.CaseFile) caseRow {
	now := v.console.Cases.Now()
	row := caseRow{
		ID: f.ID, Who: f.Key.Address.Masked(), Subject: f.About, State: say(v.lang, "case.state."+string(f.State())), Holder: f.Holder.Name,
		Opened: v.moment(f.Opened), Unread: f.Unread, Urgent: f.Urgent, Late: inbox.Late(f, now), Stopped: f.Stop, Mine: f.Holder.ID == v.scope.Account(),
	}
	if row.Subject == "" {
		row.Subject = say(v.lang, "case.reason."+f.Reason)
	}
	if !f.Due.IsZero() && !f.Urgent && f.Answered.IsZero() && f.Closed.IsZero() { // what is urgent waits for no promise
		row.Due = v.soon(f.Due)
	}
	if n := len(f.Notes); n > 0 && f.Notes[n-1].Text != f.About {
		row.Last = shortened(f.Notes[n-1].Text, snippet)
	}
	return row
}

// soon is a time as staff read it beside others of about now: without the day if
// that is today, and else without the year if that is this one.
func (v *visit) soon(t time.Time) string {
	at, now := t.In(v.zone()), v.console.Cases.Now().In(v.zone())
	switch {
	case t.IsZero():
		return ""
	case at.Format(time.DateOnly) == now.Format(time.DateOnly):
		return at.Format("15:04")
	case at.Year() == now.Year():
		return strconv.Itoa(at.Day()) + " " + monthIn(v.lang, at.Month()) + at.Format(" 15:04")
	}
	return v.moment(t)
}

// zone is the organisation's time zone.
func (v *visit) zone() *time.Location {
	if o := v.console.Org(v.scope.Org()); o != nil && o.Timezone != nil {
		return o.Timezone
	}
	return time.UTC
}

// moment is a time as staff read it, in the organisation's zone.
func (v *visit) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dated(v.lang, t.In(v.zone()))
}

func shortened(text string, letters int) string {
	if runes := []rune(text); len(runes) > letters {
		return string(runes[:letters]) + "…"
	}
	return text
}

// listed reads the list that the address names.
func (v *visit) listed() (listSheet, error) {
	list := inbox.List(v.Param("list"))
	if !slices.Contains(inbox.Lists, list) {
		return listSheet{}, echo.NewHTTPError(http.StatusNotFound)
	}
	version := v.versionOf(list)
	counts, err := v.console.Cases.Counts(v.ctx(), v.scope)
	if err != nil {
		return listSheet{}, err
	}
	page := listSheet{List: string(list)}
	for _, l := range inbox.Lists {
		page.Tabs = append(page.Tabs, listTab{string(l), "/console/cases/" + string(l), say(v.lang, "list."+string(l)), counts[l], l == list})
	}
	page.Table, err = v.table(list, version, func() (rows []caseRow, err error) {
		files, err := v.console.Cases.List(v.ctx(), v.scope, list)
		doubted := v.uncertain()
		for _, f := range files {
			row := v.rowOf(f)
			row.Uncertain = f.Closed.IsZero() && doubted[f.Key.Address]
			rows = append(rows, row)
		}
		return rows, err
	})
	return page, err
}

func (k *Console) list(v *visit) error {
	page, err := v.listed()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "cases", "cases.title", page)
}

func (k *Console) listRows(v *visit) error {
	page, err := v.listed()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "rows", "cases.title", page)
}

func (k *Console) search(v *visit) error {
	page := listSheet{Search: v.QueryParam("q")}
	if page.Search != "" {
		found, err := k.Cases.Search(v.ctx(), v.scope, page.Search)
		if err != nil {
			return err
		}
		for _, f := range found {
			page.Rows = append(page.Rows, v.rowOf(f))
		}
	}
	return v.show(http.StatusOK, "search", "search.title", page)
}

const (
	eventsFor  = 30 * time.Minute // a page then asks again by itself
	stillEvery = 3 * time.Second  // a session that was ended hears no more
	// eventPause is how long a page is left alone after it was told to look: what
	// changes meanwhile is told at once.
	eventPause = 400 * time.Millisecond
)

// events tells a page each time it should look again: when what it shows has
// changed.
func (k *Console) events(v *visit) error {
	return v.stream(func() (<-chan struct{}, any) {
		changed := k.Cases.Board.Changed(v.scope.Org()) // before it is looked at
		return changed, v.shows()
	})
}

// stream tells a page to look again each time that the news it shows are others: what
// they are, to be compared, and what is closed once there are others.
func (v *visit) stream(news func() (<-chan struct{}, any)) error {
	w := v.Response()
	out := http.NewResponseController(w)
	if err := out.SetWriteDeadline(time.Time{}); err != nil {
		return fmt.Errorf("keep the connection of a page open: %w", err)
	}
	w.Header().Set(echo.HeaderContentType, "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	ctx, cancel := context.WithTimeout(v.ctx(), eventsFor)
	defer cancel()
	still := time.NewTicker(stillEvery)
	defer still.Stop()
	_, shown := news()
	for event := ": hello\n\n"; event != ""; event, shown = v.next(ctx, still.C, news, shown) {
		if _, err := fmt.Fprint(w, event); err != nil {
			return nil
		}
		w.Flush()
		if event == lookAgain {
			select {
			case <-time.After(eventPause):
			case <-ctx.Done():
			}
		}
	}
	return nil
}

// lookAgain tells a page that what it shows has changed.
const lookAgain = "event: look\ndata: look\n\n"

// next waits for what a page is told next; nothing if it is to hear no more.
func (v *visit) next(ctx context.Context, still <-chan time.Time, news func() (<-chan struct{}, any), shown any) (string, any) {
	for {
		changed, now := news()
		if now != shown {
			return lookAgain, now
		}
		select {
		case <-changed:
		case <-still:
			if v.still() {
				return ": still\n\n", shown
			}
			return "", shown
		case <-ctx.Done():
			return "", shown
		}
	}
}
