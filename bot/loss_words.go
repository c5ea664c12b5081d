package bot

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// tells is how surely a text tells that a baby, or a child, has died.
type tells int

const (
	tellsNothing tells = iota
	tellsPerhaps
	tellsSurely
)

// tellsOfLoss looks for words that tell of a lost baby. They are sure unless there
// is another word beside them that may turn them: "I am scared that I lost the
// baby", "My sister lost the baby".
func (h *hearing) tellsOfLoss() tells {
	plain := without(h.plain, lexisOf("words.loss_not"))
	sure := lexisOf("words.loss").within(plain)
	if sure == "" && h.apart != "" {
		plain = h.apart
		sure = lexisOf("words.loss").within(plain)
	}
	switch {
	case sure == "" && lexisOf("words.loss_unclear").within(plain) == "" && !nearAnEnd(plain):
		return tellsNothing
	case sure == "" || strings.ContainsAny(h.text, "?؟"):
		return tellsPerhaps
	}
	if rest := strings.Replace(plain, sure, " + ", 1); lexisOf("words.loss_doubt").within(rest) != "" {
		return tellsPerhaps
	}
	return tellsSurely
}

// How far a word for a baby and one for an end may be from each other.
const (
	endsWithin = 4 // words after it: "the baby did not survive"
	lostWithin = 3 // words before it: "lost my first baby"
)

// nearAnEnd reports whether a plain text has a word for a baby, and close to it one
// that tells of an end. It finds what no list of phrases can.
func nearAnEnd(plain string) bool {
	who := lexisOf("words.loss_who")
	if who.within(plain) == "" {
		return false
	}
	words := strings.Fields(plain)
	for i, w := range words {
		if !who.has(w) {
			continue
		}
		before, after := words[max(0, i-lostWithin):i], words[i+1:min(len(words), i+1+endsWithin)]
		if slices.ContainsFunc(before, lexisOf("words.loss_before").has) || slices.ContainsFunc(after, lexisOf("words.loss_after").has) {
			return true
		}
	}
	return false
}

// TellsOfLoss reports whether a text may tell of a lost baby, in any language.
func TellsOfLoss(text string) bool {
	h := hearing{text: text, plain: plainWords(locales.Fold(text))}
	return h.tellsOfLoss() != tellsNothing
}
