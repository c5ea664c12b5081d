package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestWaysAreToldAsTheyAreWritten(t *testing.T) {
	for name, c := range map[string]struct {
		step string
		want []Way
	}{
		"choices, in the flow's words": {
			`{ask: Tea?, options: {yes: , green: {label: "Green, please", then: top, if: top is set}, no: No -> end}, else: menu, timeout: {after: 2 hours, then: end}}`,
			[]Way{
				{Kind: WayChoice, Choice: "yes", Words: "Yes", To: Target{Kind: ToStep, Name: "below"}},
				{Kind: WayChoice, Choice: "green", Words: "Green, please", If: "top is set", To: Target{Kind: ToStep, Name: "top"}},
				{Kind: WayChoice, Choice: "no", Words: "No", To: Target{Kind: ToEnd}},
				{Kind: WayElse, To: Target{Kind: ToMenu}},
				{Kind: WayTimeout, To: Target{Kind: ToEnd}},
			},
		},
		"SKIP goes on, where every choice leads elsewhere": {
			`{ask: Tea?, options: {yes: Yes -> end}, optional: yes}`,
			[]Way{{Kind: WayChoice, Choice: "yes", Words: "Yes", To: Target{Kind: ToEnd}}, {Kind: WaySkip, To: Target{Kind: ToStep, Name: "below"}}},
		},
		"conditions decide for choices without an arrow": {
			`{ask: Tea?, options: {a: Black, b: White -> menu}, when: {top is a: end, else: below}}`,
			[]Way{{Kind: WayChoice, Choice: "b", Words: "White", To: Target{Kind: ToMenu}}, {Kind: WayWhen, Words: "top is a", To: Target{Kind: ToEnd}}, {Kind: WayOther, To: Target{Kind: ToStep, Name: "below"}}},
		},
		"an answer":      {`{ask: Tea?, answer: text, optional: yes}`, []Way{{Kind: WayAnswer, To: Target{Kind: ToStep, Name: "below"}}}},
		"a list":         {`{ask: Tea?, options: {from: languages, empty: menu}}`, []Way{{Kind: WayAnswer, To: Target{Kind: ToStep, Name: "below"}}, {Kind: WayEmpty, To: Target{Kind: ToMenu}}}},
		"staff":          {`{hand_over: desk}`, []Way{{Kind: WayClosed, To: Target{Kind: ToStep, Name: "below"}}}},
		"a called flow":  {`{call: other}`, []Way{{Kind: WayReturned, To: Target{Kind: ToStep, Name: "below"}}}},
		"a moment":       {`{wait: 2 days}`, []Way{{Kind: WayDue, To: Target{Kind: ToStep, Name: "below"}}}},
		"words, nothing": {`{say: Tea.}`, []Way{{Kind: WayNext, To: Target{Kind: ToStep, Name: "below"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := load(t, map[string]string{
				"main.yaml":  "start: {words: [TEA]}\nsteps:\n  top: " + c.step + "\n  below: {say: Below.}\n",
				"other.yaml": "start: {words: [OTHER]}\nsteps:\n  hi: {say: Hi.}\n",
			})
			got := o.Flows["main"].Ways(o, o.Flows["main"].Steps[0])
			for i := range got {
				got[i].To.Pos = Pos{}
			}
			require.Equal(t, c.want, got)
		})
	}
}

// TestWaysAreThoseOfTheMachine compares, for any flow, the ways that are shown
// with the edges that are played. Only what holds unwritten is not shown.
func TestWaysAreThoseOfTheMachine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &Org{ID: "town", Language: "en", Languages: []string{"en"}, Timezone: time.UTC, Flows: map[string]*Flow{}, Lists: map[string]*List{}}
		f := randomFlow(t, "a", []string{"a"})
		require.NoError(t, f.compile(o))
		for _, s := range f.Steps {
			shown, played := map[string]bool{}, map[string]bool{}
			for _, w := range f.Ways(o, s) {
				shown[state(w.To, s.Name)] = true
			}
			for _, e := range f.edges(s) {
				played[e.Dst] = true
				unwritten := e.Name == evElse && s.Else == nil || e.Name == evTimeout && s.Timeout == nil ||
					e.Name == evEmpty && s.Options.Empty == nil || e.Name == evAnswer && !goesOn(s)
				require.True(t, shown[e.Dst] || unwritten, "%s %s %s is not shown", s.Name, e.Name, e.Dst)
			}
			for to := range shown {
				require.True(t, played[to], "%s never leads to %s", s.Name, to)
			}
		}
	})
}
