package bird

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheNumberIsAskedForAtBird(t *testing.T) {
	number := func(number, kind, can, status, ends string) reply {
		return reply{200, fmt.Sprintf(`{"data":[{"number":%q,"kind":%q,"capabilities":[%s],"status":%q,"releases_at":%s}],"next_cursor":null}`, number, kind, can, status, ends)}
	}
	const ours, texts = "+447700900999", `"sms","voice"`
	for name, c := range map[string]struct {
		reply  reply
		says   string
		faulty bool
	}{
		"all is well":         {number(ours, "dedicated", texts, "active", "null"), "is the workspace's at Bird, and can text", false},
		"shared with others":  {number(ours, "shared", texts, "active", "null"), "others text from the number too", false},
		"not ours":            {reply{200, `{"data":[]}`}, "no such number", true},
		"another":             {number("+447700900998", "dedicated", texts, "active", "null"), "no such number", true},
		"given up":            {number(ours, "dedicated", texts, "released", "null"), "no such number", true},
		"to be given up":      {number(ours, "dedicated", texts, "active", `"2026-12-24T00:00:00Z"`), "gives the number up on 24 December 2026", true},
		"no texts":            {number(ours, "dedicated", `"voice"`, "active", "null"), "cannot send or receive texts", true},
		"papers are missing":  {number(ours, "dedicated", texts, "pending_ownership_registration", "null"), "until it knows whose it is", true},
		"a word not known":    {number(ours, "dedicated", texts, "asleep", "null"), "is not active", true},
		"a key that may not":  {reply{403, `{"error":{"type":"permission_error"}}`}, "does not tell this key (it answers 403, code http_403)", false},
		"another page":        {reply{200, `<html>`}, "does not tell this key", false},
		"a question too many": {reply{422, `{"error":{"code":"E01029"}}`}, "it answers 422, code E01029", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.reply)
			f := a.CheckSender(t.Context(), ours, "")
			said := strings.Join(append(f.Notes, f.Faults...), "\n")
			require.Equal(t, []string{"GET /v1/numbers?number=%2B447700900999"}, a.paths)
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, said, c.says)
			require.NotContains(t, said, "7700900")
		})
	}
}
