package web_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var named = regexp.MustCompile(`:([a-z]+)`)

// Every address of the API is described, and nothing is described that there is
// not.
func TestTheDescriptionIsWhatThereIs(t *testing.T) {
	doc, _ := described()
	require.NoError(t, doc.Validate(context.Background()))
	var there, told []string
	for _, r := range openConsole(t).server.Routes() {
		if path, ours := strings.CutPrefix(r.Path, "/api/v1"); ours && r.Method != "echo_route_not_found" {
			there = append(there, r.Method+" "+named.ReplaceAllString(path, "{$1}"))
		}
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			told = append(told, method+" "+path)
			require.NotEmpty(t, operation.Summary, path)
			require.NotEmpty(t, operation.OperationID, path)
		}
	}
	slices.Sort(there)
	slices.Sort(told)
	require.Equal(t, there, told)
	require.Greater(t, len(there), 8)
}

// Whoever changes the description generates the client anew.
func TestTheClientIsGeneratedFromTheDescription(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the generator")
	}
	out := filepath.Join(t.TempDir(), "client.gen.go")
	make := exec.Command("go", "tool", "-modfile=../tools/go.mod", "oapi-codegen", "-config", "internal/client/config.yaml", "-o", out, "openapi.json")
	said, err := make.CombinedOutput()
	require.NoError(t, err, "%s", said)
	want, err := os.ReadFile(out)
	require.NoError(t, err)
	have, err := os.ReadFile("internal/client/client.gen.go")
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, have), "run  go generate ./web/internal/client")
}

func TestTheDescriptionIsServedToEverybody(t *testing.T) {
	o := openConsole(t)
	stranger := &program{o: o}
	answer := stranger.send("GET", "/openapi.json", "", "Authorization", "")
	require.Equal(t, 200, answer.StatusCode)
	want, err := os.ReadFile("openapi.json")
	require.NoError(t, err)
	require.Equal(t, string(want), bodyOf(t, answer))
}
