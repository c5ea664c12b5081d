package transcript

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLinesAboutABroadcastAreRead(t *testing.T) {
	for raw, want := range map[string]line{
		"broadcast to group walkers: See you there.":          {kind: mails, who: "group", name: "walkers", text: "See you there."},
		"broadcast to consent updates for desk: We are open.": {kind: mails, who: "consent", name: "updates", org: "desk", text: "We are open."},
		"broadcast sends 20":                                  {kind: mailsOn, text: "20"},
		"broadcast sends all":                                 {kind: mailsOn, text: "all"},
	} {
		got, err := (&parser{zone: time.UTC}).line(raw)
		require.NoError(t, err, raw)
		require.Equal(t, want, got)
		require.True(t, got.kind.acts())
	}
	for _, raw := range []string{"broadcast", "broadcast walkers: hello", "broadcast sends 0", "broadcast sends some", "broadcast to group walkers"} {
		_, err := (&parser{zone: time.UTC}).line(raw)
		require.ErrorContains(t, err, "It can be: broadcast to group walkers for desk", raw)
	}
}
