package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
)

// Lists keeps lists of people between looking at them and importing them. One that
// is not the organisation's is people.ErrNoList.
type Lists interface {
	KeepList(ctx context.Context, by staff.Scope, text []byte) (id string, err error)
	List(ctx context.Context, by staff.Scope, id string) ([]byte, error)
}

// mostList is how much a list may hold that a browser sends: some 8,000 people.
// Longer ones are for the command line.
const mostList = "1100K"

// mostShown is how many refused rows a page shows; all are in the file.
const mostShown = 100

// importFor is how long an import may take: longer than other pages.
const importFor = 2 * time.Minute

func (k *Console) routeImport(g *echo.Group) {
	k.route(g, http.MethodGet, "/people/import", staff.KeepPeople, k.importForm)
	k.route(g, http.MethodPost, "/people/import", staff.KeepPeople, k.lookAtList)
	k.route(g, http.MethodGet, "/people/import/:id", staff.KeepPeople, k.showList)
	k.route(g, http.MethodPost, "/people/import/:id", staff.KeepPeople, k.importList)
	k.route(g, http.MethodGet, "/people/import/:id/refused", staff.KeepPeople, k.refusedRows)
}

// importSheet is a list of people, and what would become of it or has.
type importSheet struct {
	Columns  []string
	Consents []choice
	Groups   []choice
	ID       string // of a list that was looked at
	Group    string
	Report   people.Report
	Reasons  []fateCount
	Refused  []refusedRow
	More     int // refused rows that are not shown
}

// refusedRow is a row that was refused, and why.
type refusedRow struct {
	Line   int
	Person string
	Why    []string
}

func (k *Console) importForm(v *visit) error { return v.showImport(http.StatusOK, importSheet{}) }

func (v *visit) showImport(status int, page importSheet, problems ...problem) error {
	o, err := v.organisation()
	if err != nil {
		return err
	}
	page.Columns = people.Columns(o)
	for _, c := range o.Consents {
		page.Consents = append(page.Consents, choice{ID: c.Name, Name: c.Words})
	}
	can := people.GroupsOfLists(o)
	for _, g := range o.Groups() {
		if slices.Contains(can, g.ID) {
			page.Groups = append(page.Groups, choice{g.ID, g.Called(v.lang), g.ID == page.Group})
		}
	}
	return v.show(status, "import", "import.title", page, problems...)
}

// lookAtList keeps a list that was sent and shows what would become of it.
func (k *Console) lookAtList(v *visit) error {
	text, err := v.sentList()
	if err != nil {
		return v.showImport(http.StatusUnprocessableEntity, importSheet{Group: v.FormValue("group")}, problem{"list", say(v.lang, "wrong.list.none")})
	}
	page, err := v.weighList(text, true, nil)
	var sheet *people.SheetError
	if errors.As(err, &sheet) {
		return v.showImport(http.StatusUnprocessableEntity, importSheet{Group: v.FormValue("group")}, problem{"list", v.sheetWords(sheet)})
	}
	if err != nil {
		return err
	}
	if page.ID, err = k.Lists.KeepList(v.ctx(), v.scope, text); err != nil {
		return err
	}
	return v.showImport(http.StatusOK, page)
}

// sheetWords say why a list cannot be read; how, in the words of the one who read it.
func (v *visit) sheetWords(err *people.SheetError) string {
	return say(v.lang, "wrong.list", "why", err.Error())
}

func (v *visit) sentList() ([]byte, error) {
	file, err := v.FormFile("list")
	if err != nil {
		return nil, err
	}
	opened, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return io.ReadAll(opened)
}

// showList shows a list again that was looked at.
func (k *Console) showList(v *visit) error {
	text, err := k.Lists.List(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	page, err := v.weighList(text, true, nil)
	if err != nil {
		return err
	}
	page.ID = v.Param("id")
	return v.showImport(http.StatusOK, page)
}

// importList writes a list that was looked at.
func (k *Console) importList(v *visit) error {
	text, err := k.Lists.List(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	if err := k.Desk.Note(v.ctx(), v.scope, staff.Entry{Deed: people.ImportedPeople}); err != nil {
		return err
	}
	_ = http.NewResponseController(v.Response()).SetWriteDeadline(time.Now().Add(importFor)) // a list may take longer
	page, err := v.weighList(text, false, nil)
	if err != nil {
		return err
	}
	page.ID = v.Param("id")
	return v.show(http.StatusOK, "imported", "import.done", page)
}

// refusedRows is the file of the rows that are refused, to be mended.
func (k *Console) refusedRows(v *visit) error {
	text, err := k.Lists.List(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := v.weighList(text, true, &out); err != nil {
		return err
	}
	head := v.Response().Header()
	head.Set("Cache-Control", "no-store")
	head.Set(echo.HeaderContentDisposition, `attachment; filename="refused.csv"`)
	return v.Blob(http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
}

// weighList runs an import, or only looks what it would do, and writes the rows
// that are refused to mend, if that is not nil.
func (v *visit) weighList(text []byte, dry bool, mend io.Writer) (importSheet, error) {
	page := importSheet{Group: v.FormValue("group")}
	o, err := v.organisation()
	if err != nil {
		return page, err
	}
	sheet, err := people.OpenSheet(bytes.NewReader(text), o)
	if err != nil {
		return page, err
	}
	var file *people.Mend
	if mend != nil {
		file = people.NewMend(mend, sheet)
	}
	job := people.Job{Org: o.ID, By: v.scope.Account(), Group: page.Group, DryRun: dry}
	page.Report, err = v.console.People.Import(v.ctx(), job, sheet.Rows(), func(out people.Outcome) error {
		if out.Verdict == people.Refused {
			page.refuse(refusedRow{out.Row.Line, out.Person, v.faultWords(out.Faults)})
		}
		if file != nil {
			return file.Write(out)
		}
		return nil
	})
	for _, why := range slices.SortedFunc(maps.Keys(page.Report.Reasons), func(a, b people.Reason) int { return page.Report.Reasons[b] - page.Report.Reasons[a] }) {
		page.Reasons = append(page.Reasons, fateCount{say(v.lang, "refused."+string(why)+".short"), page.Report.Reasons[why]})
	}
	if file != nil && err == nil {
		err = file.Flush()
	}
	return page, err
}

func (s *importSheet) refuse(row refusedRow) {
	if len(s.Refused) == mostShown {
		s.More++
		return
	}
	s.Refused = append(s.Refused, row)
}

// faultWords say what is wrong with a row, in the page's language.
func (v *visit) faultWords(faults []people.Fault) []string {
	var out []string
	for _, f := range faults {
		can := f.Can
		if len(can) > 12 {
			can = append(slices.Clone(can[:12]), "…")
		}
		out = append(out, say(v.lang, "refused."+string(f.Reason), "column", f.Column, "what", f.What, "can", strings.Join(can, ", "), "line", f.Line))
	}
	return out
}

// News is how many people would be added or updated.
func (s importSheet) News() int { return s.Report.Added + s.Report.Updated }
