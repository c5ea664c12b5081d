package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// choices are what a text of a flow offers to somebody in an app: the same choices
// as its numbered lines. A phone has the lines alone.
func (h *hearing) choices(text string, p flows.Played) *providers.Choices {
	app, _ := h.t.Key.Address.App()
	mark := p.Conversation.Mark()
	if app == "" || mark == "" || text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	c := providers.Choices{Button: h.words("choices.open")}
	for _, o := range p.Offers {
		o.Label = providers.Smart(o.Label)
		at := slices.Index(lines, o.Line())
		if at < 0 {
			return nil // it is not offered as it was planned
		}
		lines = slices.Delete(lines, at, at+1)
		c.List = append(c.List, providers.Choice{ID: mark + "." + strconv.Itoa(o.Number), Label: o.Label})
	}
	return h.above(c, lines)
}

// above puts the lines above choices that are tapped; nil if there are none.
func (h *hearing) above(c providers.Choices, lines []string) *providers.Choices {
	c.Body = strings.Join(lines, "\n")
	for _, lang := range slices.Compact([]string{h.lang(), h.org.Language}) {
		c.Body = tapWords(lang, c.Body)
	}
	if strings.TrimSpace(c.Body) == "" {
		return nil
	}
	return &c
}

// tapWords asks to choose where the words ask for a number, which nobody needs who
// can tap.
func tapWords(lang, words string) string {
	for form := range strings.SplitSeq(locales.Say(lang, "choices.numbered"), " | ") {
		tapped := locales.Say(lang, "choices.tapped")
		words = strings.NewReplacer(form, tapped, lowered(form), lowered(tapped)).Replace(words)
	}
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		for form := range strings.SplitSeq(locales.Say(lang, "choices.reply"), " | ") {
			if before, asks := strings.CutSuffix(line, form); asks {
				lines[i] = before + locales.Say(lang, "choices.pick")
			}
		}
	}
	return strings.Join(lines, "\n")
}

// lowered begins with a small letter, as within a sentence.
func lowered(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToLower(first)) + words[size:]
}

// tapped hears a button as the number that stands for it, if it belongs to what is
// asked at this moment. What stood on an old one is heard only for words that always
// count, such as STOP.
func (h *hearing) tapped(choice string) {
	mark, number, ours := strings.Cut(choice, ".")
	if choice == "" {
		return
	}
	if ours && mark != "" && mark == h.openMark() {
		h.set(number)
		return
	}
	h.oldTap = ours && len(mark) == 12 && number != "" && strings.Trim(number, "0123456789") == ""
}

// oldButton answers a tap on a button of an earlier text: it is no answer to what is
// asked now, though the same number or word may be. The open question is asked again.
func (h *hearing) oldButton() bool {
	if !h.oldTap {
		return false
	}
	old := h.words("choices.old")
	var p flows.Played
	switch {
	case h.silentFlows(), h.t.Asking != nil, h.t.Soft != nil:
		h.say(old)
		return true
	case h.org.Waiting(h.t.Conversation):
		p = h.org.Repeat(h.t.Conversation, h.world())
	default:
		p = h.org.Menu(h.t.Conversation, h.world())
	}
	if p.Fault == nil && p.Text != "" {
		p.Text = old + "\n" + p.Text
	}
	h.play(p)
	return true
}

// cannotRead is what is said to a message without words, by what it holds instead.
func (h *hearing) cannotRead() string {
	switch h.t.Heard.Unsupported {
	case "picture":
		return h.words("picture.only")
	case "voice":
		return h.words("media.voice")
	}
	return h.words("media.other")
}
