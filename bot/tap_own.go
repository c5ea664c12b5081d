package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// ask says a question of the engine's own that has just been opened. In an app its
// numbered lines are tapped.
func (h *hearing) ask(words string) *Outgoing {
	said := h.say(words)
	said.Choices = h.ownChoices(said.Text)
	return said
}

// ownChoices are what the numbered lines of a question of the engine's own offer to
// somebody in an app; nil if it has none.
func (h *hearing) ownChoices(text string) *providers.Choices {
	app, _ := h.t.Key.Address.App()
	mark, _ := h.ownMark()
	if app == "" || mark == "" {
		return nil
	}
	c := providers.Choices{Button: h.words("choices.open")}
	var rest []string
	for line := range strings.SplitSeq(text, "\n") {
		number := strconv.Itoa(len(c.List) + 1)
		label, numbered := strings.CutPrefix(line, number+" ")
		if !numbered {
			rest = append(rest, line)
			continue
		}
		c.List = append(c.List, providers.Choice{ID: mark + "." + number, Label: label})
	}
	if len(c.List) == 0 {
		return nil
	}
	return h.above(c, rest)
}

// openMark names what is asked at this moment: of what is open that which hears a
// text first. It is empty where nothing is, and while staff talk with the person.
func (h *hearing) openMark() string {
	if own, first := h.ownMark(); first {
		return own
	}
	return h.t.Conversation.Mark()
}

// ownMark names the question of the engine's own that hears a text first, and reports
// whether flows hear none before. A button about a life, a STOP, or what is passed on
// belongs to the very question that it came with; all others to each time that the
// same is asked.
func (h *hearing) ownMark() (mark string, first bool) {
	says := ""
	switch c, a, s := h.t.Thread.Case, h.t.Asking, h.t.Soft; {
	case c != nil && c.Passing != nil:
		says = fmt.Sprintf("area %q %d", c.Passing.Area, c.Passing.At.Unix())
	case c != nil && c.Holds:
		return "", true
	case a != nil && a.Kind == "safety":
		says = fmt.Sprintf("safety %d", a.Due.Unix())
	case a != nil && a.Kind == askStill:
		says = a.Kind
	case s != nil:
		says = fmt.Sprintf("stop %q %d", s.Group, s.Due.Unix())
	case a != nil:
		says = a.Kind
	default:
		return "", false
	}
	sum := sha256.Sum256([]byte("own " + says))
	return hex.EncodeToString(sum[:6]), true
}
