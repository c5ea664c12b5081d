package main

import (
	"flag"
	"fmt"
	"html"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
)

var redraw = flag.Bool("update", false, "write the talk by text and by WhatsApp into the docs anew")

// moment is one turn of a talk: what somebody texted or tapped, and what they saw.
type moment struct {
	said   string
	words  string             // the text as it stands in the outbox
	shown  string             // what WhatsApp was sent, without what can be tapped
	taps   []string           // what can be tapped
	offers []providers.Choice // with the ids
	state  flows.Conversation
}

// millbrook is the shipped example, with a line on WhatsApp.
func millbrook(t *testing.T) *flows.Org {
	t.Helper()
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	book, _ := flows.Load(examples)
	org := *book.Orgs["millbrook"]
	org.App = flows.AppLine{App: "whatsapp", Provider: "whatsapp", Number: "+447700900000"}
	return &org
}

// talk holds the same talk on one line. On WhatsApp the labels are tapped, by text
// their numbers are texted; each text goes through the adapter to a sink.
func talk(t *testing.T, who providers.Address, says []string) []moment {
	t.Helper()
	org := millbrook(t)
	s := trialSettings("whatsapp", "secret")
	company, _ := companyOf("whatsapp")
	pretended := sink.New(sink.Config{Wire: company.wire(*s)})
	server := httptest.NewServer(pretended)
	t.Cleanup(func() { pretended.Close(); server.Close() })
	s.WhatsAppURL = server.URL
	app, err := openProvider(*s)
	require.NoError(t, err)

	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	thread := bot.Thread{Key: bot.Key{Org: org.ID, Address: who}, ID: "p", Version: 1, Person: bot.Person{
		Met: now.Add(-time.Hour), Heard: now.Add(-time.Hour), Language: "en", Me: map[string]string{"area": "castlefields"}, Consents: []string{"texts"},
	}}
	var all []moment
	for n, said := range says {
		in := providers.Inbound{Provider: "x", EventID: fmt.Sprint(n), From: who, To: providers.Address{Kind: providers.Phone, Value: org.LineTo(who).Number}, Text: said, Received: now}
		if n > 0 {
			in = answer(t, in, all[n-1], said)
		}
		turn := bot.Judge(org, thread, in, now, nil)
		require.Len(t, turn.Say, 1)
		thread = turn.Thread
		thread.Version++
		now = now.Add(time.Minute)
		m := moment{said: in.Text, words: turn.Say[0].Text, state: turn.Conversation}
		if name, _ := who.App(); name != "" {
			m.show(t, app, pretended, turn)
		}
		all = append(all, m)
	}
	return all
}

// answer is a tap on what was offered, or else its number.
func answer(t *testing.T, in providers.Inbound, before moment, label string) providers.Inbound {
	t.Helper()
	for _, c := range before.offers {
		if c.Label == label {
			in.Choice = c.ID
			return in
		}
	}
	for line := range strings.Lines(before.words) {
		if number, its, ok := strings.Cut(strings.TrimSpace(line), " "); ok && its == label {
			in.Text = number
			return in
		}
	}
	t.Fatalf("nothing offers %q", label)
	return in
}

// show sends the text and keeps what the company was sent.
func (m *moment) show(t *testing.T, app providers.Provider, pretended *sink.Sink, turn bot.Turn) {
	t.Helper()
	o := turn.Say[0]
	results, err := app.Send(t.Context(), []providers.Message{{Ref: o.Ref, To: turn.Key.Address, From: turn.Line, Text: o.Text, Choices: o.Choices}})
	require.NoError(t, err)
	require.Equal(t, providers.Accepted, results[0].Verdict)
	accepts := pretended.Accepts()
	for line := range strings.Lines(accepts[len(accepts)-1].Text) {
		line = strings.TrimSpace(line)
		inner, tapped := strings.CutPrefix(line, "[")
		if !tapped {
			m.shown = strings.TrimSpace(m.shown + "\n" + line)
			continue
		}
		_, label, _ := strings.Cut(strings.TrimSuffix(inner, "]"), " ")
		m.taps = append(m.taps, strings.Replace(label, "…: ", "…\n", 1)) // a title, and all of it below
	}
	if o.Choices != nil {
		m.offers = o.Choices.List
	}
}

var beside = []string{"GROUPS", "See groups near me", "Walking group", "Yes, join"}

// One flow, one talk, two lines: the conversation goes the same way, and what is
// offered with numbers by text is tapped on WhatsApp. The docs show both.
func TestOneTalkByTextAndByWhatsApp(t *testing.T) {
	text := talk(t, providers.Address{Kind: providers.Phone, Value: "+447700900101"}, beside)
	app := talk(t, providers.InApp("whatsapp", "+447700900101"), beside)
	for n := range beside {
		require.Equal(t, text[n].words, app[n].words, "the words are the same")
		require.Equal(t, text[n].state, app[n].state, "and so is where it stands")
		if n < len(beside)-1 {
			require.NotEmpty(t, app[n].taps)
			require.NotContains(t, app[n].shown, "1 ")
		}
	}
	require.Contains(t, text[3].words, "You're in Walking group")
	written(t, filepath.Join("..", "..", "docs", "pictures", "whatsapp-beside-text.svg"), drawn(text, app))
	inDocs(t, tabled(text, app))
}

// tabled is the talk as a table of Markdown.
func tabled(text, app []moment) string {
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "\\|", "\n", "<br>")
	cell := func(words string) string { return escaped.Replace(words) }
	var out strings.Builder
	out.WriteString("| by text | by WhatsApp |\n|---|---|\n")
	for n := range text {
		fmt.Fprintf(&out, "| > %s | > %s |\n", cell(text[n].said), cell(app[n].said))
		taps := ""
		for _, tap := range app[n].taps {
			taps += "<br>[ " + cell(tap) + " ]"
		}
		fmt.Fprintf(&out, "| %s | %s%s |\n", cell(text[n].words), cell(app[n].shown), taps)
	}
	return out.String()
}

func inDocs(t *testing.T, table string) {
	t.Helper()
	const begin, end = "<!-- the talk, written by a test -->\n", "<!-- end of the talk -->"
	file := filepath.Join("..", "..", "docs", "providers", "whatsapp.md")
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(raw), begin)
	_, after, closed := strings.Cut(rest, end)
	require.True(t, ok && closed, "docs/providers/whatsapp.md has a place for it")
	written(t, file, before+begin+table+end+after)
}

func written(t *testing.T, file, want string) {
	t.Helper()
	if *redraw {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go test ./cmd/connective -run ByTextAndByWhatsApp -update  writes it anew")
}

// screen draws one side of the talk.
type screen struct {
	out strings.Builder
	x   int
	y   int
}

const (
	screenWide = 380
	lineHigh   = 20
	perLine    = 40 // letters
)

func drawn(text, app []moment) string {
	left, right := &screen{x: 20, y: 70}, &screen{x: 20 + screenWide + 40, y: 70}
	for n := range text {
		left.y = max(left.y, right.y)
		right.y = left.y
		left.bubble(text[n].said, "#d5e5d0", true)
		right.bubble(app[n].said, "#d5e5d0", true)
		left.bubble(text[n].words, "#ffffff", false)
		right.bubble(app[n].shown, "#ffffff", false)
		for _, tap := range app[n].taps {
			right.button(tap)
		}
		right.y += 6
	}
	high := max(left.y, right.y) + 20
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Arial, Helvetica, sans-serif" font-size="15">`+"\n", 2*screenWide+80, high, 2*screenWide+80, high)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n")
	for _, p := range []*screen{left, right} {
		fmt.Fprintf(&out, `<rect x="%d" y="44" width="%d" height="%d" rx="14" fill="#f0eeea" stroke="#777777"/>`+"\n", p.x, screenWide, high-54)
	}
	fmt.Fprintf(&out, `<text x="%d" y="30" font-size="18" font-weight="bold">By text</text><text x="%d" y="30" font-size="18" font-weight="bold">By WhatsApp</text>`+"\n", left.x, right.x)
	return out.String() + left.out.String() + right.out.String() + "</svg>\n"
}

// bubble is a text, on the right if the person wrote it.
func (p *screen) bubble(words, fill string, theirs bool) {
	lines := wrapped(words)
	longest := 0
	for _, line := range lines {
		longest = max(longest, len([]rune(line)))
	}
	wide, high := min(screenWide-40, longest*8+36), len(lines)*lineHigh+12
	x := p.x + 14
	if theirs {
		x = p.x + screenWide - 14 - wide
	}
	fmt.Fprintf(&p.out, `<rect x="%d" y="%d" width="%d" height="%d" rx="9" fill="%s" stroke="#c8c4bc"/>`+"\n", x, p.y, wide, high, fill)
	for i, line := range lines {
		fmt.Fprintf(&p.out, `<text x="%d" y="%d" fill="#222222">%s</text>`+"\n", x+12, p.y+22+i*lineHigh, html.EscapeString(line))
	}
	p.y += high + 8
}

// button is something to tap; a long one has a second line with all of it.
func (p *screen) button(label string) {
	lines := wrapped(label)
	high := len(lines)*lineHigh + 14
	fmt.Fprintf(&p.out, `<rect x="%d" y="%d" width="%d" height="%d" rx="9" fill="#ffffff" stroke="#1d5e8a"/>`+"\n", p.x+14, p.y-4, screenWide-60, high)
	for i, line := range lines {
		fmt.Fprintf(&p.out, `<text x="%d" y="%d" fill="#1d5e8a" text-anchor="middle" font-weight="bold">%s</text>`+"\n", p.x+14+(screenWide-60)/2, p.y+19+i*lineHigh, html.EscapeString(line))
	}
	p.y += high + 2
}

// wrapped breaks words into lines.
func wrapped(words string) []string {
	var all []string
	for line := range strings.SplitSeq(words, "\n") {
		now := ""
		for _, word := range strings.Fields(line) {
			if now != "" && len([]rune(now))+1+len([]rune(word)) > perLine {
				all = append(all, now)
				now = ""
			}
			now = strings.TrimSpace(now + " " + word)
		}
		all = append(all, now)
	}
	return all
}
