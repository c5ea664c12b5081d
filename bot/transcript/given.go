package transcript

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// givens are the ways to say how a talk begins, each as it is written after
// "given" and perhaps a name.
var givens = []struct {
	kind kind
	form *regexp.Regexp
}{
	{givenStopped, regexp.MustCompile(`^stopped$`)},
	{givenKnown, regexp.MustCompile(`^known$`)},
	{givenField, regexp.MustCompile(`^me\.([a-z][a-z0-9_]*) = (.+)$`)},
	{givenGroup, regexp.MustCompile(`^in ([a-z0-9_]+)$`)},
	{givenConsent, regexp.MustCompile(`^opted in ([a-z0-9_]+)$`)},
	{givenOlder, regexp.MustCompile(`^waiting ([a-z0-9_-]+)/([a-z0-9_]+) in an older version$`)},
	{givenWaiting, regexp.MustCompile(`^waiting ([a-z0-9_-]+)/([a-z0-9_]+)$`)},
	{givenSent, regexp.MustCompile(`^sent a broadcast for ([a-z0-9_-]+)$`)},
	{givenLanguage, regexp.MustCompile(`^language ([a-zA-Z-]+)$`)},
}

var (
	nowLine    = regexp.MustCompile(`^now (.+)$`)
	leadingWho = regexp.MustCompile(`^(` + personName + `) (.+)$`)
)

func (p *parser) given(rest string) (line, error) {
	if m := nowLine.FindStringSubmatch(rest); m != nil {
		when, err := p.moment(m[1])
		return line{kind: givenNow, at: when}, err
	}
	if len(p.orgs) > 1 {
		return p.givenWith(rest)
	}
	return p.givenOf(rest)
}

// givenWith reads what is known with one of several organisations, whose id stands
// at the end: given opted in updates with riverside.
func (p *parser) givenWith(rest string) (line, error) {
	words, org, named := cutLast(rest, " with ")
	if !named || !slices.Contains(p.orgs, org) {
		return line{}, fmt.Errorf(`"given %s" must say with which organisation: end it in  with %s`, rest, strings.Join(p.orgs, "  or  with "))
	}
	l, err := p.givenOf(words)
	l.org = org
	return l, err
}

// cutLast cuts words at the last place of a separator.
func cutLast(words, at string) (before, after string, found bool) {
	i := strings.LastIndex(words, at)
	if i < 0 {
		return words, "", false
	}
	return words[:i], words[i+len(at):], true
}

func (p *parser) givenOf(rest string) (line, error) {
	if l, ok := knownGiven(rest); ok {
		return l, nil
	}
	if m := leadingWho.FindStringSubmatch(rest); m != nil {
		if l, ok := knownGiven(m[2]); ok {
			l.who = m[1]
			return l, nil
		}
	}
	return line{}, fmt.Errorf(`I can't read "given %s". It can be: given now 2026-09-15 10:02, or  given [name]  and one of  `+
		`me.area = castlefields, in walkers, opted in updates, waiting groups/browse, waiting groups/browse in an older version, sent a broadcast for desk, language cy, stopped, known`, rest)
}

func knownGiven(words string) (line, bool) {
	for _, g := range givens {
		m := g.form.FindStringSubmatch(words)
		if m == nil {
			continue
		}
		l := line{kind: g.kind}
		if len(m) > 1 {
			l.name = m[1]
		}
		if len(m) > 2 {
			l.text = m[2]
		}
		return l, true
	}
	return line{}, false
}
