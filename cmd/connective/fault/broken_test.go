package fault_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// TestAFirstStartWithABrokenFlowAnswersEverybody starts the program on an empty
// Redis with flows that have an error: nobody is met with silence, and once the
// flow is mended and published it is used.
func TestAFirstStartWithABrokenFlowAnswersEverybody(t *testing.T) {
	flows := t.TempDir()
	writeDrinks(t, flows, strings.Replace(drinks, "milk: Milk", "milk: Milk -> nowhere", 1))
	h := newHouse(t, build(t), 1, sink.Config{}, "CONNECTIVE_FLOWS="+flows)
	h.flows = flows
	b := &bar{h, t.TempDir(), 0, map[string]int{}}
	require.Contains(t, b.text(0, 0, "hello"), "a person will read it")
	require.Contains(t, b.text(0, 1, "STOP"), "Drinks will not text you again")
	require.Contains(t, b.text(0, 2, "I want to die"), "116 123")

	out, err := b.command("cases", "list").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "crisis")
	require.Contains(t, string(out), "fault")
	require.Contains(t, b.bots[0].log.String(), "was never published")

	b.publish(drinks)
	require.Equal(t, asksDrink, b.text(0, 3, "hello"))
	require.Zero(t, b.bots[0].metric("connective_quarantined"))
}
