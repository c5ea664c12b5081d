package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot/staff"
)

// auditPage is how many lines of the audit log a page has.
const auditPage = 50

// auditSheet is a page of the audit log.
type auditSheet struct {
	Lines   []auditLine
	Earlier int64          // the number before which the next page begins, 0 for none
	Verdict *staff.Verdict // if it was asked for
}

// auditLine is one entry.
type auditLine struct {
	N                        int64
	At, Who, Role, Deed, Why string
}

func (k *Console) auditLog(v *visit) error {
	before, _ := strconv.ParseInt(v.QueryParam("before"), 10, 64) // anything else is the last page
	if before == 0 {
		if err := k.Desk.Note(v.ctx(), v.scope, staff.Entry{Deed: staff.ReadLog}); err != nil {
			return err
		}
	}
	return k.showAudit(v, before, nil)
}

func (k *Console) auditVerify(v *visit) error {
	verdict, err := k.Audit.VerifyAudit(v.ctx(), v.scope, nil)
	if err != nil {
		return err
	}
	return k.showAudit(v, 0, &verdict)
}

func (k *Console) showAudit(v *visit, before int64, verdict *staff.Verdict) error {
	entries, err := k.Audit.Entries(v.ctx(), v.scope, before, auditPage)
	if err != nil {
		return err
	}
	sheet := auditSheet{Verdict: verdict}
	for _, e := range entries {
		sheet.Lines = append(sheet.Lines, v.auditLine(e))
		sheet.Earlier = e.N
	}
	if sheet.Earlier == 1 {
		sheet.Earlier = 0
	}
	return v.show(http.StatusOK, "audit", "audit.title", sheet)
}

// auditLine is an entry in words.
func (v *visit) auditLine(e staff.Entry) auditLine {
	line := auditLine{N: e.N, At: v.day(e.At), Who: e.Name, Deed: string(e.Deed)}
	switch {
	case e.Who == staff.Machine:
		line.Who = say(v.lang, "audit.machine", "name", e.Name)
	case strings.HasPrefix(e.Who, staff.ProgramAccount):
		line.Who = say(v.lang, "audit.program", "name", e.Name)
	case e.Name == "":
		line.Who = say(v.lang, "audit.unknown")
	}
	if key := "deed." + string(e.Deed); words[key] != [2]string{} {
		line.Deed = say(v.lang, key)
	}
	if e.Role != "" {
		line.Role = say(v.lang, "role."+string(e.Role))
	}
	for _, part := range []struct{ key, value string }{
		{"audit.detail", e.Detail}, {"audit.case", e.Case}, {"audit.person", e.Person}, {"audit.account", e.Account}, {"audit.reason", e.Reason},
	} {
		if part.value == "" || part.value == e.Who {
			continue
		}
		if line.Why != "" {
			line.Why += "; "
		}
		line.Why += say(v.lang, part.key, "what", part.value)
	}
	return line
}
