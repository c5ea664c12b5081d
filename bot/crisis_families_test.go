package bot

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/locales"
)

func TestASlotIsFilledByEachOfItsWords(t *testing.T) {
	slots := map[string][]string{"heading": {"walking", "going"}, "brink": {"bridge", "cliff edge"}}
	require.Equal(t, []string{"walking to bridge", "going to bridge", "walking to cliff edge", "going to cliff edge"}, filled("<heading> to <brink>", slots))
	require.Equal(t, []string{"off ... bridge now", "off ... cliff edge now"}, filled("off ... <brink> now", slots))
	require.Equal(t, []string{"no slot"}, filled("no slot", slots))
}

func TestEveryFamilyIsHeardWhateverFillsItsSlots(t *testing.T) {
	e := listens()
	for _, language := range locales.Languages() {
		slots := slotsOf(language.Tag, "words.slots")
		for kind, c := range calls {
			for _, family := range locales.Words(language.Tag, c.words+families) {
				phrases := filled(family, slots)
				require.NotEmpty(t, phrases, "%s has a slot that nothing fills", family)
				for _, phrase := range phrases {
					heard := e.hear(plainWords("hello " + phrase))
					if heard == nil || heard.kind > kind {
						t.Errorf("%s: %q is not heard, or as less: %v", c.words, phrase, heard)
					}
				}
			}
		}
	}
}

func TestEverySlotIsUsedAndListedOnce(t *testing.T) {
	for _, language := range locales.Languages() {
		listed := map[string]string{} // bare of accents: an entry with any is there without them too
		for _, entry := range locales.Words(language.Tag, "words.slots") {
			name, _, _ := strings.Cut(entry, ">")
			entry = locales.FoldAccents(entry)
			require.Contains(t, []string{"", entry}, listed[name], "%s is listed twice", name)
			listed[name] = entry
		}
		var all strings.Builder
		for _, c := range calls {
			all.WriteString(strings.Join(locales.Words(language.Tag, c.words+families), "\n"))
		}
		for name := range slotsOf(language.Tag, "words.slots") {
			require.Contains(t, all.String(), "<"+name+">", "no family has this slot")
		}
	}
}
