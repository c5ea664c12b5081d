package fault_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// After a power cut everything starts at once, and who is first is chance.
func TestAStartWaitsForARedisThatIsNotThereYet(t *testing.T) {
	h := newHouse(t, build(t), 1, sink.Config{})
	p := h.bots[0]
	p.await()
	p.kill()
	h.redis.Kill()
	p.start()
	require.Eventually(t, func() bool { return strings.Contains(p.log.String(), "Redis does not answer; waiting for it") },
		20*time.Second, 20*time.Millisecond)
	h.redis.Run()
	p.await()
	require.Equal(t, 200, p.text("first", other, "hello"))
	require.Eventually(t, func() bool { return len(h.got(other)) == 1 }, 20*time.Second, 20*time.Millisecond)
}
