package transcript_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// sent matches a line of an expected text.
var sent = regexp.MustCompile(`^((?:[a-z0-9_]+ )?)<(?: (.*))?$`)

// mostParts is what flows allow that say nothing of parts.
const mostParts = 2

func TestNoTextOfTheExamplesTakesMoreThanTwoParts(t *testing.T) {
	texts := 0
	require.NoError(t, fs.WalkDir(flows.Examples, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".chat") {
			return err
		}
		raw, err := fs.ReadFile(flows.Examples, name)
		require.NoError(t, err)
		text, who := "", ""
		for line := range strings.SplitSeq(string(raw)+"\n", "\n") {
			m := sent.FindStringSubmatch(line)
			if m != nil && m[1] == who && text != "" {
				text += "\n" + m[2]
				continue
			}
			if text != "" {
				texts++
				count := providers.Segments(text)
				require.LessOrEqual(t, count.Parts, mostParts, "%s: %d units\n%s", name, count.Units, text)
			}
			if text = ""; m != nil {
				who, text = m[1], m[2]
			}
		}
		return nil
	}))
	require.Greater(t, texts, 200)
}
