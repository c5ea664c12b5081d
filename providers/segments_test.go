package providers

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSegmentsFollowTheVectors(t *testing.T) {
	var file struct {
		Cases []struct {
			Name, Text, Encoding string
			Units, Parts         int
		}
	}
	readJSON(t, "testdata/segments.json", &file)
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			require.Equal(t, Count{Encoding(c.Encoding), c.Units, c.Parts}, Segments(c.Text))
		})
	}
}

func TestWelshLettersCostWhatTheNetworksSay(t *testing.T) {
	var file struct {
		Free []string `json:"in_gsm_7bit_cost_nothing"`
		Dear []string `json:"force_ucs2"`
	}
	readJSON(t, "testdata/welsh-characters.json", &file)
	require.Len(t, file.Free, 13)
	require.Len(t, file.Dear, 43)
	for _, letter := range file.Free {
		require.Equal(t, Count{GSM7, 1, 1}, Segments(letter), letter)
	}
	for _, letter := range file.Dear {
		require.Equal(t, Count{UCS2, 1, 1}, Segments(letter), letter)
	}
}

func TestSegmentsEqualASplitterThatCutsTheWire(t *testing.T) {
	letters := rapid.RuneFrom([]rune("ab é€[]^~|`ŵł…ع😀👍\n\f\x1b\x00"))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(letters, 0, 700, -1).Draw(t, "text")
		if rapid.Bool().Draw(t, "gsm only") {
			text = strings.Map(func(r rune) rune {
				if septetsOf(r) == 0 {
					return -1
				}
				return r
			}, text)
		}
		require.Equal(t, splitOnTheWire(text), Segments(text))
	})
}

// splitOnTheWire encodes the text and cuts the encoded units, moving a cut back
// when it would fall inside a pair: another way to the same count.
func splitOnTheWire(text string) Count {
	const escape = 0x1b
	var septetStream []uint16
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			septetStream = append(septetStream, 'x')
		case strings.ContainsRune(gsmEscaped, r):
			septetStream = append(septetStream, escape, 'x')
		default:
			units := utf16.Encode([]rune(text))
			return Count{UCS2, len(units), cut(units, 70, 67, func(u uint16) bool { return u >= 0xd800 && u < 0xdc00 })}
		}
	}
	return Count{GSM7, len(septetStream), cut(septetStream, 160, 153, func(u uint16) bool { return u == escape })}
}

func cut(units []uint16, alone, room int, opensPair func(uint16) bool) int {
	if len(units) <= alone {
		return 1
	}
	n := 0
	for len(units) > 0 {
		end := min(room, len(units))
		if end < len(units) && opensPair(units[end-1]) {
			end--
		}
		units = units[end:]
		n++
	}
	return n
}

func FuzzSegments(f *testing.F) {
	for _, seed := range []string{"", "hello", "€", "ŵ", "😀", "\xff\xfe", strings.Repeat("a", 161)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.Equal(t, splitOnTheWire(text), Segments(text))
	})
}

func BenchmarkSegments(b *testing.B) {
	text := strings.Repeat("Groups near WB2. Reply with a number.\n", 6)
	b.ReportAllocs()
	for b.Loop() {
		Segments(text)
	}
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, into))
}
