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
	s := c.sources[path.Join(c.dir, c.file.groups)]
	if s == nil {
		return
	}
	for _, row := range list.Rows {
		value := row[column]
		if value == "" {
			continue
		}
		message, why, fix := wrong(value)
		if message == "" {
			continue
		}
		at := s.find(Pos{Line: list.lines[row["id"]], Column: 1}, value)
		s.report(Finding{Code: code, Severity: severity, Pos: at, Width: len([]rune(value)), Message: "the group " + quoted(row["id"]) + ": " + message, Why: why, Fix: fix})
	}
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
