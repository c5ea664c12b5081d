package flows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// tags writes a name in letters that cannot be seen.
func tags(name string) string {
	var out []rune
	for _, r := range name {
		out = append(out, firstTag+r)
	}
	return string(out)
}

const endTag = "\U000e007f"

func TestTheFlagOfWalesIsATextLikeAnyOther(t *testing.T) {
	wales := "\U0001f3f4" + tags("gbwls") + endTag
	org := loaded(t, "start: {words: [TEA]}\nsteps:\n  top: {say: Croeso "+wales+" i bawb.}\n-- groups.csv --\nid,name\nwelsh,Welsh club "+wales+"\n")
	require.Equal(t, "Croeso "+wales+" i bawb.", org.Flows["try"].Steps[0].Say.Source)
	require.Equal(t, "Welsh club "+wales, org.Lists["groups"].Rows[0]["name"])
	_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  to" + wales + "p: {say: Croeso.}\n"))
	require.True(t, anyError(found), "in a text only")
}

func TestTagLettersThatMakeNoFlagAreHidden(t *testing.T) {
	black := "\U0001f3f4"
	for name, text := range map[string]string{
		"alone":               tags("gbwls") + endTag,
		"behind another sign": "💚" + tags("gbwls") + endTag,
		"without an end":      black + tags("gbwls") + " i bawb",
		"at the end":          black + tags("gbwls"),
		"without a name":      black + endTag,
		"too short a name":    black + tags("gb") + endTag,
		"too long a name":     black + tags("gbwales") + endTag,
		"another tag":         black + tags("GBWLS") + endTag,
		"a hidden sentence":   black + tags("stop here") + endTag,
		"more behind a flag":  black + tags("gbwls") + endTag + tags("x"),
		"letters between":     black + tags("gb") + "-" + tags("wls") + endTag,
	} {
		require.True(t, holdsHidden("Croeso "+text), name)
		_, found := Load(folder("start: {words: [TEA]}\nsteps:\n  top: {say: \"Croeso " + text + "\"}\n"))
		require.NotEmpty(t, only(found, "hidden-letter"), name)
	}
	for _, flag := range []string{"gbwls", "gbsct", "gbeng", "usca"} {
		require.False(t, holdsHidden("a "+black+tags(flag)+endTag+" b\r\n"), flag)
	}
	require.False(t, holdsHidden(black+" sails"), "a black flag by itself")
}

func TestAColumnBehindAFlagCountsItsLetters(t *testing.T) {
	var columns []int
	eachHidden("\U0001f3f4"+tags("gbsct")+endTag+"a\u200bb", func(column int, _ rune) { columns = append(columns, column) })
	require.Equal(t, []int{9}, columns)
}
