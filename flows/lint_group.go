package flows

import (
	"path"
	"strings"
)

// eachGroup looks at a column of the list of groups, where it has something in it,
// and reports what is wrong with it.
func (c *orgLint) eachGroup(column, code string, severity Severity, wrong func(value string) (message, why, fix string)) {
	list := c.org.Lists["groups"]
	if list == nil || !list.HasColumn(column) {
		return
	}
	for _, row := range list.Rows {
		c.eachCell(row, column, code, severity, wrong)
	}
}

// eachCell looks at one cell of the list of groups, unless it is empty.
func (c *orgLint) eachCell(row Row, column, code string, severity Severity, wrong func(value string) (message, why, fix string)) {
	s, value := c.sources[path.Join(c.dir, c.file.groups)], row[column]
	if s == nil || value == "" {
		return
	}
	message, why, fix := wrong(value)
	if message == "" {
		return
	}
	at := s.find(Pos{Line: c.org.Lists["groups"].lines[row["id"]], Column: 1}, value)
	s.report(Finding{Code: code, Severity: severity, Pos: at, Width: len([]rune(value)), Message: "the group " + quoted(row["id"]) + ": " + message, Why: why, Fix: fix})
}

// mustBe words what a column can have.
func mustBe(column, value string, can []string, why string) (message, because, fix string) {
	for _, c := range can {
		if strings.EqualFold(c, value) {
			return "", "", ""
		}
	}
	return column + " can't be " + quoted(firstLine(value)) + ".", why, didYouMean(value, can) + "It can be " + strings.Join(can, ", ") + ", or empty."
}
