package flows

import (
	"cmp"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Fallback is the connection by which a text leaves that certainly did not leave by
// the organisation's own. The zero one is none.
type Fallback struct {
	Provider string // the connection
	Number   string // that its texts come from; the organisation's own unless it is written
	Here     bool   // replies to that number come to this installation
	Share    int    // of a hundred people, how many are written to by it; see LineFor
}

// takesFallback is what fallback: must be.
const takesFallback = "provider:, number:, replies: and share:"

// takesShare is what share: of a fallback must be.
const takesShare = "a whole number from 1 to 99, of a hundred people"

// fallbackKeys is what fallback: can have.
func fallbackKeys() []key[Fallback] {
	return []key[Fallback]{
		{"provider", takesConnection, "must be there", "The connection that is used while the own one does not take texts. What may have left by the own one is never sent by it.", func(_ *loader, v *yaml.Node, f *Fallback) bool {
			return oneName(v, namePattern, &f.Provider)
		}},
		{"number", "a phone number with + and the country, such as +447700900001", "the organisation's own", "The number that its texts come from.", func(_ *loader, v *yaml.Node, f *Fallback) bool {
			return oneName(v, numberPattern, &f.Number)
		}},
		{"replies", "here", "must be there with another number", "Says that what people text to that number comes to this installation: its webhook address is set up at the provider.", func(_ *loader, v *yaml.Node, f *Fallback) bool {
			text, _ := scalar(v)
			f.Here = text == "here"
			return f.Here
		}},
		{"share", takesShare, "nobody", "Of a hundred people who have not texted yet, how many are written to by it, and always by it. Whoever has texted is written to from the number that they texted last.", func(_ *loader, v *yaml.Node, f *Fallback) bool {
			return wholeNumber(v, 1, 99, &f.Share)
		}},
	}
}

// readFallback reads fallback:, and says what would leave people's answers unheard.
func readFallback(l *loader, v *yaml.Node, o *orgFile) bool {
	if !readKeys(l, v, "fallback", fallbackKeys(), &o.Fallback) {
		return false
	}
	f := o.Fallback
	switch {
	case f.Provider == "":
		l.faultAt("fallback-what", v, "fallback: has no provider:.", "nothing says which company is to carry the texts.", "add  provider:  and the name of a connection.")
	case f.Number != "" && !f.Here:
		l.faultAt("fallback-what", v, "fallback: has a number of its own and not replies: here.", "people answer the number that texts them, and a STOP to it must be heard.",
			"have what is texted to it sent to this installation, and add  replies: here.")
	}
	return true
}

// settleFallback compares the fallback with the organisation's own line, once both
// are read.
func (l *orgLoad) settleFallback() {
	o := l.org
	if pos, written := l.said.places["fallback"]; written && o.Fallback.Provider != "" && o.Fallback.Provider == o.Provider {
		l.said.fault("fallback-what", pos, 1, "fallback: names the organisation's own provider.", "a text that one connection does not take, the same one takes no better.", "name another connection, or leave fallback: out.")
	}
	if o.Fallback.Provider != "" {
		o.Fallback.Number = cmp.Or(o.Fallback.Number, o.Number)
	}
}

// Lines are where the organisation's texts come in and leave: its own line first.
func (o *Org) Lines() []Line {
	lines := []Line{o.Line()}
	if f := o.Fallback; f.Provider != "" {
		lines = append(lines, Line{SMS, f.Number, f.Provider})
	}
	if app, ok := o.AppLine(); ok {
		lines = append(lines, app)
	}
	return lines
}

// hasNumber reports whether people reach the organisation on a number.
func (o *Org) hasNumber(number string) bool {
	return slices.ContainsFunc(o.Lines(), func(l Line) bool { return l.Number == number })
}

// Second is the organisation's other line for texts, by which what certainly did not
// leave by one goes; false if there is none. Organisations that share a number have none.
func (o *Org) Second(by Line) (Line, bool) {
	if o.Fallback.Provider == "" || o.Shared {
		return Line{}, false
	}
	lines := o.Lines()
	if by.Number == lines[0].Number && by.Provider == lines[0].Provider {
		return lines[1], true
	}
	return lines[0], by.Number == lines[1].Number && by.Provider == lines[1].Provider
}

// refuseFallbacks takes out organisations whose fallback cannot tell for whom an
// answer is: on a number that they share, or that another organisation has.
func (b *Book) refuseFallbacks(others []*Org, found *[]Finding) {
	all := b.ByID()
	for _, o := range all {
		if o.Fallback.Provider == "" {
			continue
		}
		what := ""
		for _, other := range slices.Concat(others, all) {
			switch {
			case other.ID == o.ID:
			case other.hasNumber(o.Fallback.Number) && o.Fallback.Number != o.Number:
				what = fmt.Sprintf("the number of fallback:, %s, is %s's too.", o.Fallback.Number, other.Name)
			case other.hasNumber(o.Number):
				what = fmt.Sprintf("fallback: stands beside a number that %s has too.", other.Name)
			}
		}
		if what != "" {
			newSource(o.file, "", found).fault("fallback-what", Pos{}, 0, what, "nobody could tell whom an answer is for.", "give each organisation numbers of its own.")
			b.breaks(o)
		}
	}
}
