package fault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers/sink"
)

const (
	stopper = "+999000000001"
	other   = "+999000000002"
)

// waiting starts bots whose provider takes nothing for now, so that texts to the
// stopper and to somebody else wait in the outbox.
func waiting(t *testing.T, bots int) *house {
	h := newHouse(t, build(t), bots, sink.Config{Modes: sink.Mix[sink.Mode]{sink.TooMany: 1}})
	for n := range 4 {
		for _, from := range []string{stopper, other} {
			require.Equal(t, 200, h.bots[n%bots].text(fmt.Sprint("before ", n, from), from, fmt.Sprint("word", n)))
		}
	}
	require.Eventually(t, func() bool { return len(h.sink.Counts()) > 0 }, 20*time.Second, 20*time.Millisecond, "they were tried")
	require.Empty(t, h.sink.Accepts())
	return h
}

// got is what somebody was sent, in order.
func (h *house) got(phone string) []string {
	var texts []string
	for _, a := range h.sink.Accepts() {
		if "+"+strings.TrimPrefix(a.To, "+") == phone {
			texts = append(texts, a.Text)
		}
	}
	return texts
}

// onlyGoodbye makes sure that the provider took one text to the stopper, the
// answer to the STOP, and each of the four to the other unless it is listed as
// unknown: who is killed cannot write down that its text was refused.
func (h *house) onlyGoodbye(t *testing.T) {
	t.Helper()
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond), "texts wait that never leave")
	accepts := h.sink.Accepts()
	require.Len(t, h.got(stopper), 1, "%v", h.got(stopper))
	require.Contains(t, h.got(stopper)[0], "will not text you again")
	goodbye := bot.Ref("messagebird:stop", "echo", 0)
	left := map[string]bool{}
	for _, a := range accepts {
		left[a.Ref] = true
		require.Equal(t, strings.Contains(a.Text, "will not text you again"), a.Ref == goodbye)
	}
	unknown := h.unknown()
	for n := range 4 {
		ref := bot.Ref(fmt.Sprint("messagebird:before ", n, other), "echo", 0)
		require.NotEqual(t, left[ref], unknown[ref], "text %d to the other has left or is listed", n)
	}
}

func (h *house) stop(t *testing.T, p *process) {
	t.Helper()
	begun := time.Now()
	require.Equal(t, 200, p.text("stop", stopper, "STOP"), "the journal has it")
	t.Logf("STOP was answered in %s", time.Since(begun).Round(time.Millisecond))
}

func TestAStopThatIsAnsweredWhileRedisIsDownCounts(t *testing.T) {
	h := waiting(t, 1)
	h.redis.Kill()
	h.stop(t, h.bots[0])
	require.Equal(t, 200, h.bots[0].text("stop", stopper, "STOP"), "and once more, as networks do")
	h.sink.Behave(nil, nil)
	h.redis.Run()
	h.onlyGoodbye(t)
	require.Empty(t, h.unknown())
}

func TestAStopInTheJournalOfOneProcessHoldsBackTheOther(t *testing.T) {
	for name, lose := range map[string]struct{ away, back func(*house) }{
		"Redis is started again": {func(h *house) { h.redis.Kill() }, func(h *house) { h.redis.Run() }},
		"Redis is frozen":        {func(h *house) { h.redis.Freeze() }, func(h *house) { h.redis.Thaw() }},
	} {
		t.Run(name, func(t *testing.T) {
			h := waiting(t, 2)
			heard, deaf := h.bots[0], h.bots[1]
			lose.away(h)
			h.stop(t, heard)
			heard.kill() // nobody but its journal knows of the STOP
			h.sink.Behave(nil, nil)
			lose.back(h)
			require.Eventually(t, func() bool { return deaf.metric("connective_store_up") == 1 }, 20*time.Second, 20*time.Millisecond)
			require.Never(t, func() bool { return len(h.sink.Accepts()) > 0 }, 3*time.Second, 50*time.Millisecond, "it waits for the other")
			heard.start()
			heard.await()
			h.onlyGoodbye(t)
		})
	}
}

// Without memory Redis takes what must not wait: STOP, START and calls for help,
// also of people whose other texts it has no room for.
func TestStopStartAndACallForHelpAreHeardWhileRedisHasNoMemory(t *testing.T) {
	h := waiting(t, 1)
	p := h.bots[0]
	h.redis.Memory(1)
	require.Equal(t, 200, p.text("behind", stopper, "one that waits"))
	h.stop(t, p)
	require.Equal(t, 200, p.text("help 0", other, "one that waits"))
	require.Equal(t, 200, p.text("help 1", other, "I want to die"))
	h.sink.Behave(nil, nil)
	require.Eventually(t, func() bool {
		return len(h.got(stopper)) == 1 && strings.Contains(strings.Join(h.got(other), "\n"), "999")
	},
		30*time.Second, 50*time.Millisecond, "a STOP is answered, and help is named")
	require.Contains(t, h.got(stopper)[0], "will not text you again")
	require.Equal(t, 200, p.text("start", stopper, "START"))
	require.Eventually(t, func() bool { return strings.Contains(strings.Join(h.got(stopper), "\n"), "Welcome back") }, 30*time.Second, 50*time.Millisecond, "START is heard")

	h.redis.Memory(0)
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	since := slices.DeleteFunc(h.got(stopper), func(text string) bool {
		return strings.HasPrefix(text, "word") // from before the STOP: it may leave once START has undone that
	})
	require.Len(t, since, 3, "then what had waited is answered: %v", since)
}
