package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// never1 are what the program's sentences count of which there is never one, or
// whose sentence for one stands beside them.
var never1 = map[string]string{
	"%d people":        "countedPeople, toldOf, flows graph: one is said beside it",
	"%d bots":          "one is said beside it",
	"%d entries":       "inEntries: one is said beside it",
	"%d rows":          "every 500 of an import; the report of a directory says one beside it",
	"%d letters":       "a text with the name of who sends it is longer than a letter",
	"%d plain letters": "what a company takes at most",
	"%d times":         "simulate says nothing for one",
}

// TestOneIsNotSaidAsManyOnTheCommandLine reads every sentence of the commands: what
// counts goes through counted, which knows one.
func TestOneIsNotSaidAsManyOnTheCommandLine(t *testing.T) {
	many := regexp.MustCompile(`%d ((?:plain )?(?:people|[a-z]+s))\b`)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	sentences := 0
	look := func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		require.NoError(t, err)
		for _, found := range many.FindAllStringSubmatch(text, -1) {
			sentences++
			if never1[found[0]] == "" && found[1] != "ms" && found[1] != "as" {
				t.Errorf("say it with counted: %q in %q", found[0], text)
			}
		}
		return true
	}
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			require.NoError(t, err)
			ast.Inspect(file, look)
		}
	}
	require.NotZero(t, sentences)
}
