package links_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/links"
)

var noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

func TestALinkDoesOneThingUntilItIsOver(t *testing.T) {
	keys := links.Keys{{1}}
	token := keys.Token("door 1", noon.Add(time.Hour), "mill", "a:b-c")
	require.Regexp(t, `^[A-Za-z0-9_-]+$`, token)
	fields, until, err := keys.Read("door 1", token, 2, noon)
	require.NoError(t, err)
	require.Equal(t, []string{"mill", "a:b-c"}, fields)
	require.True(t, until.Equal(noon.Add(time.Hour)))
	_, _, err = links.Keys{{2}, {1}}.Read("door 1", token, 2, noon)
	require.NoError(t, err, "a letter from before the secret was changed")

	for name, c := range map[string]struct {
		keys        links.Keys
		kind, token string
		many        int
		at          time.Time
	}{
		"another kind":    {keys, "door 2", token, 2, noon},
		"another key":     {links.Keys{{2}}, "door 1", token, 2, noon},
		"over":            {keys, "door 1", token, 2, noon.Add(time.Hour)},
		"too few fields":  {keys, "door 1", token, 3, noon},
		"too many fields": {keys, "door 1", token, 1, noon},
		"changed":         {keys, "door 1", "A" + token[1:], 2, noon},
		"cut off":         {keys, "door 1", token[:len(token)-3], 2, noon},
		"empty":           {keys, "door 1", "", 2, noon},
		"no base64":       {keys, "door 1", "../../etc", 2, noon},
		"too long":        {keys, "door 1", strings.Repeat("A", 600), 2, noon},
	} {
		_, _, err := c.keys.Read(c.kind, c.token, c.many, c.at)
		require.ErrorIs(t, err, links.ErrLink, name)
	}
}
