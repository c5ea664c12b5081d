package flows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAWarningThatIsMeantCanBeLetPass(t *testing.T) {
	const flow = "start: {words: [TEA]}\nsteps:\n  top:\n    ask: Where?\n    options:\n      lea: Mill Lea\n      lee: Mill Lee"
	for note, want := range map[string]int{
		"":                                    1,
		" # fine: looks-alike":                0,
		" # fine: digit-label, looks-alike":   0,
		" # fine: digit-label":                1,
		" # finest: looks-alike":              1,
		" # the council says so":              1,
		" # they are. # fine: looks-alike, x": 0,
	} {
		_, found := Load(folder(flow + note + "\n"))
		require.Len(t, found, want, note)
	}
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  top:\n    ask: Where?\n    options:\n      lea: Mill Lea\n      # fine: looks-alike\n      lee: Mill Lee\n"))
	require.Empty(t, printed(found), "the note may stand above")
}

func TestAnErrorCannotBeLetPass(t *testing.T) {
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  top: {say: Tea., then: nowhere} # fine: no-such-step\n"))
	require.Len(t, found, 1)
}
