package flows

import (
	"regexp"
	"slices"
	"strings"
)

var blank = regexp.MustCompile(`<[^<>\n]+>`)

// Blanks are what is to be filled in, as it stands in the text, each once.
func (t Template) Blanks() []string {
	all := blank.FindAllString(t.Text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// Unfilled are the blanks of templates that a reply still has, each once. Other
// words in such brackets are whatever staff meant by them.
func (c Closings) Unfilled(text string) []string {
	var left []string
	for _, t := range c.Templates {
		for _, b := range t.Blanks() {
			if strings.Contains(text, b) && !slices.Contains(left, b) {
				left = append(left, b)
			}
		}
	}
	return left
}
