package bot

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWordsThatRunTogetherOrAreSpelledAreHeard(t *testing.T) {
	for typed, want := range map[string]string{
		" endmylife ":                    " end my life ",
		" pls imgoingtodie now ":         " pls im going to die now ",
		" s u i c i d e ":                " suicide ",
		" wheelchairs ":                  "",
		" a b c ":                        "",
		" suicidepreventionday ":         "",
		" which groups meet on fridays ": "",
		"  ":                             "",
	} {
		got, changed := listens().apart(typed)
		require.Equal(t, want != "", changed, "%q became %q", typed, got)
		if changed {
			require.Equal(t, want, got)
		}
	}
}

func TestACallForHelpWithoutItsSpacesIsHeard(t *testing.T) {
	for _, text := range []string{"iwanttodie", "IWANTTODIE!!", "i w a n t t o d i e", "w.a.n.t.t.o.d.i.e", "help imgonnakillmyself", "s u i c i d a l", "ki11 myself", "hejusthitme"} {
		require.NotEmpty(t, kindOf(text), text)
	}
}

func TestOtherWordsMayStandWithinACallForHelp(t *testing.T) {
	for text, kind := range map[string]string{
		"i took my pills":                               "",
		"i took way too many of my sleeping pills":      "danger",
		"i took all my stupid bloody tablets":           "danger",
		"he has punched me":                             "abuse",
		"he came home and then punched me":              "abuse",
		"he took the bins out and the dog then bit me":  "",
		"i want so badly to die":                        "crisis",
		"i want a lift to the vet as my cat is to die":  "",
		"drank half a bottle of bleach":                 "danger",
		"he drank his tea and I put bleach in the sink": "danger",
	} {
		require.Equal(t, kind, kindOf(text), text)
	}
}

func TestAWordThatIsRightIsNoTypoOfAnother(t *testing.T) {
	for _, text := range []string{
		"rating 5", "racing club", "rapid tests", "boat trip", "polar bear day", "the policy of the manager", "beach clean on sunday", "what is the noise",
		"i looked for my locker", "starting on monday", "waiter wanted", "where is the stall", "the museum shows a story", "nie mogę otworzyć linku",
	} {
		require.Empty(t, kindOf(text), text)
	}
}
