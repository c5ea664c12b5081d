package rapidpro

import (
	"regexp"
	"strconv"
	"strings"
)

// plainly matches how texts begin that stand in YAML as they are.
var plainly = regexp.MustCompile(`^([\pL(]|<[a-z_.]+>|\d+ (minute|hour|day|week)s?$)`)

// plainText writes a text that stands alone behind its key.
func plainText(text string) string {
	if !plainly.MatchString(text) || strings.ContainsAny(text, "\n\"") || strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.Contains(text, " #") {
		return quoted(text)
	}
	return text
}

// scalar writes a text that may stand in brackets.
func scalar(text string) string {
	if strings.ContainsAny(text, ",[]{}") || strings.Contains(text, " ->") {
		return quoted(text)
	}
	return plainText(text)
}

// quoted writes a text in double quotes.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

// list writes a list in brackets.
func list(items []string) string {
	written := make([]string, len(items))
	for i, item := range items {
		written[i] = scalar(item)
	}
	return "[" + strings.Join(written, ", ") + "]"
}

// lines writes YAML.
type lines struct{ strings.Builder }

// key writes a key and its value, which is YAML already.
func (l *lines) key(indent int, name, value string) {
	l.WriteString(strings.Repeat("  ", indent) + name + ":")
	if value != "" {
		l.WriteString(" " + value)
	}
	l.WriteByte('\n')
}

// text writes a key and a text, over several lines where it has them.
func (l *lines) text(indent int, name, text string) {
	if !strings.Contains(text, "\n") {
		l.key(indent, name, plainText(text))
		return
	}
	l.key(indent, name, "|-")
	for _, line := range strings.Split(text, "\n") {
		if line != "" {
			l.WriteString(strings.Repeat("  ", indent+1) + line)
		}
		l.WriteByte('\n')
	}
}

// todo writes what is not imported.
func (l *lines) todo(indent int, what string) {
	l.WriteString(strings.Repeat("  ", indent) + Mark + " " + oneLine(what) + "\n")
}

// Mark begins the comment about each thing that is not imported.
const Mark = "# TODO not imported:"

// duration writes a length of time.
func duration(minutes int) string {
	for _, u := range []struct {
		name string
		size int
	}{{"day", 24 * 60}, {"hour", 60}, {"minute", 1}} {
		most := 1000 * u.size
		if minutes%u.size == 0 && minutes >= u.size && minutes <= most {
			return plural(minutes/u.size, u.name, u.name+"s")
		}
	}
	return strconv.Itoa(min(max(minutes/(24*60), 1), 1000)) + " days"
}
