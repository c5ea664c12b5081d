package flows

import (
	"io/fs"
	"path"
	"strings"
	"unicode"

	"github.com/connective-messaging/connective/locales"
)

// loadPlain reads, of an organisation with an error, who it is and who its staff
// are: as much of org.yaml as can be read, and no flows. It is nil where not even
// the number can be read, since nobody could then be told apart as texting it.
func loadPlain(fsys fs.FS, dir, id string) *Org {
	var unheard []Finding // the whole load has told them all
	l := newOrgLoad(fsys, dir, &unheard)
	if l.org.Folder = dir; dir == "." && id != "" {
		l.org.ID = id
	}
	whole, ok := l.open(orgFileName)
	if !ok || !l.readOrgText(newSource(whole.file, salvaged(whole), &unheard)) {
		return nil
	}
	o := l.org
	if o.Name == "" {
		o.Name = o.ID
	}
	if o.Number == "" || o.ID == "" {
		return nil
	}
	o.Welcome, o.OwnWords, o.MenuFlows = "", "", nil
	return o
}

// salvaged is a file without those of its top keys that YAML cannot read.
func salvaged(s *source) string {
	var unheard []Finding
	if newSource(s.file, s.text, &unheard).mapping() != nil {
		return s.text
	}
	var kept strings.Builder
	for _, part := range topKeys(s.lines) {
		text := strings.Join(part, "\n") + "\n"
		if newSource(s.file, text, &unheard).mapping() != nil {
			kept.WriteString(text)
		}
	}
	return kept.String()
}

// topKeys cuts lines before each that begins at the margin.
func topKeys(lines []string) [][]string {
	var parts [][]string
	for _, line := range lines {
		margin := line != "" && !unicode.IsSpace(rune(line[0])) && !strings.ContainsRune("#-]}", rune(line[0]))
		if margin || len(parts) == 0 {
			parts = append(parts, nil)
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], line)
	}
	return parts
}

// PlainOf is an organisation whose published files cannot be loaded as they are:
// who it is and who its staff are, without flows. It is nil where that cannot be
// read either.
func PlainOf(org string, files Files) *Org {
	fsys, err := files.FS(org)
	if err != nil {
		return nil
	}
	if o := loadPlain(fsys, org, ""); o != nil && o.ID == org {
		return o
	}
	return nil
}

// takenFor tells whether one cannot be told apart from another: a text for the
// other could reach this one.
func (o *Org) takenFor(other *Org) bool {
	if o.ID == other.ID {
		return true
	}
	return o.Number == other.Number && (o.Word == "" || other.Word == "" || locales.Fold(o.Word) == locales.Fold(other.Word))
}

// breaks takes out an organisation that cannot be told apart from another.
func (b *Book) breaks(o *Org) {
	delete(b.Orgs, o.ID)
	plain := *o
	plain.Flows, plain.starts, plain.bare, plain.scheduled = nil, nil, nil, nil
	plain.Welcome, plain.OwnWords, plain.MenuFlows = "", "", nil
	b.Broken = append(b.Broken, &plain)
}

// addPlain keeps an organisation with an error for those who text it.
func (b *Book) addPlain(fsys fs.FS, dir, id string) {
	o := loadPlain(fsys, path.Clean(dir), id)
	if o != nil && b.Orgs[o.ID] == nil {
		b.Broken = append(b.Broken, o)
	}
}
