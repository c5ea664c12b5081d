package graph

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

// hostile returns a flow that has the same words everywhere that an author can
// write any.
func hostile(words string) (*flows.Org, *flows.Flow) {
	text := func() *flows.Text { return &flows.Text{Source: words} }
	f := &flows.Flow{
		ID: "try", Title: *text(), About: words, Language: "en", Start: flows.Start{Words: []string{words}},
		Steps: []*flows.Step{
			{Name: "top", Say: text(), Ask: text(), Join: words, Options: &flows.Options{Fixed: []flows.Option{
				{ID: "a", Label: *text(), Then: &flows.Target{Kind: flows.ToFlow, Name: words}},
				{ID: "b", Label: *text()},
			}}},
			{Name: "tell", Tell: &flows.Tell{Who: flows.Audience{Kind: flows.ToGroup, Name: words}, Text: text(), Flow: words}},
			{Name: "staff", Hand: &flows.HandOver{Queue: words}},
			{Name: "end", Call: words, Then: &flows.Target{Kind: flows.ToEnd}},
		},
	}
	return &flows.Org{Name: words, Language: "en", Queues: []flows.Queue{{Name: words}}, Flows: map[string]*flows.Flow{"try": f}}, f
}

var wicked = []string{
	`Say "yes" | ` + "`no`" + ` #1; or & \n \N \G?`, `</title></svg><script>alert(1)</script>`, `"]; A --> B %% x`, `--> end`, "```\nend\nclick x \"javascript:alert(1)\"",
	"line\nline\r\n\u2028line\x00\x1b[31m\x7f", "\xff\xfe bad", `"]; evil [label="`, `\`, `a\`, `"`, `&lt;b&gt; &amp; &#60;`, "1. list", "- list", "**bold** _it_ [x](javascript:y) ![i](j)",
	`%%{init: {"theme":"dark"}}%%`, "آپ کو کیا چاہیے؟ مدد", "\u202egnissem\u202c \u2066x", "👩‍👩‍👧 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", strings.Repeat("W", 200), "", " ", "]]>", "$$x$$", "<br/>", "#quot;", "end", "a\u0000b",
}

func TestWickedWordsStayWords(t *testing.T) {
	for _, words := range wicked {
		safe(t, words)
	}
}

func FuzzPictures(f *testing.F) {
	for _, words := range wicked {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) { safe(t, words) })
}

// safe checks that words cannot break out of a picture in any format.
func safe(t *testing.T, words string) {
	t.Helper()
	o, f := hostile(words)
	p := Of(o, f)
	sound(t, laidOut(p))
	svg, mermaid, dot := p.SVG(), p.Mermaid(), p.Dot()
	safeSVG(t, svg, clean(words))
	safeMermaid(t, mermaid)
	safeDot(t, dot)
	for _, text := range []string{svg, mermaid, dot, p.Told()} {
		require.True(t, utf8.ValidString(text))
		require.False(t, strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }), "no sign that cannot be seen: %q", text)
	}
}

// safeSVG checks that a picture is well formed, has no element or attribute that
// could do something, and says the words as they are.
func safeSVG(t *testing.T, svg, words string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	var said strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			require.Contains(t, []string{"svg", "title", "desc", "defs", "marker", "path", "rect", "circle", "g", "text"}, e.Name.Local)
			for _, a := range e.Attr {
				require.NotRegexp(t, `^(on|href|style)`, a.Name.Local)
				require.NotContains(t, a.Value, "NaN")
			}
		case xml.CharData:
			said.Write(e)
		}
	}
	require.Contains(t, said.String(), words)
}

// A line of Mermaid is one of these, whatever is in its quotes: the words in
// them hold no quote, so none can end early.
var mermaidLine = regexp.MustCompile(`^(---|title: "([^"\\%]|\\.)*"|flowchart TD|` +
	`  (start|[sx]_\w+)(\(\[|\(|\[|\{\{|\[\[|\[/|\[\\|>)"[^"` + "`" + `\\]*"(\]\)|\)|\]|\}\}|\]\]|/\]|\\\])|` +
	`  (start|[sx]_\w+) -->(\|"[^"` + "`" + `\\]*"\|)? (start|[sx]_\w+)|` +
	`  classDef \w+ [-\w:#,.]+|  class [\w,]+ \w+)$`)

func safeMermaid(t *testing.T, text string) {
	t.Helper()
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		require.Regexp(t, mermaidLine, l)
		if !strings.HasPrefix(l, "title:") {
			require.NotRegexp(t, `<[^b]|<b[^r]|&|%|\{[^{"]`, l, "no HTML but line breaks, and no directive")
		}
	}
}

// A line of Graphviz likewise: within quotes a backslash stands before another,
// before a quote, or before the n of a new line.
var dotLine = regexp.MustCompile(`^(digraph "\w+" \{|\}|  labelloc=t;|  fontname="Arial";|  (node|edge) \[[\w="#, ]+\];|` +
	`  label="([^"\\]|\\["\\])*";|` +
	`  (start|[sx]_\w+) \[label="([^"\\]|\\["\\n])*", [^\\]+\];|` +
	`  (start|[sx]_\w+) -> (start|[sx]_\w+)( \[label="([^"\\]|\\["\\n])*"\])?;)$`)

func safeDot(t *testing.T, text string) {
	t.Helper()
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		require.Regexp(t, dotLine, l)
	}
}
