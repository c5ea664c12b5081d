package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// aCompany is the name of one that carries texts, as a program would write it.
var aCompany = regexp.MustCompile(`(?i)messagebird|twilio|gov\.?uk ?notify|whatsapp|providers/bird\b|\bbird_`)

// configures are the files of this room that name companies: which there are, what
// their settings are called, and how each is opened and tried.
var configures = []string{"connections", "demo_app", "doctor", "serve", "settings", "simulate"}

// The core must not notice which company carries its texts: outside a company's own
// room its name stands in configuration alone.
func TestACompanysNameStandsInItsOwnRoomAndInConfigurationAlone(t *testing.T) {
	seen, rooms := 0, map[string]bool{}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		parts := strings.Split(path, "/")
		switch {
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "docs" || d.Name() == "tools" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() && len(parts) == 2 && parts[0] == "providers" && aCompany.MatchString("providers/"+parts[1]):
			rooms[parts[1]] = true
			return fs.SkipDir
		case d.IsDir(), strings.HasSuffix(path, "_test.go"), !slices.Contains([]string{".go", ".lua", ".html", ".yaml", ".json", ".js", ".mod"}, filepath.Ext(path)):
			return nil
		case path == "flows/keys_whatsapp.go": // what org.yaml calls a line in an app
			return nil
		case parts[0] == "cmd" && slices.ContainsFunc(configures, func(name string) bool {
			own := strings.TrimSuffix(d.Name(), ".go")
			return len(parts) == 3 && (own == name || strings.HasPrefix(own, name+"_"))
		}):
			return nil
		}
		seen++
		text, err := os.ReadFile(filepath.Join("../..", path))
		require.NoError(t, err)
		for n, line := range strings.Split(string(text), "\n") {
			if parts[0] == "locales" && strings.HasPrefix(strings.TrimSpace(line), "<") {
				continue // words that people write, such as where somebody threatens them
			}
			if found := aCompany.FindString(line); found != "" {
				t.Errorf("%s:%d names %s: the core acts on what a provider can do, not on which it is", path, n+1, found)
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, seen, 500, "the whole house was searched")
	require.True(t, rooms["messagebird"] && rooms["bird"] && rooms["twilio"] && rooms["whatsapp"], "and the companies' rooms were not")
}
