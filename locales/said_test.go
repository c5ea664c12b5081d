package locales

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// saidIDs finds the ids that code asks for in one word, as in
// Say(lang, "stop.done") or h.words("stop.done").
var saidIDs = regexp.MustCompile(`(?:locales\.Say\([^,"]+, |\.words\()"([a-z_]+\.[a-z_]+)"`)

func TestEveryTextThatTheRoomsSayExists(t *testing.T) {
	found := 0
	for _, room := range []string{"flows", "bot", "web", "cmd"} {
		err := fs.WalkDir(os.DirFS(".."), room, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") {
				return err
			}
			src, err := os.ReadFile("../" + name)
			if err != nil {
				return err
			}
			for _, m := range saidIDs.FindAllStringSubmatch(string(src), -1) {
				id := m[1]
				if strings.HasSuffix(id, "_") {
					continue // the rest is put together where it is said
				}
				found++
				_, exists := engine().catalog.Source(english, id)
				require.True(t, exists, "%s says %s", name, id)
			}
			return nil
		})
		require.NoError(t, err)
	}
	require.Greater(t, found, 30)
}
