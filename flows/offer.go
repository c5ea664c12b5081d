package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// Offered is one numbered line of a text: what is chosen with its number.
type Offered struct {
	Number int
	Label  string
}

// offer notes what a page of choices offers, with the ways on and back that its
// text has.
func (t *turn) offer(text string, shown []choice) {
	if !t.w.Taps {
		return
	}
	t.out.Offers, t.offered = nil, ids(shown)
	for i, c := range shown {
		t.out.Offers = append(t.out.Offers, Offered{i + 1, c.label})
	}
	for number, id := range map[int]string{moreNumber: "label.more", 0: "label.back"} {
		if label := locales.Say(t.lang, id); number >= len(shown) || number == 0 {
			if slices.Contains(strings.Split(text, "\n"), lineOf(number, label)) {
				t.out.Offers = append(t.out.Offers, Offered{number, label})
			}
		}
	}
	slices.SortStableFunc(t.out.Offers, func(a, b Offered) int { return (a.Number+9)%10 - (b.Number+9)%10 })
}

// settleOffers drops what was offered on the way if something else is open now.
func (t *turn) settleOffers() {
	open := []string(nil)
	switch {
	case t.c.Now != nil:
		open = t.c.Now.Shown
	case t.c.Menu != nil:
		open = t.c.Menu.Shown
	}
	if len(open) == 0 || !slices.Equal(open, t.offered) {
		t.out.Offers = nil
	}
}

// Mark names the numbers that stand for something in the conversation: of the open
// question, else of the menu; empty where none do. The same question with the same
// choices has the same mark whenever it is asked.
func (c Conversation) Mark() string {
	var says string
	switch {
	case c.Now != nil && len(c.Now.Shown) > 0:
		says = fmt.Sprintf("%q %q %d %q", c.Now.Flow, c.Now.Step, c.Now.Page, c.Now.Shown)
	case c.Now == nil && c.Menu != nil && len(c.Menu.Shown) > 0:
		says = fmt.Sprintf("menu %d %q", c.Menu.Page, c.Menu.Shown)
	default:
		return ""
	}
	sum := sha256.Sum256([]byte(says))
	return hex.EncodeToString(sum[:6])
}

// Line is the choice as a text has it: 2 Knit and natter.
func (o Offered) Line() string { return strconv.Itoa(o.Number) + " " + o.Label }
