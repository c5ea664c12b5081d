package flows

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

const six = `
start: {words: [SIX]}
steps:
  need:
    ask: What do you need? Pick a number or say it in your own words.
    options: {food: Food -> food, money: Money or debt -> food, home: Home -> home, mind: Feeling low -> food, baby: Baby or child -> food, travel: Travel -> food}
  home: {ask: "Is it about your own home?", options: {yes: Yes -> need, no: No -> need}}
  food: {ask: "Where are you?", answer: postcode}
`

// oneTurn is what a text costs between reading the thread and writing it: the
// conversation decoded, the reply understood, the machine stepped, the next
// question said, the conversation encoded.
func oneTurn(t testing.TB, o *Org, raw []byte, text string) []byte {
	var c Conversation
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	p := o.Hear(c, World{Now: morning}, text)
	if !p.Understood || p.Text == "" {
		t.Fatalf("not understood: %v", p.Fault)
	}
	next, err := json.Marshal(p.Conversation)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func begun(t testing.TB, o *Org, flow string) []byte {
	raw, err := json.Marshal(o.Begin(Conversation{}, World{Now: morning}, flow, nil).Conversation)
	require.NoError(t, err)
	return raw
}

func BenchmarkTurn(b *testing.B) {
	o := loadFlow(b, six)
	raw := begun(b, o, "main")
	b.ReportAllocs()
	for b.Loop() {
		oneTurn(b, o, raw, "3")
	}
}

// afterTexts is the conversation after so many texts that go round.
func afterTexts(t testing.TB, o *Org, texts int) []byte {
	raw := begun(t, o, "main")
	for i := range texts {
		raw = oneTurn(t, o, raw, []string{"3", "2"}[i%2])
	}
	return raw
}

func BenchmarkTurnFlat(b *testing.B) {
	o := loadFlow(b, six)
	for name, texts := range map[string]int{"after 5 texts": 5, "after 245 texts": 245} {
		b.Run(name, func(b *testing.B) {
			raw := afterTexts(b, o, texts)
			b.ReportAllocs()
			for b.Loop() {
				oneTurn(b, o, raw, "2")
			}
			b.ReportMetric(float64(len(raw)), "bytes")
		})
	}
}

func BenchmarkTurnByWord(b *testing.B) {
	o := loadFlow(b, six)
	raw := begun(b, o, "main")
	b.ReportAllocs()
	for b.Loop() {
		oneTurn(b, o, raw, "a home please")
	}
}

func BenchmarkTurnOfAList(b *testing.B) {
	k := longList(b, 40)
	k.begin("main")
	raw, err := json.Marshal(k.c)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		oneTurn(b, k.org, raw, "1")
	}
}

func TestATurnTakesFewAllocations(t *testing.T) {
	o := loadFlow(t, six)
	raw := begun(t, o, "main")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { oneTurn(t, o, raw, "3") }), 100.0)
}

func TestAConversationDoesNotGrow(t *testing.T) {
	o := loadFlow(t, six)
	few, many := afterTexts(t, o, 5), afterTexts(t, o, 245)
	require.LessOrEqual(t, float64(len(many)), 1.1*float64(len(few)))
	allocs := func(raw []byte) float64 { return testing.AllocsPerRun(50, func() { oneTurn(t, o, raw, "2") }) }
	require.LessOrEqual(t, allocs(many), 1.1*allocs(few))
}
