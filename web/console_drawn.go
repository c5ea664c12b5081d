package web

import (
	"bytes"
	"fmt"
	"html/template"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot/inbox"
)

// drawn keeps the tables of lists as they were drawn last, so that many pages that
// show the same list are drawn once.
type drawn struct {
	mu     sync.Mutex
	tables map[drawnList]*drawnTable
}

// drawnList is a list as some people see it.
type drawnList struct {
	org, lang string
	list      inbox.List
	account   string // of whom it is a list; empty for one that all see alike
}

// drawnTable is a table, and what it was drawn of.
type drawnTable struct {
	mu      sync.Mutex
	version inbox.Version
	minute  time.Time // what is late changes by itself
	html    template.HTML
}

// mostDrawn is how many tables are kept. It is more than an install of many
// organisations shows at once.
const mostDrawn = 1000

// of returns the place of a table.
func (d *drawn) of(l drawnList) *drawnTable {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tables[l]
	if t == nil {
		if d.tables == nil || len(d.tables) >= mostDrawn {
			d.tables = map[drawnList]*drawnTable{}
		}
		t = &drawnTable{}
		d.tables[l] = t
	}
	return t
}

// as returns the table as of a version and a minute, drawn anew if it is of others.
func (t *drawnTable) as(version inbox.Version, now time.Time, draw func() (template.HTML, error)) (template.HTML, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	minute := now.Truncate(time.Minute)
	if t.version == version && t.minute.Equal(minute) && t.html != "" {
		return t.html, nil
	}
	html, err := draw()
	if err == nil {
		t.version, t.minute, t.html = version, minute, html
	}
	return html, err
}

// versionOf is the version of what a list shows.
func (v *visit) versionOf(list inbox.List) inbox.Version {
	version := v.console.Cases.Board.Version(v.scope.Org())
	if list == inbox.Closed {
		version.Open = 0
		return version
	}
	version.Doubts = v.console.Cases.Doubts(v.ctx(), v.scope)
	return version
}

// shows is the version of what the page at this address shows.
func (v *visit) shows() inbox.Version {
	if id := v.Param("id"); id != "" {
		version := v.console.Cases.Board.CaseVersion(v.scope.Org(), id)
		version.Doubts = v.console.Cases.Doubts(v.ctx(), v.scope)
		return version
	}
	return v.versionOf(inbox.List(v.Param("list")))
}

// table is the table of a list. It is found by what it was drawn of, which must be
// read before the cases are.
func (v *visit) table(list inbox.List, version inbox.Version, draw func() ([]caseRow, error)) (template.HTML, error) {
	key := drawnList{v.scope.Org(), v.lang, list, ""}
	if list == inbox.Mine {
		key.account = v.scope.Account()
	}
	return v.console.drawn.of(key).as(version, v.console.Cases.Now(), func() (template.HTML, error) {
		rows, err := draw()
		if err != nil {
			return "", err
		}
		var out bytes.Buffer
		if err := v.console.pages.ExecuteTemplate(&out, "console-table", sheet{Lang: v.lang, Page: listSheet{List: string(list), Rows: rows}}); err != nil {
			return "", fmt.Errorf("draw a list: %w", err)
		}
		return template.HTML(out.String()), nil //nolint:gosec // drawn by our own template
	})
}
