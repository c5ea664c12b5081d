package rapidpro

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// yes is a question's way out for any word.
func word(name, words string) to { return to{name, "", tests("has_any_word", words)} }

func TestChoicesKeepToWhatAFlowMayHave(t *testing.T) {
	other := to{name: "Other", node: "a"}
	for name, c := range map[string]struct {
		ask  string
		ways []to
		want string
		todo []string
	}{
		"a word that works everywhere": {"Tea?", []to{word("Tea", "tea"), word("Stop", "stop none"), other}, `
    ask: Tea?
    options:
      tea: Tea
      stop: {label: Stop (2), also: [none]}
    then: end
`, []string{
			`q: the choice "Stop" under that name, since the word works everywhere: give it better words than "Stop (2)"`,
			`q: the word "stop" of the choice "Stop": it works everywhere`,
		}},
		"a word of two choices": {"Tea?", []to{word("Green", "green tea"), word("Black", "black tea"), other}, `
    ask: Tea?
    options:
      green: {label: Green, also: [tea]}
      black: Black
    then: end
`, []string{`q: the word "tea" of the choice "Black": another choice has it`}},
		"two choices of one name": {"Tea?", []to{word("Tea", "green"), {"tea", "", tests("has_phrase", "black")}, other}, `
    ask: Tea?
    options:
      tea: {label: Tea, also: [green]}
      tea_2: {label: tea 2, also: [black]}
    then: end
`, nil},
		"a test without a counterpart": {"Tea?", []to{word("Tea", "tea"), {"Odd", "", tests("has_pattern", "^x")}, other}, `
    ask: Tea?
    options:
      tea: Tea
    then: end
`, []string{`q: the choice "Odd" (has_pattern)`}},
		"numbers in the text that are no menu": {"Text 7 for tea or 9 for cake.", []to{word("Cake", "9 cake"), word("Tea", "7 tea"), other}, `
    ask: Text 7 for tea or 9 for cake.
    options:
      tea: Tea
      cake: Cake
    then: end
`, []string{"q: the numbers 7 and 9: choices are numbered 1 to 2 here, so change the text if it tells others"}},
		"a menu with a line too many": {"Which?\n1 Tea\n2 Cake\n3 Pie", []to{word("Tea", "tea"), word("Cake", "cake"), other}, `
    ask: |-
      Which?
      1 Tea
      2 Cake
      3 Pie
    options:
      tea: Tea
      cake: Cake
    then: end
`, []string{"q: the numbers in the text: choices are numbered and listed below it by themselves, so delete them"}},
		"words beside a number": {"How many?", []to{{"Number", "", tests("has_number")}, word("None", "none"), other}, `
    ask: How many?
    answer: number 0-999999
    then: end
`, []string{`q: the replies "None" (has_any_word)`}},
		"anything beside words": {"Tea?", []to{word("Yes", "yes"), {"Anything", "", tests("has_text")}, other}, `
    ask: Tea?
    options:
      yes: Yes
    tries: 0
    else: end
    then: end
`, nil},
		"tests without a counterpart alone": {"Tea?", []to{{"Odd", "", tests("has_pattern", "^x")}, {name: "Other"}}, `
    ask: Tea?
    answer: text
    then: end
`, []string{`q: the replies "Odd" (has_pattern)`}},
		"a phone number": {"Which number?", []to{{"Phone", "", tests("has_phone")}, other}, `
    ask: Which number?
    answer: phone
    then: end
`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, todo := imported(t, says("a", "b", text(c.ask)), asks("b", "Q", c.ways...))
			require.Contains(t, got, "\n  q:"+c.want)
			require.Equal(t, c.todo, todo)
		})
	}
}

func TestATranslationThatDoesNotTellChoicesApartIsLeftOut(t *testing.T) {
	q := &question{choices: []choice{
		{id: "hot", label: message{"": phrase{{words: "Warm drink"}}, "cym": phrase{{words: "Diod gynnes"}}}, also: map[string][]string{}},
		{id: "warm", label: message{"": phrase{{words: "Hot drink"}}, "cym": phrase{{words: "Diod gynnes"}}}, also: map[string][]string{"cym": {"poeth", "2"}}},
	}}
	_, fine := q.translated("cym")
	require.False(t, fine)
	q.choices[1].label["cym"] = phrase{{words: "Diod boeth"}}
	words, fine := q.translated("cym")
	require.True(t, fine)
	require.Equal(t, map[string]wording{"hot": {label: "Diod gynnes"}, "warm": {label: "Diod boeth", also: []string{"poeth"}}}, words)
	q.choices[0].label["cym"] = phrase{{words: "Stop"}}
	_, fine = q.translated("cym")
	require.False(t, fine, "it works everywhere")
}
