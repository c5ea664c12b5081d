package web_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ofAnOrganisation are the calls that name an organisation, and at which place.
var ofAnOrganisation = map[string]int{
	"Case": 1, "ClosedHeads": 1, "OpenHeads": 1, "Open": 1, "Counts": 1, "Act": 1, "Wording": 1, "Uncertain": 1, "doubted": 1, "Version": 0, "CaseVersion": 0, "Changed": 0,
	"Org": 0, "OrgName": 0, "Broadcast": 1, "Broadcasts": 1, "Send": 1, "Approve": 1, "Pause": 1, "Resume": 1, "Cancel": 1,
}

// scopes are where the name may come from: the scope of a session, an account, or
// what an organisation's own file says.
var scopes = []string{"who.Org()", "v.scope.Org()", "a.Org", "org"}

// alsoBroadcast is the one call that may be given a broadcast, which was read
// within the scope.
const alsoBroadcast = "Counts"

// Wherever the console asks for what is an organisation's, the organisation is the
// scope's. Nothing that a request says gets there.
func TestTheOrganisationIsAlwaysTheScopes(t *testing.T) {
	looked := 0
	for _, pattern := range []string{"console*.go", "../bot/inbox/*.go"} {
		sources, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, source := range sources {
			if strings.HasSuffix(source, "_test.go") {
				continue
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, source, nil, 0)
			require.NoError(t, err)
			for _, f := range file.Decls {
				if f, ok := f.(*ast.FuncDecl); ok && deskOrConsole(f) {
					looked += namesOrganisations(t, files, f)
				}
			}
		}
	}
	require.Greater(t, looked, 15)
}

// deskOrConsole tells methods that answer a request from those of the machine
// itself, such as the alarms.
func deskOrConsole(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := star.X.(*ast.Ident)
	return ok && slices.Contains([]string{"Desk", "Console", "visit"}, name.Name)
}

// namesOrganisations looks at every call in a function that names an organisation.
func namesOrganisations(t *testing.T, files *token.FileSet, f *ast.FuncDecl) (looked int) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		at, names := ofAnOrganisation[method.Sel.Name]
		if !names || len(call.Args) <= at || strings.HasPrefix(written(t, files, call.Args[at]), "v.scope") && !strings.HasSuffix(written(t, files, call.Args[at]), "Org()") {
			return true
		}
		looked++
		if method.Sel.Name == alsoBroadcast && written(t, files, call.Args[at]) == "b" {
			return true
		}
		require.Contains(t, scopes, written(t, files, call.Args[at]), "%s: %s", files.Position(call.Pos()), method.Sel.Name)
		return true
	})
	return looked
}

func written(t *testing.T, files *token.FileSet, n ast.Node) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, printer.Fprint(&out, files, n))
	return out.String()
}
