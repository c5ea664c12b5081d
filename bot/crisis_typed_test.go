package bot

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWordsAreHeardAsTheyAreMeant(t *testing.T) {
	for typed, meant := range map[string]string{
		" i just wanna die ":         " i want to die ",
		" gona kil myslef ":          " going to kill my self ",
		" k1ll myself ":              " kill my self ",
		" dieeee ":                   " die ",
		" ive taken 40 paracetamol ": " i took many pills ",
		" taken 2 tablets ":          " took to pills ",
		" my husband hits me ":       " my he hits me ",
		" she dont breathe ":         " he do not breathe ",
		" he isnt breathing ":        " he not breathing ",
		" suicde ":                   " suicide ",
		" chairs ":                   " chairs ",
		" wb5 2ab ":                  " wb5 2ab ",
		" 1 ":                        " 1 ",
		" really ":                   " ",
		"  ":                         "  ",
	} {
		require.Equal(t, meant, listens().meant(typed), typed)
	}
}

func TestATextThatIsMeantAsItStandsCostsNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { listens().meant(" which groups meet on fridays ") }))
}
