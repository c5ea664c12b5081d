package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPeopleAtAStepThatIsGoneAreFound(t *testing.T) {
	k := newTalk(t, published(t, map[string]string{"main.yaml": teaV1}))
	k.begin("main")
	for name, c := range map[string]struct {
		flow, file string
		people     int
		want       string
	}{
		"the step":         {strings.Replace(teaV1, "  drink:\n", "  what:\n", 1), "main", 14, `mill/main.yaml: warning: 14 people are waiting at "drink", which this version doesn't have. [gone-step]`},
		"the flow":         {teaV1, "other", 1, `main.yaml: warning: 1 person is in the flow "main", which this version doesn't have. [gone-step]`},
		"another question": {strings.Replace(teaV1, "milk: Milk}", "milk: Milk, water: Water}", 1), "main", 2, `mill/main.yaml:3:3: warning: 2 people are waiting at "drink", which takes other answers in this version. [gone-step]`},
	} {
		o := published(t, map[string]string{c.file + ".yaml": c.flow})
		f, gone := o.GoneStep(*k.c.Now, c.people)
		require.True(t, gone, name)
		first, _, _ := strings.Cut(f.String(), "\n")
		require.Equal(t, c.want, first)
		_, _, known := Explain(f.Code)
		require.True(t, known)
		_, gone = o.GoneStep(Frame{Flow: c.file, Ver: k.c.Now.Ver, Step: "sugar"}, 1)
		require.False(t, gone, "a step that is there")
	}
}
