package flows

import (
	"cmp"
	"strings"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Said is a lesson as somebody is sent it, of whom that is known: <me.first_name|there>
// is what they have told, in the words of their language, or what stands behind the
// bar. It stands there too where what they told would make the text take more parts
// than the course allows.
func (c Course) Said(o *Org, l Lesson, tag string, me map[string]string) string {
	text := c.Text(l, tag)
	blanks := locales.Blanks(text)
	if len(blanks) == 0 {
		return c.Frame(text, tag)
	}
	told := o.newTurn(Conversation{Lang: tag, Now: &Frame{}}, World{Me: me})
	said := c.Frame(withBlanks(text, blanks, func(b locales.Blank) string { return cmp.Or(told.blank(b.Name), b.Fallback) }), tag)
	if providers.Segments(providers.Smart(said)).Parts > c.Parts {
		said = c.Frame(withBlanks(text, blanks, func(b locales.Blank) string { return b.Fallback }), tag)
	}
	return said
}

// withBlanks is a text with something in the place of each of its blanks.
func withBlanks(text string, blanks []locales.Blank, with func(locales.Blank) string) string {
	var out strings.Builder
	end := 0
	for _, b := range blanks {
		out.WriteString(text[end:b.Start])
		out.WriteString(with(b))
		end = b.End
	}
	out.WriteString(text[end:])
	return out.String()
}

// blankFault says what is wrong with a blank of a lesson; empty if nothing is.
func (o *Org) blankFault(b locales.Blank) (message, why, fix string) {
	field, mine := strings.CutPrefix(b.Name, "me.")
	_, known := o.Field(field)
	switch {
	case !mine || !known:
		return "the blank <" + b.Name + "> is never filled in.", "people would be sent a gap where it is.", "write me. and a field of profile: in org.yaml, such as <me.first_name|there>, or plain words."
	case b.Fallback == "":
		return "the blank <" + b.Name + "> has nothing to stand in it for whoever has not told it.", "they would be sent a gap where it is.", "write what stands there then behind a bar, such as <" + b.Name + "|there>."
	}
	return "", "", ""
}

// lessonAmount bounds a lesson with the longest that can stand in each of its blanks.
func (k *costs) lessonAmount(c Course, text, tag string) amount {
	blanks := locales.Blanks(text)
	const gap = "\x00"
	framed := c.Frame(withBlanks(text, blanks, func(locales.Blank) string { return gap }), tag)
	var a amount
	for i, part := range strings.Split(providers.Smart(framed), gap) {
		if i > 0 {
			b := blanks[i-1]
			a = a.then(k.mine(reading{tag: tag}, strings.TrimPrefix(b.Name, "me.")).or(k.exactly(b.Fallback)))
		}
		a = a.then(k.exactly(part))
	}
	return a
}
