package govuknotify

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLettersAreThoseOfNotify(t *testing.T) {
	var file struct {
		Cases []struct{ In, Out string }
	}
	raw, err := os.ReadFile("../testdata/notify-sanitiser.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &file))
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		require.Equal(t, c.Out, Sanitise(c.In), "%q", c.In)
	}
}

func TestEveryWelshLetterIsCarried(t *testing.T) {
	const all = "ÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜÝŴŶŸẀẂẄỲàáâäèéêëìíîïòóôöùúûüýÿŵŷẁẃẅỳ"
	carried, ok := Carried(all)
	require.True(t, ok)
	require.Equal(t, all, carried)
	require.Equal(t, all, Sanitise(all))
}

func TestNoTextIsCarriedAsQuestionMarks(t *testing.T) {
	for in, want := range map[string]string{
		"Call 999. Don’t wait…":           "Call 999. Don't wait...",
		"Well done 👍🏽! 👨‍👩‍👧 1️⃣":         "Well done !  1",
		"Bywydau du 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Tŷ":           "Bywydau du  Tŷ",
		"Dzień dobry, Łukasz":             "Dzien dobry, Lukasz",
		"e\u0301 and w\u0302":             "é and ŵ",
		"one\u2028two":                    "one\ntwo",
		"don`t":                           "don't",
		"Is it ok?":                       "Is it ok?",
		"caf\u00e9\u00a0\u2013 50\u00a0p": "café - 50 p",
	} {
		got, ok := Carried(in)
		require.True(t, ok, in)
		require.Equal(t, want, got)
		require.Equal(t, got, Sanitise(got), "what is shown is what arrives")
	}
	for _, in := range []string{"السلام علیکم", "你好", "Дякую", "fever ≥ 38", "₹500", "hello 你"} {
		_, ok := Carried(in)
		require.False(t, ok, in)
	}
}
