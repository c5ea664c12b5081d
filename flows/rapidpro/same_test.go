package rapidpro

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/connective-messaging/connective/flows"
)

// TestAConversationGoesAsItDid walks random flows as RapidPro would, and as they
// go here, and compares what people are sent.
func TestAConversationGoesAsItDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := anyNodes(t)
		e := &export{Flows: []flow{{UUID: "f", Name: "Tea", Language: "eng", Nodes: nodes}}}
		r, broken, err := attempt(e, "Town", map[string]string{}, nil)
		require.NoError(t, err)
		require.Empty(t, broken)
		fsys, err := r.Files.FS("town")
		require.NoError(t, err)
		book, _ := flows.Load(fsys)
		o, w := book.Orgs["town"], flows.World{Now: time.Date(2027, 3, 2, 12, 0, 0, 0, time.UTC)}

		old := &walk{nodes: nodes, results: map[string]string{}, groups: map[string]bool{}}
		said := old.run("n0")
		p := o.Begin(flows.Conversation{}, w, "tea", nil)
		for n := 0; ; n++ {
			w = changed(w, p.Effects)
			require.NoError(t, p.Fault)
			require.Equal(t, said, marks(p.Text), "text %d of\n%s\nsaid here: %s", n, r.Files["tea.yaml"], p.Text)
			require.Equal(t, old.at != "", p.Conversation.Now != nil, "both wait, or both are done\n%s", r.Files["tea.yaml"])
			if old.at == "" || n == 6 {
				return
			}
			reply := rapid.SampledFrom(append(old.words(), "zzzz")).Draw(t, "reply")
			waited := old.at
			if said = old.hear(reply); reply == "zzzz" && (old.at == waited || old.at == "" && len(said) == 0) {
				return // it is asked again here
			}
			c := p.Conversation
			if p = o.Hear(c, w, reply); !p.Understood {
				p = o.Retry(c, w, reply)
			}
		}
	})
}

// anyNodes draws nodes that go on to later ones, or anywhere after a reply.
func anyNodes(t *rapid.T) []node {
	n := rapid.IntRange(2, 9).Draw(t, "nodes")
	count := 0
	target := func(from int) string {
		if to := rapid.IntRange(from, n).Draw(t, "to"); to < n {
			return fmt.Sprintf("n%d", to)
		}
		return ""
	}
	result := func() string { return fmt.Sprintf("R%d", rapid.IntRange(1, 3).Draw(t, "result")) }
	var nodes []node
	for i := range n {
		id := fmt.Sprintf("n%d", i)
		switch rapid.SampledFrom([]string{"says", "says", "asks", "asks", "by result", "by group"}).Draw(t, "kind") {
		case "says":
			var actions []action
			for range rapid.IntRange(1, 3).Draw(t, "actions") {
				count++
				switch rapid.SampledFrom([]string{"text", "text", "set", "join", "leave"}).Draw(t, "action") {
				case "text":
					actions = append(actions, text(fmt.Sprintf("m%d[@results.%s]", count, strings.ToLower(result()))))
				case "set":
					actions = append(actions, action{Type: "set_run_result", Name: []byte(`"` + result() + `"`), Value: []byte(fmt.Sprintf(`"v%d"`, count))})
				case "join":
					actions = append(actions, action{Type: "add_contact_groups", Groups: []reference{{Name: "Walkers"}}})
				case "leave":
					actions = append(actions, action{Type: "remove_contact_groups", Groups: []reference{{Name: "Walkers"}}})
				}
			}
			nodes = append(nodes, says(id, target(i+1), actions...))
		case "asks":
			var ways []to
			for k := range rapid.IntRange(1, 3).Draw(t, "choices") {
				word := fmt.Sprintf("word%d%d", i, k)
				ways = append(ways, to{word, target(0), tests(rapid.SampledFrom([]string{"has_any_word", "has_only_text", "has_phrase"}).Draw(t, "test"), word)})
			}
			nodes = append(nodes, asks(id, result(), append(ways, to{name: "Other", node: target(0)})...))
		case "by result":
			value := fmt.Sprintf("v%d", rapid.IntRange(1, count+1).Draw(t, "value"))
			nodes = append(nodes, decides(id, "@results."+strings.ToLower(result()), "", to{"Yes", target(i + 1), tests("has_only_text", value)}, to{name: "Other", node: target(i + 1)}))
		case "by group":
			nodes = append(nodes, decides(id, "@contact.groups", "", to{"In", target(i + 1), tests("has_group", "g", "Walkers")}, to{name: "Other", node: target(i + 1)}))
		}
	}
	return nodes
}

// walk is a small RapidPro: what it does with the nodes that anyNodes draws.
type walk struct {
	nodes   []node
	results map[string]string
	groups  map[string]bool
	at      string // the node that waits
}

func (w *walk) node(id string) *node {
	for i := range w.nodes {
		if w.nodes[i].UUID == id {
			return &w.nodes[i]
		}
	}
	return nil
}

// run goes on from a node to the next that waits, and returns what is sent.
func (w *walk) run(id string) []string {
	said := []string{}
	for {
		n := w.node(id)
		if n == nil {
			w.at = ""
			return said
		}
		for _, a := range n.Actions {
			switch a.Type {
			case "send_msg":
				key := a.Text[strings.Index(a.Text, ".")+1 : len(a.Text)-1]
				said = append(said, a.Text[:strings.Index(a.Text, "[")]+"["+w.results[key]+"]")
			case "set_run_result":
				w.results[strings.ToLower(asText(a.Name))] = asText(a.Value)
			default:
				w.groups["Walkers"] = a.Type == "add_contact_groups"
			}
		}
		switch r := n.Router; {
		case r == nil:
			id = n.Exits[0].To
		case r.Wait != nil:
			w.at = id
			return said
		default:
			id = w.way(n, func(t test) bool {
				if t.Type == "has_group" {
					return w.groups[t.Arguments[1]]
				}
				return w.results[strings.TrimPrefix(r.Operand, "@results.")] == t.Arguments[0]
			})
		}
	}
}

// way is where the first test leads that is true.
func (w *walk) way(n *node, is func(test) bool) string {
	category := n.Router.Default
	for _, t := range n.Router.Cases {
		if is(t) {
			category = t.Category
			break
		}
	}
	for _, e := range n.Exits {
		if e.UUID == category {
			return e.To
		}
	}
	return ""
}

// words are what the open question understands.
func (w *walk) words() []string {
	var all []string
	for _, t := range w.node(w.at).Router.Cases {
		all = append(all, t.Arguments[0])
	}
	return all
}

// hear answers the open question. A reply that fits nothing is not kept: that is
// one thing that differs here.
func (w *walk) hear(reply string) []string {
	n := w.node(w.at)
	if slices.Contains(w.words(), reply) {
		w.results[strings.ToLower(n.Router.ResultName)] = reply
	}
	return w.run(w.way(n, func(t test) bool { return t.Arguments[0] == reply }))
}

// mark is a text that anyNodes writes, with what is filled in.
var mark = regexp.MustCompile(`m\d+\[(?:\w*)\]`)

func marks(text string) []string {
	found := []string{}
	for _, m := range mark.FindAllString(text, -1) {
		found = append(found, strings.Replace(m, missing, "", 1))
	}
	return found
}

// changed is the world after a turn's effects.
func changed(w flows.World, effects []flows.Effect) flows.World {
	for _, e := range effects {
		switch e.Kind {
		case flows.EffectJoin:
			w.Groups = append(slices.Clone(w.Groups), e.Name)
		case flows.EffectLeave:
			w.Groups = slices.DeleteFunc(slices.Clone(w.Groups), func(g string) bool { return g == e.Name })
		}
	}
	return w
}
