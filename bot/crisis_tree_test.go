package bot

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheGravestOfSeveralPhrasesIsFound(t *testing.T) {
	root := &tree{}
	root.grow([]string{" want to end "}).ends = &cry{kind: 3}
	root.grow([]string{" want to end it "}).ends = &cry{kind: 1}
	root.grow([]string{" took ", " pills "}).ends = &cry{kind: 0}
	for text, kind := range map[string]int{
		" want to end ":                3,
		" want to end this ":           3,
		" want to end it ":             1,
		" took pills ":                 0,
		" took all of her pills ":      0,
		" took one two three pills ":   0,
		" took one two three 4 pills ": -1,
		" want to ":                    -1,
		" took ":                       -1,
		"  ":                           -1,
	} {
		got := -1
		if c := root.gravest(text, 0, nil); c != nil {
			got = c.kind
		}
		require.Equal(t, kind, got, text)
	}
}

func TestTheBeginningOfAPhraseIsKnown(t *testing.T) {
	root := &tree{}
	root.grow([]string{" want to end it "}).ends = &cry{}
	require.True(t, root.begins(" want to "))
	require.False(t, root.begins(" want to end it "), "it is complete")
	require.False(t, root.begins(" want a "))
}
