package rapidpro

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// says is a node that does something and goes on.
func says(id, to string, actions ...action) node {
	return node{UUID: id, Actions: actions, Exits: []exit{{UUID: id + "x", To: to}}}
}

func text(words string) action { return action{Type: "send_msg", UUID: words, Text: words} }

// to is a category of a router, where it leads, and the tests that lead to it.
type to struct {
	name, node string
	tests      []test
}

func tests(kind string, arguments ...string) []test {
	return []test{{UUID: kind + strings.Join(arguments, " "), Type: kind, Arguments: arguments}}
}

// decides is a node with a router. The last category is the default.
func decides(id, operand, result string, ways ...to) node {
	r := &router{Type: "switch", Operand: operand, ResultName: result, Default: ways[len(ways)-1].name}
	n := node{UUID: id, Router: r}
	for _, w := range ways {
		r.Categories = append(r.Categories, category{UUID: w.name, Name: w.name, Exit: w.name})
		n.Exits = append(n.Exits, exit{UUID: w.name, To: w.node})
		for _, t := range w.tests {
			t.Category = w.name
			r.Cases = append(r.Cases, t)
		}
	}
	return n
}

// asks is a node that waits for a reply.
func asks(id, result string, ways ...to) node {
	n := decides(id, "@input.text", result, ways...)
	n.Router.Wait = &wait{Type: "msg"}
	return n
}

// imported imports a flow of nodes, and returns its steps as they are written
// and what is not imported.
func imported(t *testing.T, nodes ...node) (steps string, todo []string) {
	t.Helper()
	e := &export{Flows: []flow{{UUID: "f", Name: "Tea", Language: "eng", Nodes: nodes}, {UUID: "g", Name: "Cups", Language: "eng", Nodes: []node{says("z", "", text("Cups."))}}}}
	r, broken, err := attempt(e, "Town", map[string]string{}, nil)
	require.NoError(t, err)
	require.Empty(t, broken)
	loads(t, r)
	_, steps, _ = strings.Cut(string(r.Files["tea.yaml"]), "steps:\n")
	return "\n" + steps, r.Flows[0].Todo
}
