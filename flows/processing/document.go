package processing

import (
	"fmt"
	"strings"
)

// document is Markdown being written.
type document struct{ strings.Builder }

func (d *document) line(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

func (d *document) title(words string) { d.line("## %s\n", words) }

// rows writes a table, or what stands for one without rows.
func (d *document) rows(none string, head []string, rows [][]string) {
	if len(rows) == 0 {
		d.line("%s\n", none)
		return
	}
	d.table(head, rows)
}

func (d *document) table(head []string, rows [][]string) {
	d.row(head)
	d.row(strings.Split(strings.Repeat("---,", len(head)-1)+"---", ","))
	for _, r := range rows {
		d.row(r)
	}
	d.line("")
}

func (d *document) row(cells []string) {
	for i, c := range cells {
		if i == 0 {
			d.WriteString("|")
		}
		d.WriteString(" " + strings.ReplaceAll(oneLine(c), "|", `\|`) + " |")
	}
	d.line("")
}

// oneLine is a text on one line.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

func orNowhere(names []string) string {
	if len(names) == 0 {
		return "nowhere"
	}
	return strings.Join(names, ", ")
}

func orQuoted(words []string) string {
	var all []string
	for _, w := range words {
		if !strings.HasPrefix(w, "(") {
			w = `"` + w + `"`
		}
		all = append(all, w)
	}
	return strings.Join(all, " or ")
}

func prefixed(words string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return words + strings.Join(names, ", ")
}

func short(version string) string { return version[:min(8, len(version))] }

// counted is a number with what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
