package locales_test

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// sample holds blanks as long as they commonly get.
var sample = []string{
	"org", "Millbrook Connect", "group", "Knit and natter", "course", "Bump tips", "word", "WALK", "name", "Sam", "n", "12",
	"text", "Hello, it is Sam. Are you asking about bin day?", "time", "5pm tomorrow", "date", "Tuesday 1 September",
	"facts", "area, age", "choices", "1 Walk or 2 Talk", "min", "1", "max", "5",
}

// texts reads one language's file: every text by its dotted id, plural forms
// under the id, a hash and the form.
func texts(t *testing.T, tag string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("active." + tag + ".yaml")
	require.NoError(t, err)
	var tree map[string]any
	require.NoError(t, yaml.Unmarshal(raw, &tree))
	found := map[string]string{}
	var walk func(prefix string, tree map[string]any)
	walk = func(prefix string, tree map[string]any) {
		_, plural := tree["count"]
		for key, value := range tree {
			switch value := value.(type) {
			case string:
				if plural {
					found[strings.TrimSuffix(prefix, ".")+"#"+key] = value
				} else {
					found[prefix+key] = value
				}
			case map[string]any:
				walk(prefix+key+".", value)
			}
		}
	}
	walk("", tree)
	return found
}

// ids are the ids of texts, without plural forms.
func ids(texts map[string]string) []string {
	all := map[string]bool{}
	for id := range texts {
		id, _, _ = strings.Cut(id, "#")
		all[id] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// said are the ids of one language that are texts to be sent.
func said(texts map[string]string) []string {
	return slices.DeleteFunc(ids(texts), func(id string) bool { return !strings.Contains(id, ".") || strings.HasPrefix(id, "words.") })
}

func TestEveryLanguageHasEveryTextAndList(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "active.*.yaml")
	require.NoError(t, err)
	require.Len(t, locales.Languages(), len(files))
	english := texts(t, "en")
	for _, language := range locales.Languages() {
		own := texts(t, language.Tag)
		require.Equal(t, ids(english), ids(own), language.Name)
		for id, text := range own {
			require.NotEmpty(t, strings.TrimSpace(text), "%s %s", language.Tag, id)
		}
	}
}

func TestEveryTextHasThePluralFormsItsLanguageNeeds(t *testing.T) {
	counted := 0
	for id := range texts(t, "en") {
		id, form, plural := strings.Cut(id, "#")
		if !plural || form != "count" {
			continue
		}
		counted++
		for _, language := range locales.Languages() {
			own := texts(t, language.Tag)
			for _, form := range locales.PluralForms(language.Tag) {
				require.NotEmpty(t, own[id+"#"+form], "%s %s", language.Tag, id)
			}
		}
	}
	require.NotZero(t, counted)
}

func TestEveryLanguageFillsTheSameBlanksAndOffersTheSameChoices(t *testing.T) {
	english := texts(t, "en")
	choice := regexp.MustCompile(`(?m)^\d `)
	for _, language := range locales.Languages() {
		own := texts(t, language.Tag)
		for _, id := range said(own) {
			if english[id] == "" {
				continue // forms of a plural text; "dim grwpiau" may leave out its number
			}
			require.Equal(t, blankNames(english[id]), blankNames(own[id]), "%s %s", language.Tag, id)
			require.Equal(t, choice.FindAllString(english[id], -1), choice.FindAllString(own[id], -1), "%s %s", language.Tag, id)
		}
	}
}

func blankNames(text string) []string {
	var names []string
	for _, b := range locales.Blanks(text) {
		names = append(names, b.Name)
	}
	slices.Sort(names)
	return names
}

func TestNoTextTakesMoreThanTwoParts(t *testing.T) {
	for _, language := range locales.Languages() {
		for _, id := range said(texts(t, language.Tag)) {
			text := locales.AsWritten(language.Tag, id, 12, sample...)
			require.NotRegexp(t, `<[a-z]+>`, text, "%s %s: the sample has no such blank", language.Tag, id)
			count := providers.Segments(text)
			require.LessOrEqual(t, count.Parts, 2, "%s %s: %d units\n%s", language.Tag, id, count.Units, text)
			if language.Tag == "en" && id != "help.text" {
				require.Equal(t, 1, count.Parts, "%s: %d units\n%s", id, count.Units, text)
			}
		}
	}
}

func TestTheTextsThatMatterMostTakeOnePart(t *testing.T) {
	for _, language := range []string{"en", "cy"} {
		for _, id := range []string{"crisis.safe", "crisis.people", "crisis.unclear", "loss.sorry", "loss.unclear", "stop.done", "stop.told", "start.done"} {
			count := providers.Segments(locales.AsWritten(language, id, 1, "org", "Wenbridge Link"))
			require.Equal(t, 1, count.Parts, "%s %s: %d %s units", language, id, count.Units, count.Encoding)
		}
	}
}

func TestEveryLanguageGivesTheSameHelplines(t *testing.T) {
	number := regexp.MustCompile(`\d{3}( \d{3})*|\d{5}|SHOUT`)
	for _, language := range locales.Languages() {
		for _, id := range []string{"crisis.safe", "crisis.unclear", "crisis.safe_now", "loss.sorry", "loss.sorry_alone", "loss.sorry_stopped", "loss.unclear", "help.text", "person.when", "fault.broken"} {
			want := number.FindAllString(locales.AsWritten("en", id, 1), -1)
			got := number.FindAllString(locales.AsWritten(language.Tag, id, 1), -1)
			slices.Sort(want)
			slices.Sort(got)
			require.NotEmpty(t, want)
			require.Equal(t, want, got, "%s %s", language.Tag, id)
		}
	}
}

func TestEveryWordThatATextTellsPeopleToSendIsUnderstood(t *testing.T) {
	known := map[string]bool{"sms": true, "shout": true, "ok": true}
	for _, list := range []string{"stop", "start", "help", "menu", "person", "forget", "skip", "yes", "no"} {
		for _, word := range locales.AllWords(list) {
			known[word] = true
		}
	}
	capitals := regexp.MustCompile(`\p{Lu}{2,}`)
	for _, language := range locales.Languages() {
		for id, text := range texts(t, language.Tag) {
			if !strings.Contains(id, ".") || strings.HasPrefix(id, "words.") || strings.HasPrefix(id, "retry.hint") {
				continue
			}
			for _, word := range capitals.FindAllString(text, -1) {
				require.True(t, known[locales.Fold(word)], "%s %s says %s", language.Tag, id, word)
			}
		}
	}
}

func TestNoWordMeansTwoCommands(t *testing.T) {
	meaning := map[string]string{}
	for _, list := range []string{
		"stop", "stop_sentences", "stop_soft", "start", "join", "help", "menu", "back", "more", "person", "mydata", "forget", "skip",
	} {
		for _, word := range locales.AllWords(list) {
			require.NotEmpty(t, word, list)
			require.Empty(t, meaning[word], "%q is also in %s", word, list)
			meaning[word] = list
		}
	}
	for _, list := range []string{"yes", "no"} {
		for _, word := range locales.AllWords(list) {
			require.Empty(t, meaning[word], "%q is also in %s", word, list)
		}
	}
}

func TestNumberWordsStandInOrder(t *testing.T) {
	for _, language := range locales.Languages() {
		for _, id := range []string{"numbers", "numbers_also"} {
			require.Len(t, locales.Words(language.Tag, id), 12, "%s %s", language.Tag, id)
		}
		require.Len(t, strings.Split(locales.Say(language.Tag, "date.months"), ", "), 12)
		require.Len(t, strings.Split(locales.Say(language.Tag, "date.days"), ", "), 7)
	}
	require.Equal(t, "tri", locales.Words("cy", "numbers")[2])
	require.Equal(t, "tair", locales.Words("cy", "numbers_also")[2])
}

func TestWordsAreFoldedAndListedWithoutAccentsToo(t *testing.T) {
	require.Contains(t, locales.Words("pl", "words.stop"), "rezygnuję")
	require.Contains(t, locales.Words("pl", "stop"), "rezygnuje")
	require.Contains(t, locales.AllWords("crisis"), "chce umrzec")
	require.Contains(t, locales.AllWords("crisis"), "dwi eisiau marw")
	require.Contains(t, locales.AllWords("crisis"), "خودکشی")
	require.Contains(t, locales.AllWords("words.stop"), "بند")
	require.Equal(t, locales.Words("en", "yes"), locales.Words("ar", "yes"))
	require.Empty(t, locales.AllWords("no such list"))
}

func TestSayAlwaysSaysSomething(t *testing.T) {
	require.Equal(t, "Done. Wenbridge Link will not text you again. If you want to come back, text START.", locales.Say("en", "stop.done", "org", "Wenbridge Link"))
	require.Equal(t, "Wenbridge Link. Atebwch gyda rhif.", locales.Say("cy", "menu.ask", "org", "Wenbridge Link"))
	require.Equal(t, locales.Say("en", "menu.top"), locales.Say("ar", "menu.top"))
	require.Equal(t, locales.Say("pl", "fault.broken"), locales.Say("pl", "no.such.id"))
	require.Equal(t, locales.Say("en", "fault.broken"), locales.SayCount("", "no.such.id", 3))
	require.NotEmpty(t, locales.Say("en", "stop.done", "org"), "a pair without its value")
	require.Equal(t, "3 grupy", locales.SayCount("pl", "data.groups", 3))
}

func TestLanguagesAreChosenByTheirNames(t *testing.T) {
	var tags []string
	for _, l := range locales.Languages() {
		tags = append(tags, l.Tag)
		require.Contains(t, l.Names, locales.Fold(l.Name))
	}
	require.Equal(t, []string{"en", "cy", "pl", "ur"}, tags)
	require.Subset(t, locales.Languages()[1].Names, []string{"cymraeg", "welsh"})
	require.Subset(t, locales.Languages()[3].Names, []string{"اردو", "urdu"})
}
