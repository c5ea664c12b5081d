package flows

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// corruption is one way in which a beginner breaks a line: what becomes of it,
// given its indent, its key and its value. It reports false for a line that it
// cannot break.
type corruption struct {
	name string
	do   func(indent, key, value string) (string, bool)
	// found tells whether the linter must find it wherever it is done; else some
	// lines stay readable, and mean what they say.
	found bool
}

// isBare tells whether a value is a text without quotes or brackets.
func isBare(value string) bool {
	return value != "" && !strings.ContainsAny(value[:1], "\"'{[|>&*!@%`#") && !strings.Contains(value, " #")
}

var corruptions = []corruption{
	{"a Tab", func(in, k, v string) (string, bool) {
		return "\t" + strings.TrimPrefix(in, "  ") + k + ": " + v, len(in) > 1
	}, true},
	{"one space more", func(in, k, v string) (string, bool) { return in + " " + k + ": " + v, true }, false},
	{"one space less", func(in, k, v string) (string, bool) { return strings.TrimPrefix(in, " ") + k + ": " + v, in != "" }, false},
	{"a space that is none", func(in, k, v string) (string, bool) {
		return "\u00a0" + strings.TrimPrefix(in, " ") + k + ": " + v, in != ""
	}, true},
	{"no space behind the colon", func(in, k, v string) (string, bool) { return in + k + ":" + v, isBare(v) && isSimple(k) }, true},
	{"no colon", func(in, k, v string) (string, bool) { return in + k, v == "" && isSimple(k) }, true},
	{"no colon before a text", func(in, k, v string) (string, bool) { return in + k + " " + v, isBare(v) && isSimple(k) }, true},
	{"an equals sign", func(in, k, v string) (string, bool) { return in + k + " = " + v, isBare(v) && isSimple(k) }, true},
	{"a wide colon", func(in, k, v string) (string, bool) { return in + k + "：" + v, isBare(v) && isSimple(k) }, true},
	{"a colon in the text", func(in, k, v string) (string, bool) { return in + k + ": " + v + ": more", isBare(v) }, true},
	{"a quotation mark", func(in, k, v string) (string, bool) { return in + k + `: "` + v, isBare(v) }, true},
	{"a quoted word first", func(in, k, v string) (string, bool) { return in + k + `: "Tea" ` + v, isBare(v) }, true},
	{"an apostrophe", func(in, k, v string) (string, bool) { return in + k + `: 'It's ` + v + `'`, isBare(v) }, true},
	{"an at sign", func(in, k, v string) (string, bool) { return in + k + ": @" + v, isBare(v) }, true},
	{"a blank in braces", func(in, k, v string) (string, bool) { return in + k + ": {name}, " + v, isBare(v) }, true},
	{"a star", func(in, k, v string) (string, bool) { return in + k + ": *" + v, isBare(v) }, true},
	{"an exclamation mark", func(in, k, v string) (string, bool) { return in + k + ": !" + v, isBare(v) }, true},
	{"a dash", func(in, k, v string) (string, bool) { return in + "- " + k + ": " + v, true }, false},
	{"curly quotes", func(in, k, v string) (string, bool) { return in + k + ": “" + v + ": so”", isBare(v) }, true},
	{"a backslash", func(in, k, v string) (string, bool) {
		return in + k + `: "` + v + `\ q"`, isBare(v) && !strings.Contains(v, `"`)
	}, false},
	{"a wrong bracket", func(in, k, v string) (string, bool) {
		return in + k + ": " + strings.TrimSuffix(v, "}") + "]", strings.HasSuffix(v, "}")
	}, true},
	{"no closing bracket", func(in, k, v string) (string, bool) {
		return in + k + ": " + v[:max(0, len(v)-1)], strings.HasSuffix(v, "}") || strings.HasSuffix(v, "]")
	}, true},
	{"a bracket too many", func(in, k, v string) (string, bool) { return in + k + ": " + v + "}", strings.HasSuffix(v, "}") }, true},
	{"two commas", func(in, k, v string) (string, bool) {
		return in + k + ": " + strings.Replace(v, ", ", ",, ", 1), strings.HasPrefix(v, "{") && strings.Contains(v, ", ") && !strings.ContainsAny(v, `"'`)
	}, true},
	{"a conflict", func(in, k, v string) (string, bool) {
		return "<<<<<<< HEAD\n" + in + k + ": " + v + "\n=======\n" + in + k + ": x\n>>>>>>> theirs", true
	}, true},
	{"an emoji for a name", func(in, k, v string) (string, bool) { return in + "☕: " + v, true }, true},
	{"a word too many", func(in, k, v string) (string, bool) {
		return in + k + ": " + v + "\n" + in + "and more", v != "" && !strings.ContainsAny(v[:1], "|>")
	}, true},
}

// isSimple tells whether a key is a name.
func isSimple(key string) bool { return namePattern.MatchString(key) }

// broken breaks one line of a file. It reports false if the line holds no key, or
// cannot be broken so.
func broken(lines []string, at int, c corruption) ([]string, bool) {
	line := lines[at]
	indent := line[:indentOf(line)]
	rest := line[len(indent):]
	if rest == "" || rest[0] == '#' || !startsKey(rest) || isItem(rest) {
		return nil, false
	}
	end, value := keyEnd(rest)
	text, _, _ := strings.Cut(rest[value:], " #")
	changed, ok := c.do(indent, rest[:end], strings.TrimRight(text, " "))
	if !ok {
		return nil, false
	}
	return slices.Concat(lines[:at], []string{strings.TrimRight(changed, " ")}, lines[at+1:]), true
}

// goodFlows are the flows of the examples, by file.
func goodFlows(t require.TestingT) map[string]string {
	files, err := filepath.Glob("examples/*/*.yaml")
	require.NoError(t, err)
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if name := filepath.Base(file); name != orgFileName && strings.Count(name, ".") == 1 {
			all[file] = string(text)
		}
	}
	return all
}

// isBeside tells whether a finding is on a broken line, on one next to it, or on
// the next line that does not stand further in.
func isBeside(f Finding, lines []string, at, more int) bool {
	if f.Pos.Line >= at && f.Pos.Line <= at+2+more {
		return true
	}
	for i := at + 1 + more; i < len(lines); i++ {
		if text := strings.TrimSpace(lines[i]); text != "" && startsKey(text) && indentOf(lines[i]) <= indentOf(lines[at])+1 {
			return f.Pos.Line == i+1
		}
	}
	return false
}

// TestTheFirstFindingIsWhereTheMistakeIs breaks the lines of every example, each
// in a third of the ways.
func TestTheFirstFindingIsWhereTheMistakeIs(t *testing.T) {
	for file, text := range goodFlows(t) {
		lines := strings.Split(text, "\n")
		for n, c := range corruptions {
			for at := range lines {
				now, ok := broken(lines, at, c)
				if !ok || (n+at)%3 != 0 {
					continue
				}
				checkBroken(t, file, c, now, at, len(strings.Split(strings.Join(now, "\n"), "\n"))-len(lines))
			}
		}
	}
}

// checkBroken reads a broken flow and checks its first finding.
func checkBroken(t *testing.T, file string, c corruption, lines []string, at, more int) {
	t.Helper()
	var found []Finding
	text := strings.Join(lines, "\n")
	lines = strings.Split(text, "\n")
	readFlow(newSource(file, text, &found), "try", &Org{ID: "o", Language: "en", Languages: []string{"en"}})
	slices.SortStableFunc(found, func(a, b Finding) int { return a.Pos.Line - b.Pos.Line })
	if len(found) == 0 {
		require.False(t, c.found, "%s at line %d of %s is not found:\n%s", c.name, at+1, file, lines[at])
		return
	}
	for _, f := range found {
		wellExplained(t, f)
	}
	require.True(t, isBeside(found[0], lines, at, more), "%s at line %d of %s:\n%s\nfirst found:\n%s", c.name, at+1, file, lines[at], found[0])
	require.NotEqual(t, "yaml", found[0].Code, "%s at line %d of %s is not explained:\n%s", c.name, at+1, file, found[0])
}

// FuzzBroken breaks several lines of a good flow at once, and loads the whole
// organisation: no panic, no words of the YAML library, and the first mistake
// reported is beside the first one made.
func FuzzBroken(f *testing.F) {
	good := goodFlows(f)
	files := slices.Sorted(func(yield func(string) bool) {
		for file := range good {
			if !yield(file) {
				return
			}
		}
	})
	for i := range corruptions {
		f.Add(uint8(i), uint8(i), uint16(7*i), uint8(0), uint16(0))
		f.Add(uint8(i+1), uint8(i), uint16(5*i), uint8(i+3), uint16(3*i+9))
	}
	f.Fuzz(func(t *testing.T, which, how uint8, where uint16, how2 uint8, where2 uint16) {
		file := files[int(which)%len(files)]
		lines := strings.Split(good[file], "\n")
		first := int(where) % len(lines)
		now, ok := broken(lines, first, corruptions[int(how)%len(corruptions)])
		if !ok {
			return
		}
		if second := int(where2) % len(now); second > first+3 {
			if again, ok := broken(now, second, corruptions[int(how2)%len(corruptions)]); ok {
				now = again
			}
		}
		org := memoryOf(t, path.Dir(file))
		org[path.Base(file)].Data = []byte(strings.Join(now, "\n"))
		_, found := Load(org)
		for _, finding := range found {
			wellExplained(t, finding)
		}
	})
}

// memoryOf is a folder of the examples, in memory.
func memoryOf(t require.TestingT, dir string) fstest.MapFS {
	files := fstest.MapFS{}
	err := fs.WalkDir(Examples, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Examples, name)
		files[path.Base(name)] = &fstest.MapFile{Data: text}
		return err
	})
	require.NoError(t, err)
	return files
}
