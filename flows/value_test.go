package flows

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestValuesAsJSON(t *testing.T) {
	for want, v := range map[string]Value{
		`"x"`:       {One: "x"},
		`""`:        {},
		`["x","y"]`: {Many: []string{"x", "y"}},
		`[]`:        {Many: []string{}},
	} {
		raw, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, want, string(raw))
		var back Value
		require.NoError(t, json.Unmarshal(raw, &back))
		require.Equal(t, v, back)
	}
	for _, bad := range []string{`1`, `{}`, `[1]`, `true`} {
		require.Error(t, json.Unmarshal([]byte(bad), &Value{}), bad)
	}
}

func TestValuesAsTextAndItems(t *testing.T) {
	require.Equal(t, "a b", Value{Many: []string{"a", "b"}}.String())
	require.Equal(t, []string{"a"}, Value{One: "a"}.Items())
	require.Nil(t, Value{}.Items())
	require.True(t, Value{Many: []string{}}.Empty())
	require.False(t, Value{One: "a"}.Empty())
}

func TestAValueNeverHoldsMoreThanItMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Value{Many: rapid.SliceOfN(rapid.StringN(0, 300, -1), 1, 60).Draw(t, "items")}.bounded()
		require.LessOrEqual(t, len(v.Many), maxChoices)
		require.LessOrEqual(t, len([]rune(strings.Join(v.Many, ""))), varLetters)
		require.Equal(t, v, v.bounded())
	})
}
