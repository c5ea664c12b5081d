package flows

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/providers"
)

// randomFlow draws a small flow whose arrows go anywhere.
func randomFlow(t *rapid.T, id string, flows []string) *Flow {
	n := rapid.IntRange(1, 6).Draw(t, "steps")
	f := &Flow{ID: id, Title: Text{Source: "Flow " + id}, Parts: 4}
	for i := range n {
		f.Steps = append(f.Steps, randomStep(t, fmt.Sprintf("s%d", i), n, flows))
	}
	return f
}

func randomStep(t *rapid.T, name string, steps int, flows []string) *Step {
	s := &Step{Name: name, Tries: rapid.IntRange(0, 2).Draw(t, "tries")}
	if rapid.Bool().Draw(t, "then") {
		to := randomTarget(t, steps, flows)
		s.Then = &to
	}
	if rapid.Bool().Draw(t, "set") {
		s.Set = []Assign{{Name: "v", Value: Text{Source: "<s0> and <v|none>"}}}
	}
	switch rapid.SampledFrom([]string{"say", "menu", "list", "text", "number", "hand", "call", "when", "wait"}).Draw(t, "kind") {
	case "say":
		s.Say = words("Say " + name + " <s1|-> <v>.")
		s.Join = "<s2>"
	case "menu":
		s.Ask, s.Options = words("Which in "+name+"?"), &Options{Many: rapid.Bool().Draw(t, "many")}
		for i := range rapid.IntRange(1, 12).Draw(t, "choices") {
			opt := Option{ID: fmt.Sprintf("o%d", i), Label: Text{Source: fmt.Sprintf("Thing %d <v>", i)}}
			if rapid.Bool().Draw(t, "arrow") {
				to := randomTarget(t, steps, flows)
				opt.Then = &to
			}
			s.Options.Fixed = append(s.Options.Fixed, opt)
		}
		s.Opt = rapid.Bool().Draw(t, "optional")
	case "list":
		s.Ask, s.Options = words("Pick."), &Options{From: rapid.SampledFrom([]string{"groups", "my groups", "languages", "<v>", "nothing"}).Draw(t, "from")}
	case "text":
		s.Ask, s.Answer, s.Opt = words("Tell us."), &Answer{Kind: answerText}, true
	case "number":
		s.Ask, s.Answer = words("How many?"), &Answer{Kind: answerNumber, Min: 1, Max: 5}
		s.Remind = time.Hour
	case "hand":
		s.Say, s.Hand = words("A person will answer."), &HandOver{Queue: "desk", About: words("<s0>")}
	case "wait":
		s.Wait = &Wait{For: time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Hour, Clock: -1}
		if rapid.Bool().Draw(t, "until") {
			s.Wait = &Wait{Until: rapid.SampledFrom([]string{"", "tomorrow", "2026-09-16", "<v>"}).Draw(t, "day"), Clock: 17 * 60}
		}
	case "call":
		s.Call = rapid.SampledFrom(flows).Draw(t, "call")
	case "when":
		never := &Condition{root: expr{kind: exprSet, left: operand{text: "v"}}}
		s.When = []Branch{{If: never, Then: randomTarget(t, steps, flows)}, {Then: randomTarget(t, steps, flows)}}
	}
	return s
}

func randomTarget(t *rapid.T, steps int, flows []string) Target {
	kind := rapid.SampledFrom([]TargetKind{ToStep, ToStep, ToStep, ToEnd, ToMenu, ToBack, ToAgain, ToFlow}).Draw(t, "target")
	switch kind {
	case ToStep:
		return Target{Kind: kind, Name: fmt.Sprintf("s%d", rapid.IntRange(0, steps-1).Draw(t, "to"))}
	case ToFlow:
		return Target{Kind: kind, Name: rapid.SampledFrom(flows).Draw(t, "to")}
	}
	return Target{Kind: kind}
}

// TestAnyTalkWithAnyFlow plays random flows against random replies: no panic,
// no text beyond its parts, no question without words, nothing that grows
// without end, and nothing that changes by being written down and read back.
func TestAnyTalkWithAnyFlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b"}
		o := &Org{ID: "town", Name: "Town", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC, MenuFlows: names,
			Flows: map[string]*Flow{}, Lists: map[string]*List{"groups": {Name: "groups"}}}
		for i := range rapid.IntRange(0, 12).Draw(t, "groups") {
			o.Lists["groups"].Rows = append(o.Lists["groups"].Rows, Row{"id": fmt.Sprintf("g%d", i), "name": fmt.Sprintf("Group %d", i)})
		}
		for _, name := range names {
			f := randomFlow(t, name, names)
			o.Flows[name] = f
			require.NoError(t, f.compile(o))
		}
		w := World{Now: morning, Groups: []string{"g1"}}
		p := o.Begin(Conversation{}, w, "a", nil)
		sound(t, o, p)
		for range rapid.IntRange(1, 12).Draw(t, "texts") {
			c := p.Conversation
			text := rapid.SampledFrom([]string{"1", "2", "3", "9", "0", "one", "thing 1", "thing", "group 3", "yes", "skip", "1 2", "o", "hello there", "", "👍", "12", "welsh"}).Draw(t, "text")
			w.Now = w.Now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
			play := randomPlay(t, o, w, text)
			p = play(c)
			again := play(restored(t, c))
			require.Equal(t, p.Fault == nil, again.Fault == nil)
			p.Conversation, again.Conversation = restored(t, p.Conversation), restored(t, again.Conversation)
			if p.Fault == nil {
				require.Equal(t, p, again, "written down and read back")
			}
			sound(t, o, p)
		}
	})
}

func randomPlay(t *rapid.T, o *Org, w World, text string) func(Conversation) Played {
	switch rapid.SampledFrom([]string{"hear", "hear", "hear", "menu", "back", "more", "repeat", "due", "unpark", "closed"}).Draw(t, "play") {
	case "hear":
		return func(c Conversation) Played {
			p := o.Hear(c, w, text)
			if !p.Understood && p.Text == "" && p.Fault == nil {
				p = o.HearMenu(c, w, text)
			}
			if !p.Understood && p.Text == "" && p.Fault == nil {
				p = o.Retry(c, w, text)
			}
			return p
		}
	case "menu":
		return func(c Conversation) Played { return o.Menu(c, w) }
	case "back":
		return func(c Conversation) Played { return o.Back(c, w) }
	case "more":
		return func(c Conversation) Played { return o.More(c, w) }
	case "repeat":
		return func(c Conversation) Played { return o.Repeat(c, w) }
	case "due":
		return func(c Conversation) Played { return o.Due(c, w) }
	case "unpark":
		return func(c Conversation) Played { return o.Unpark(c, w) }
	}
	return func(c Conversation) Played { return o.Closed(c, w) }
}

func restored(t require.TestingT, c Conversation) Conversation {
	raw, err := json.Marshal(c)
	require.NoError(t, err)
	var back Conversation
	require.NoError(t, json.Unmarshal(raw, &back))
	return back
}

// sound checks what must be true after any turn.
func sound(t require.TestingT, o *Org, p Played) {
	raw, err := json.Marshal(p.Conversation)
	require.NoError(t, err)
	require.Less(t, len(raw), 16<<10)
	if p.Fault != nil {
		require.NotErrorIs(t, p.Fault, ErrPanic)
		require.NotErrorIs(t, p.Fault, ErrStepGone)
		require.Empty(t, p.Text)
		require.Nil(t, p.Conversation.Now)
		return
	}
	require.LessOrEqual(t, len(p.Conversation.Stack), maxCalls)
	require.LessOrEqual(t, len(p.Conversation.Parked), maxParked)
	for _, parked := range p.Conversation.Parked {
		require.NotNil(t, parked.Due)
		require.NotNil(t, o.Flows[parked.Flow].Step(parked.Step).Wait)
	}
	if now := p.Conversation.Now; now != nil {
		require.True(t, o.Waiting(p.Conversation) || o.HandedOver(p.Conversation), "%s/%s does not wait", now.Flow, now.Step)
		require.LessOrEqual(t, len(now.Trail), maxTrail)
		if o.Waiting(p.Conversation) {
			require.NotNil(t, now.Due)
		}
	}
	if asked := len(p.Path) > 0 && o.Waiting(p.Conversation); asked {
		require.NotEmpty(t, p.Text, "a question was asked without words")
	}
	require.LessOrEqual(t, providers.Segments(p.Text).Parts, 6)
}
