package diff_test

import (
	"io/fs"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/diff"
)

// TestOfAnyTwoVersionsOnlyShapesDecide compares random versions: words only is
// said if and only if the shapes are the same, and a difference of shape is
// always explained.
func TestOfAnyTwoVersionsOnlyShapesDecide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := func(name string) *flows.Org {
			picked := rapid.SliceOfNDistinct(rapid.IntRange(0, len(edits)-1), 0, 6, rapid.ID).Draw(t, name)
			var some []edit
			for _, i := range picked {
				if town(t, append(some, edits[i])...) != nil {
					some = append(some, edits[i])
				}
			}
			return town(t, some...)
		}
		before, after := version("before"), version("after")
		s := diff.Of(before, after)
		sameShapes := true
		for id, shape := range before.Shapes() {
			sameShapes = sameShapes && after.Shapes()[id] == shape
		}
		require.Equal(t, sameShapes, s.WordsOnly(), printed(t, s))
		for _, f := range s.Flows {
			steps := slices.ContainsFunc(f.Steps, func(d diff.Step) bool { return d.Kind != diff.Changed || len(d.Changes) > 0 })
			own := slices.ContainsFunc(f.Changes, func(c diff.Change) bool { return c.What == "first step" || c.What == "needs" || c.What == "kept as" })
			require.Equal(t, f.Kind == diff.Changed, steps || own, printed(t, s))
			for _, c := range allChanges(f) {
				require.NotContains(t, []string{"something else", "how Connective reads it"}, c.What)
				require.NotEqual(t, c.Before, c.After, c.What)
			}
		}
		require.True(t, diff.Of(after, after).Empty())
		if before.Version == after.Version {
			require.True(t, s.Empty())
		}
	})
}

func allChanges(f diff.Flow) []diff.Change {
	all := slices.Clone(f.Changes)
	for _, d := range f.Steps {
		all = append(all, d.Changes...)
	}
	return all
}

func TestTheShippedFlowsDoNotDifferFromThemselves(t *testing.T) {
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	first, _ := flows.Load(examples)
	second, _ := flows.Load(examples)
	require.NotEmpty(t, first.Orgs)
	for id, o := range first.Orgs {
		require.True(t, diff.Of(o, second.Orgs[id]).Empty(), id)
	}
}

// TestAShapeThatAnOlderProgramTookIsSaid compares a version with the same one as
// a program read it that takes shapes otherwise.
func TestAShapeThatAnOlderProgramTookIsSaid(t *testing.T) {
	files := flows.Files{"org.yaml": []byte("name: Mill\nnumber: \"+447700900001\"\n"), "main.yaml": []byte("steps:\n  top: {say: Tea.}\n")}
	now, err := flows.LoadPublished("mill", files, nil)
	require.NoError(t, err)
	then, err := flows.LoadPublished("mill", files, map[string]string{"main": "0123456789abcdef"})
	require.NoError(t, err)
	s := diff.Of(then, now)
	require.False(t, s.WordsOnly())
	require.Contains(t, printed(t, s), "how Connective reads it: as now (was as when it was published)")
}
