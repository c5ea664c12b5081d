package fault_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
)

// write keeps a broadcast to the allotment, and returns its id.
func (h *house) write(words string) string {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), "news.yaml")
	require.NoError(h.t, os.WriteFile(file, []byte("org: echo\nto: {group: allotment}\nsay: {en: "+words+"}\n"), 0o644))
	said := h.command(20*time.Second, "broadcast", "new", file, "--by", "Ada")
	return strings.TrimSuffix(strings.Fields(said)[2], ".")
}

// whence is from which number each has got a text with these words, once.
func whence(t *testing.T, words string, sinks ...*sink.Sink) map[string]string {
	t.Helper()
	from := map[string]string{}
	for _, s := range sinks {
		for _, a := range s.Accepts() {
			if strings.Contains(a.Text, words) {
				to := "+" + strings.TrimPrefix(a.To, "+")
				require.Empty(t, from[to], "nobody gets it twice")
				from[to] = a.From
			}
		}
	}
	return from
}

// Two companies, two numbers, and half of the people each. Whoever texts a number is
// written to from that; STOP to either holds for both; and what one company refuses
// leaves by the other.
func TestPeopleAreSharedOutBetweenTwoCompaniesAndStayWhereTheyAre(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	const people = 30
	h, second := withSecond(t, ", share: 50", sink.Config{}, sink.Config{}, "CONNECTIVE_PART_PRICE=2.5")
	h.enrol(people)
	p := h.bots[0]

	// sent sends words, and is from which number each has got them, once all have.
	sent := func(id, words string, all int) map[string]string {
		h.command(20*time.Second, "broadcast", "send", "echo", id)
		soon(t, func() bool { return len(whence(t, words, h.sink, second)) == all }, "everybody has it")
		return whence(t, words, h.sink, second)
	}
	const one, two, three = "Seed swap on Saturday.", "The well is open again.", "Bring your own spade."
	id := h.write(one)
	preview := h.command(20*time.Second, "broadcast", "preview", "echo", id)
	first := sent(id, one, people)
	by := map[string][]string{}
	for i := range people {
		by[first[memberPhone(i)]] = append(by[first[memberPhone(i)]], memberPhone(i))
	}
	require.Len(t, by, 2)
	require.Greater(t, len(by[secondLine]), 4)
	require.Greater(t, len(by[line]), 4)
	for name, n := range map[string]int{"messagebird": len(by[line]), "twilio": len(by[secondLine])} {
		require.Contains(t, preview, fmt.Sprintf("By %s: %d people, %d parts, ", name, n, n))
	}

	stays, leaves, moves := by[secondLine][0], by[secondLine][1], by[secondLine][2]
	require.Equal(t, 200, p.text("m1", leaves, "STOP"), "to the own number, though the other wrote to them")
	require.Equal(t, 200, p.text("m2", moves, "hello"))
	in := twilio.InboundText{ID: "SM1", From: by[line][0], To: secondLine, Text: "STOP"}
	_, _, _ = p.hears(t, in, asItIs)
	soon(t, func() bool { return h.sink.Accepted()+second.Accepted() == people+3 }, "each is answered where they texted")
	next := sent(h.write(two), two, people-2)
	require.Empty(t, next[leaves]+next[by[line][0]], "who has stopped at one number has stopped at the other")
	require.Equal(t, line, next[moves], "who has texted a number is written to from that")
	for phone, from := range next {
		if phone != moves {
			require.Equal(t, first[phone], from, "and everybody else from the number of before")
		}
	}

	second.Behave(sink.Mix[sink.Mode]{sink.BadKey: 1}, nil)
	last := sent(h.write(three), three, people-2)
	require.Equal(t, line, last[stays], "what one company certainly did not take leaves by the other")
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	for words, all := range map[string]int{one: people, two: people - 2, three: people - 2} {
		require.Len(t, whence(t, words, h.sink, second), all, "nobody has it twice, and nobody else has it")
	}
	require.Empty(t, h.unknown())

	second.Behave(sink.Mix[sink.Mode]{sink.NoCredit: 1}, nil)
	id = h.write("The last one.")
	h.command(20*time.Second, "broadcast", "send", "echo", id)
	h.becomes(id, broadcast.Paused, 30*time.Second)
	for _, said := range []string{h.command(20*time.Second, "broadcast", "status", "echo", id), h.command(20*time.Second, "broadcast", "preview", "echo", id)} {
		require.Contains(t, said, "twilio: the account is suspended", "it says which company has no credit")
	}
}
