package versions_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// fateOf is what becomes of somebody who waits for a drink in the first version,
// when the flow is published as it is now.
func fateOf(t *testing.T, was, now string, lost bool) versions.Fate {
	t.Helper()
	load := func(flow string) *flows.Org {
		o, err := flows.LoadPublished("mill", flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(flow)}, nil)
		require.NoError(t, err)
		return o
	}
	old, next := load(was), load(now)
	history := []versions.Publication{{N: 1, Version: old.Version, Shapes: old.Shapes()}}
	if lost {
		history[0].Shapes = nil
	}
	step := old.Flows["tea"].Steps[0].Name
	frame, ok := old.Move(flows.Frame{Flow: "tea", Ver: old.Flows["tea"].Shape, Step: step})
	require.True(t, ok)
	census := versions.Census{}
	census.Add(flows.Conversation{Now: &frame})
	all, err := versions.Fates(next, history, census, func(p versions.Publication) (*flows.Org, error) {
		return map[string]*flows.Org{old.Version: old, next.Version: next}[p.Version], nil
	})
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, 1, all[0].Waiting)
	return all[0]
}

func TestWhatBecomesOfPeopleInTheMiddle(t *testing.T) {
	listed := strings.Replace(tea, "{tea: Tea, milk: Milk}", "{from: groups, where: kind is tea}", 1)
	for name, c := range map[string]struct {
		was, now      string
		lost          bool
		publish, move versions.Becomes
		step          string // where they go on when they are moved
	}{
		"words alone changed":      {tea, other(t, "Tea or milk?", "What would you like?"), false, versions.GetWords, versions.GetWords, "drink"},
		"the same is asked":        {tea, sameDrink(t), false, versions.Finish, versions.Moves, "drink"},
		"under another name":       {tea, other(t, "  drink:\n", "  what:\n    was: drink\n    save: drink\n"), false, versions.Finish, versions.Moves, "what"},
		"in another order":         {tea, other(t, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea}"), false, versions.Finish, versions.AskedAgain, "drink"},
		"some choices only if":     {tea, other(t, "milk: Milk}", "milk: {label: Milk, if: me.groups has a}}"), false, versions.Finish, versions.AskedAgain, "drink"},
		"other rows of a list":     {listed, strings.Replace(listed, "kind is tea", "kind is milk", 1), false, versions.Finish, versions.AskedAgain, "drink"},
		"something else is asked":  {tea, moreMilk(t), false, versions.Finish, versions.Finish, "drink"},
		"the step is gone":         {tea, other(t, "  drink:\n", "  what:\n"), false, versions.Finish, versions.Finish, "drink"},
		"lost, the same is asked":  {tea, sameDrink(t), true, versions.Moves, versions.Moves, "drink"},
		"lost, and something else": {tea, moreMilk(t), true, versions.Told, versions.Told, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := fateOf(t, c.was, c.now, c.lost)
			require.Equal(t, c.publish, f.Publish.Becomes)
			require.Equal(t, c.move, f.Move.Becomes)
			require.Equal(t, c.step, f.Move.Step)
		})
	}
}

// TestWhatIsForetoldHappens publishes each version, and has the person answer.
func TestWhatIsForetoldHappens(t *testing.T) {
	for name, next := range map[string]string{
		"words alone": other(t, "Sugar in", "Any sugar in"), "the same is asked": sameDrink(t), "another order": other(t, "{tea: Tea, milk: Milk}", "{milk: Milk, tea: Tea}"),
		"something else": moreMilk(t), "gone": other(t, "  drink:\n", "  what:\n"),
	} {
		for _, move := range []bool{false, true} {
			fate := fateOf(t, tea, next, false)
			outcome := fate.Publish
			if move {
				outcome = fate.Move
			}
			h := newHouse(t, tea, 1)
			h.text(h.bots[0], 1, "hello")
			h.publish(next, move)
			h.refresh()
			said := h.text(h.bots[0], 1, "2")
			switch outcome.Becomes {
			case versions.GetWords:
				require.Equal(t, "Any sugar in your Milk?", said, name)
			case versions.Finish:
				require.Equal(t, "Sugar in your Milk?", said, name)
			case versions.Moves:
				require.Equal(t, "Hot or cold?", said, name)
			case versions.AskedAgain:
				require.Contains(t, said, "The choices have changed.", name)
			default:
				require.Fail(t, "no other outcome is meant here", name)
			}
		}
	}
}

func TestFatesNeedTheStore(t *testing.T) {
	o, err := flows.LoadPublished("mill", flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(tea)}, nil)
	require.NoError(t, err)
	away := errors.New("away")
	history := []versions.Publication{{N: 2, Version: "v2", Move: true, Shapes: map[string]string{}}, {N: 1, Version: "v1", Shapes: map[string]string{"tea": "s"}}}
	census := versions.Census{versions.Place{Pin: flows.Pin{Flow: "tea", Shape: "s", Step: "drink"}}: {Waiting: 1}}
	_, err = versions.Fates(o, history, census, func(versions.Publication) (*flows.Org, error) { return nil, away })
	require.ErrorIs(t, err, away)
}

func TestWhoWaitsIsCountedAtTheStepsOfNow(t *testing.T) {
	o, err := flows.LoadPublished("mill", flows.Files{"org.yaml": []byte(orgYAML), "tea.yaml": []byte(other(t, "  drink:\n", "  what:\n    was: drink\n    save: drink\n"))}, nil)
	require.NoError(t, err)
	place := func(flow, shape, step string) versions.Place {
		return versions.Place{Pin: flows.Pin{Flow: flow, Shape: shape, Step: step}}
	}
	waiting, lost := versions.Census{
		place("tea", o.Flows["tea"].Shape, "what"): {Waiting: 2, Calling: 3},
		place("tea", "older", "drink"):             {Waiting: 1},
		place("tea", "older", "milk"):              {Waiting: 4},
		place("milk", "older", "drink"):            {Waiting: 5},
	}.In(o)
	require.Equal(t, map[string]map[string]int{"tea": {"what": 3}}, waiting)
	require.Equal(t, 9, lost)
}
