package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/flows"
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
	c.Body = strings.Join(lines, "\n")
	if strings.TrimSpace(c.Body) == "" {
		return nil
	}
	return &c
}

// tapped hears a button as the number that stands for it, if the question is open
// that it belongs to and nothing of the engine's own is asked besides. What stood on
// an old one is heard only for words that always count, such as STOP.
func (h *hearing) tapped(choice string) {
	mark, number, ours := strings.Cut(choice, ".")
	if choice == "" {
		return
	}
	open := h.t.Asking == nil && h.t.Soft == nil
	if ours && open && mark == h.t.Conversation.Mark() {
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
