package diff

import (
	"fmt"
	"io"
	"strings"
)

// signs stand before the steps of a kind.
var signs = map[Kind]string{Added: "+", Removed: "-", Renamed: "~", Changed: "~", Same: " "}

// Print writes what differs in plain words, each line behind the indent. The
// error is the writer's.
func (s *Set) Print(out io.Writer, indent string) error {
	var text strings.Builder
	line := func(depth int, format string, args ...any) {
		fmt.Fprintf(&text, "%s%s%s\n", indent, strings.Repeat("  ", depth), fmt.Sprintf(format, args...))
	}
	for _, f := range s.Flows {
		f.print(line)
	}
	for _, list := range s.Lists {
		line(0, "list %s: %s, for everybody at once", list.Name, map[Kind]string{Added: "new", Removed: "gone", Changed: "other rows"}[list.Kind])
	}
	if len(s.Settings) > 0 {
		line(0, "org.yaml: %s, for everybody at once", strings.Join(s.Settings, ", "))
	}
	switch {
	case s.Empty() && s.Before == s.After:
		line(0, "nothing")
	case s.Empty():
		line(0, "nothing that anybody who texts would notice")
	}
	if s.Elsewhere > 0 {
		line(0, "elsewhere: %s, for whom nothing changes", people(s.Elsewhere, "waits", "wait"))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// flowWords say of each kind of flow what it means.
var flowWords = map[Kind]string{
	Added:   "new, with %s",
	Removed: "gone",
	Changed: "other steps, answers or arrows",
	Words:   "words only, for everybody at once",
}

type printer func(depth int, format string, args ...any)

func (f Flow) print(line printer) {
	what := flowWords[f.Kind]
	if f.Kind == Added {
		what = fmt.Sprintf(what, counted(len(f.Steps), "step"))
	}
	line(0, "%s: %s", f.ID, what)
	printWords(line, 1, f.Words)
	printChanges(line, 1, f.Changes)
	for _, s := range f.Steps {
		if f.Kind == Added || f.Kind == Removed && len(s.People) == 0 {
			continue
		}
		name := s.Name
		if s.Was != "" {
			name += ", was " + s.Was
		}
		line(1, "%s %s", signs[s.Kind], name)
		printWords(line, 3, s.Words)
		printChanges(line, 3, s.Changes)
		for _, p := range s.People {
			line(3, "%s", p)
		}
	}
}

func printChanges(line printer, depth int, changes []Change) {
	for _, c := range changes {
		switch {
		case c.Before == "":
			line(depth, "%s: %s", c.What, c.After)
		case c.After == "":
			line(depth, "%s: nothing now (was %s)", c.What, c.Before)
		default:
			line(depth, "%s: %s (was %s)", c.What, c.After, c.Before)
		}
	}
}

func printWords(line printer, depth int, texts []Text) {
	for _, t := range texts {
		what := t.Place + ", " + languageName(t.Language)
		if t.PartsBefore != t.PartsAfter && t.PartsBefore > 0 && t.PartsAfter > 0 {
			what += fmt.Sprintf(", %s (was %d)", counted(t.PartsAfter, "part"), t.PartsBefore)
		}
		switch {
		case t.Before == t.After:
		case t.After == "":
			line(depth, "%s: no words now, so the flow's language is sent", what)
		default:
			line(depth, "%s: %q", what, t.After)
		}
		if t.Before != "" && t.Before != t.After {
			line(depth, "  was: %q", t.Before)
		}
		if t.Stale {
			line(depth, "%s: translated from the words before, check it", what)
		}
	}
}

// String says how many wait, and what becomes of them.
func (p People) String() string {
	var who []string
	if p.Waiting > 0 {
		who = append(who, people(p.Waiting, "waits here", "wait here"))
	}
	if p.Calling > 0 {
		who = append(who, people(p.Calling, "comes back here", "come back here"))
	}
	line := strings.Join(who, " and ") + ": " + p.OnPublish
	if p.OnMove != p.OnPublish {
		line += "; with --move: " + p.OnMove
	}
	return line
}

func people(n int, one, many string) string {
	if n == 1 {
		return "1 person " + one
	}
	return fmt.Sprintf("%d people %s", n, many)
}

// counted is a number with what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
