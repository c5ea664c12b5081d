package messagebird

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheNumberIsAskedForAtMessageBird(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		says   string
		faulty bool
	}{
		"all is well":         {200, `{"number":"447700900999","features":["voice","sms"],"status":"active"}`, "is the account's at MessageBird, and can text", false},
		"a number as such":    {200, `{"number":447700900999,"features":["sms"],"status":"active"}`, "and can text", false},
		"not ours":            {404, `{"errors":[{"code":20,"description":"not found","parameter":null}]}`, "no such number", true},
		"no texts":            {200, `{"number":"447700900999","features":["voice"],"status":"active"}`, "cannot send or receive texts", true},
		"not active":          {200, `{"number":"447700900999","features":["sms"],"status":"pending_verification"}`, "is not active (pending_verification)", true},
		"an odd word":         {200, `{"number":"447700900999","features":["sms"],"status":"+447700900123 owes"}`, "is not active (in another way)", true},
		"a key that may not":  {401, `{"errors":[{"code":2}]}`, "could not be asked (it answers 401, code 2)", false},
		"no such API":         {404, `<html>`, "could not be asked (it answers 404, code http_404)", false},
		"another answer's 98": {404, `{"errors":[{"code":98}]}`, "could not be asked", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.status, c.body)
			f := a.CheckSender(t.Context(), "+447700900999", "https://bot.example.org/hooks/messagebird/inbound")
			said := strings.Join(append(f.Notes, f.Faults...), "\n")
			require.Equal(t, []string{"GET /v1/phone-numbers/447700900999"}, a.paths)
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, said, c.says)
			require.NotContains(t, said, "7700900")
			if !c.faulty {
				require.Contains(t, said, "Forward to URL, POST, https://bot.example.org/hooks/messagebird/inbound")
			}
		})
	}
	require.Equal(t, DefaultNumbersURL, Config{}.withDefaults().numbersURL())
}
