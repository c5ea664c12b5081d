package fault_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// awaitEnd waits until the bot has ended by itself.
func (p *process) awaitEnd(t *testing.T) {
	t.Helper()
	ended := make(chan error, 1)
	p.mu.Lock()
	cmd := p.cmd
	p.mu.Unlock()
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		require.Error(t, err)
	case <-time.After(30 * time.Second):
		t.Fatal("the bot goes on")
	}
}

// casesOf lists why the open cases are open, as staff see them.
func (h *house) casesOf(t *testing.T) (reasons []string) {
	t.Helper()
	cmd := exec.Command(h.program, "cases", "list", "--json")
	cmd.Env = append(os.Environ(), h.bots[0].settings()...)
	out, err := cmd.Output()
	require.NoError(t, err)
	var lines []struct{ Reason string }
	require.NoError(t, json.Unmarshal(out, &lines))
	for _, l := range lines {
		reasons = append(reasons, l.Reason)
	}
	return reasons
}

// A text ends the program each time it is judged. After three times it goes to
// people, who hear a call for help in it, and a STOP in it counts. Nobody else is
// the worse for it.
func TestATextThatEndsTheProgramGoesToPeopleAtTheNextStart(t *testing.T) {
	for id, c := range map[string]struct {
		words string
		cases []string
		says  string
	}{
		"poison-exit":       {"some words", []string{"fault"}, ""},
		"poison-panic":      {"some words", []string{"fault"}, ""},
		"poison-exit-help":  {"I want to die", []string{"crisis"}, "999"},
		"poison-panic-stop": {"STOP", nil, "will not text you again"},
	} {
		t.Run(id, func(t *testing.T) {
			h := newHouse(t, build(t), 1, sink.Config{})
			p := h.bots[0]
			h.redis.Freeze() // so that others wait beside it
			for n := range 8 {
				require.Equal(t, 200, p.text(fmt.Sprint("other", n), number(10+n), "hello"))
			}
			require.Equal(t, 200, p.text(id, stopper, c.words), "the journal has it")
			h.redis.Thaw()
			for range 3 {
				p.awaitEnd(t)
				p.start()
			}
			p.await()
			require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
			require.Equal(t, c.cases, h.casesOf(t), "no other text is with people")
			told := h.got(stopper)
			require.NotEmpty(t, told, "its sender is told so")
			require.Contains(t, told[0], c.says)
			require.Len(t, h.sink.Accepts(), len(told)+8)
			require.Equal(t, 200, p.text(id, stopper, c.words), "its network sends it again")
			require.Equal(t, 200, p.text("after", number(11), "and now?"))
			require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
			require.Len(t, h.sink.Accepts(), len(told)+8+1)

			p.kill() // a start has not forgotten it
			p.start()
			p.await()
			require.Equal(t, 200, p.text(id, stopper, c.words))
			require.Equal(t, 200, p.text("last", number(12), "and now?"))
			require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
			require.Len(t, h.sink.Accepts(), len(told)+8+1+1)
		})
	}
}
