package transcript

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

const effectForms = "joined walkers, left walkers, opted in updates, opted out updates, stopped, started, forgotten, " +
	"queued connectors: what it is about, to connectors: what they wrote, case crisis, case closed, recorded survey, " +
	"parts 2 ucs2, language cy, me.area = castlefields, broadcast people 3, broadcast sent 2, broadcast left out 1: they texted STOP"

var effectForm = regexp.MustCompile(`^(?:joined|left|opted in|opted out|queued|to|case|recorded|parts|language|broadcast) \S.*$` +
	`|^(?:stopped|started|forgotten)$|^me\.[a-z][a-z0-9_]* = .*$`)

func readEffect(words string) (line, error) {
	if effectForm.MatchString(words) {
		return line{kind: effect, text: words}, nil
	}
	if m := leadingWho.FindStringSubmatch(words); m != nil && effectForm.MatchString(m[2]) {
		return line{kind: effect, who: m[1], text: m[2]}, nil
	}
	return line{}, fmt.Errorf(`I can't read "= %s". It can be: %s`, words, effectForms)
}

// happened reports whether one of the facts is what is written. What follows
// the colon may be left out, and so may the alphabet after the parts.
func happened(written string, facts []string) bool {
	return slices.ContainsFunc(facts, func(fact string) bool {
		return matches(written, fact) || matches(written+": ...", fact) ||
			strings.HasPrefix(written, "parts ") && strings.HasPrefix(fact, written+" ")
	})
}

// factsOf says in the words of effects what a turn changed.
func factsOf(t bot.Turn) []string {
	var facts []string
	add := func(format string, values ...any) { facts = append(facts, fmt.Sprintf(format, values...)) }
	for _, group := range t.Joined {
		add("joined %s", group)
	}
	for _, group := range t.Left {
		add("left %s", group)
	}
	for _, c := range t.Ledger {
		switch {
		case c.Name == "stop" || c.Name == "start" || strings.Contains(c.Name, ":"):
		case c.Given:
			add("opted in %s", c.Name)
		default:
			add("opted out %s", c.Name)
		}
	}
	if t.Stop != nil {
		add("%s", map[bool]string{true: "stopped", false: "started"}[*t.Stop])
	}
	if t.Forget {
		add("forgotten")
	}
	for _, r := range t.Records {
		add("%s", strings.TrimSuffix("recorded "+r.Dataset+": "+row(r.Row), ": "))
	}
	return append(facts, caseFacts(t)...)
}

func caseFacts(t bot.Turn) []string {
	var facts []string
	if t.Case == bot.CaseClosed {
		facts = append(facts, "case closed")
	}
	c := t.Thread.Case
	if c == nil {
		c = t.Closed
	}
	if c == nil {
		return facts
	}
	if t.Case == bot.CaseOpened {
		facts = append(facts, fmt.Sprintf("queued %s: %s", c.Queue, c.About))
	}
	if t.Case == bot.CaseOpened || t.Case == bot.CaseEdited {
		facts = append(facts, "case "+c.Reason)
	}
	for _, n := range t.Notes {
		if n.Who == "resident" {
			facts = append(facts, fmt.Sprintf("to %s: %s", c.Queue, n.Text))
		}
	}
	return facts
}

// stateFacts says what is kept about a person now.
func (p *person) stateFacts() []string {
	if len(p.kept) == 0 {
		return []string{"language "}
	}
	var facts []string
	for _, kept := range p.kept {
		facts = append(facts, "language "+kept.Language)
		for field, value := range kept.Me {
			facts = append(facts, fmt.Sprintf("me.%s = %s", field, value))
		}
	}
	return facts
}

// textFact says how many parts a text takes, and in which alphabet.
func textFact(text string) string {
	c := providers.Segments(text)
	alphabet := "gsm"
	if c.Encoding == providers.UCS2 {
		alphabet = "ucs2"
	}
	return fmt.Sprintf("parts %d %s", c.Parts, alphabet)
}

// row says what a record holds beside what every record holds.
func row(cells map[string]string) string {
	var words []string
	for column, cell := range cells {
		if column == "when" || column == "language" || column == "area" {
			continue
		}
		words = append(words, column+"="+cell)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}
