package bot

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/locales"
)

func TestSignsAreHeardInAnyOrder(t *testing.T) {
	for text, kind := range map[string]string{
		"3 lads outside with machetes":                           "danger",
		"machetes, and they are right outside":                   "danger",
		"flames in the flat below":                               "danger",
		"the flat below me, i see flames":                        "danger",
		"he had me up against the wall by my neck":               "abuse",
		"i had an image of putting the baby in the oven":         "crisis",
		"the oven and my baby i get these awful thoughts i do":   "crisis",
		"i have soaked 3 pads in an hour after the birth blood":  "urgent",
		"in a tent with my lad its minus 4":                      "unclear",
		"i dont think il make it to xmas the way i feel":         "unclear",
		"sat on the floor with a load of tablets round me":       "unclear",
		"lots of blood coming out and im 30 weeks":               "urgent",
		"deep gash on his leg its pumping out blood":             "danger",
		"my partner smashed my head off the cupboard":            "abuse",
		"my mind wont shut up it says jump":                      "crisis",
		"tablets round the corner chemist yes":                   "",
		"he took my bank card details for the booking":           "",
		"the lads are outside with the gazebo":                   "",
		"flames of fire the panto is brilliant":                  "",
		"a talk in the flat about flames":                        "",
		"tent for the fete is by the river":                      "",
		"i put the cake in the oven and the baby is asleep":      "",
		"he wont let me win at cards":                            "",
		"his jaw dropped when he saw the cake":                   "",
		"she dropped the cup and her face was a picture of calm": "",
	} {
		require.Equal(t, kind, kindOf(text), text)
	}
}

func TestSignsFarApartMeanNothingTogether(t *testing.T) {
	between := strings.Repeat("and so ", nearby)
	require.Empty(t, kindOf("flames "+between+" flat"))
	require.NotEmpty(t, kindOf("flames and so flat"))
}

func TestEverySignOfARuleIsListedAndStillAWord(t *testing.T) {
	e := listens()
	require.Less(t, len(e.signs.rules), mostSigns)
	listed := map[int]bool{}
	for _, signs := range e.signs.first {
		for _, s := range signs {
			require.NotEmpty(t, strings.TrimSpace(s.phrase), "a word of a sign that stands for nothing")
			listed[s.number] = true
		}
	}
	for name, number := range e.signs.names {
		require.True(t, listed[number], "%s stands in a rule and has no words", name)
		require.True(t, number == 0 || len(e.signs.rules[number]) > 0, "%s stands in no rule", name)
	}
	for _, language := range locales.Languages() {
		for _, c := range calls {
			if c.alone {
				require.Empty(t, locales.Words(language.Tag, c.words+"_signs"))
			}
		}
	}
}
