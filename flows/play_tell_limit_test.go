package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// limited is a flow that tells a group, called by another that would go on.
func limited(t *testing.T, again time.Time, most int) *talk {
	t.Helper()
	k := newTalk(t, load(t, map[string]string{
		"main.yaml": "start: {words: [TEA]}\nsteps:\n  top: {call: other}\n  after: {say: All done.}\n",
		"other.yaml": `record: tellings
steps:
  what: {ask: "What?", answer: text}
  post: {say: Sent., join: walk, tell: {who: group walk, text: "<what>"}}
  twice: {tell: {who: group walk, text: "Again: <what>"}, say: Sent twice.}
`,
	}))
	k.w.TellAgain = func(group string, planned int) time.Time {
		require.Equal(t, "walk", group)
		if planned < most {
			return time.Time{}
		}
		return again
	}
	k.begin("main")
	return k
}

func kinds(effects []Effect) (all []EffectKind) {
	for _, e := range effects {
		all = append(all, e.Kind)
	}
	return all
}

func TestAGroupThatIsToldTooOftenIsNotToldAndNothingSaysThatItWas(t *testing.T) {
	k := limited(t, morning.Add(20*time.Minute), 0)
	says(t, k.hear("Tea at four"), "Not sent. You can send Walking five texts an hour. Please send it again after 10:50.")
	require.Nil(t, k.c.Now)
	require.Empty(t, k.c.Stack, "nothing goes on as if it had been sent")
	require.Equal(t, []EffectKind{EffectJoin}, kinds(k.last.Effects), "what the step does before is done")
	require.NoError(t, k.last.Fault)
}

func TestWithinOneTurnTheLimitCountsToo(t *testing.T) {
	k := limited(t, morning.Add(20*time.Minute), 1)
	says(t, k.hear("Tea at four"), "Sent.", "Not sent. You can send Walking five texts an hour. Please send it again after 10:50.")
	require.Equal(t, []EffectKind{EffectJoin, EffectTell}, kinds(k.last.Effects))
	k = limited(t, time.Time{}, 2)
	says(t, k.hear("Tea at four"), "Sent.", "Sent twice.", "All done.")
}
