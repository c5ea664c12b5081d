package bot_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
)

// oneTurn is what a text costs between the two round trips to the store: the
// thread decoded, the text judged by every rule, the machine stepped, the answer
// said, the thread encoded.
func oneTurn(t testing.TB, raw []byte, text string, n int) ([]byte, bot.Turn) {
	thread := bot.Thread{Key: bot.Key{Org: "town", Address: toTown("", "").From}, ID: "town/1", Version: int64(n)}
	if err := json.Unmarshal(raw, &thread); err != nil {
		t.Fatal(err)
	}
	in := toTown(text, strconv.Itoa(n))
	turn := bot.Judge(town(), thread, in, tuesday.Add(time.Duration(n)*time.Minute), nil)
	next, err := json.Marshal(turn.Thread)
	if err != nil {
		t.Fatal(err)
	}
	return next, turn
}

// atSixChoices is somebody who has joined and was asked to choose one of six,
// after so many texts that went round.
func atSixChoices(t testing.TB, texts int) []byte {
	raw, err := json.Marshal(newPhone().known().texted("NEEDS").thread)
	require.NoError(t, err)
	for n := range texts {
		var turn bot.Turn
		raw, turn = oneTurn(t, raw, []string{"3", "2"}[n%2], n+2)
		require.Equal(t, "number", turn.Rule)
	}
	return raw
}

func BenchmarkJudge(b *testing.B) {
	for name, text := range map[string]string{"a number of six": "3", "a word of six": "home please", "a word in Polish letters": "żywność"} {
		b.Run(name, func(b *testing.B) {
			raw := atSixChoices(b, 0)
			b.ReportAllocs()
			for b.Loop() {
				oneTurn(b, raw, text, 2)
			}
		})
	}
}

func BenchmarkJudgeFlat(b *testing.B) {
	for _, texts := range []int{5, 245} {
		b.Run("after "+strconv.Itoa(texts)+" texts", func(b *testing.B) {
			raw := atSixChoices(b, texts)
			b.ReportAllocs()
			for b.Loop() {
				oneTurn(b, raw, "2", texts+2)
			}
			b.ReportMetric(float64(len(raw)), "bytes")
		})
	}
}

// allocations is how many one turn takes. It is the least of many, since under
// the race detector a sync.Pool loses at random what is put into it.
func allocations(t *testing.T, raw []byte, text string, n int) float64 {
	least := math.Inf(1)
	for range 100 {
		least = min(least, testing.AllocsPerRun(1, func() { oneTurn(t, raw, text, n) }))
	}
	return least
}

func TestATurnTakesFewAllocations(t *testing.T) {
	for _, text := range []string{"3", "home please"} {
		require.LessOrEqual(t, allocations(t, atSixChoices(t, 0), text, 2), 100.0, text)
	}
}

func TestAThreadDoesNotGrow(t *testing.T) {
	few, many := atSixChoices(t, 5), atSixChoices(t, 245)
	require.LessOrEqual(t, float64(len(many)), 1.1*float64(len(few)))
	require.LessOrEqual(t, allocations(t, many, "2", 300), 1.1*allocations(t, few, "2", 300))
}
