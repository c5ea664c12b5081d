package bird

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBirdIsAskedToCallUsItself(t *testing.T) {
	hook := reply{200, fmt.Sprintf(`{"data":[{"id":"whk_1","url":"https://bot.example.org/hooks/bird/inbound","status":"active","events":[%s]}]}`, allEvents())}
	for name, c := range map[string]struct {
		replies []reply
		says    string
		faulty  bool
	}{
		"its signature fits":       {[]reply{hook, {200, `{"status":"delivered","response_status_code":200}`}}, "its signature fits", false},
		"another secret":           {[]reply{hook, {200, `{"status":"failed","response_status_code":401}`}}, "its signature does not fit", true},
		"something in front":       {[]reply{hook, {200, `{"status":"failed","response_status_code":403}`}}, "was answered 403", true},
		"it cannot reach us":       {[]reply{hook, {200, `{"status":"failed","response_status_code":null,"error":"timeout"}`}}, "Bird could not reach https://bot.example.org/hooks/bird/inbound", true},
		"a key that may not":       {[]reply{hook, {403, `{}`}}, "may not have Bird call us (it answers 403", false},
		"a key that sees no hooks": {[]reply{{403, `{}`}}, "does not tell this key of webhooks", false},
		"another page":             {[]reply{hook, {200, `<html>`}}, "its answer cannot be read", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.replies...)
			f := a.CheckSecret(t.Context())
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, strings.Join(append(f.Notes, f.Faults...), "\n"), c.says)
			if len(c.replies) > 1 {
				require.Equal(t, "POST /v1/webhooks/whk_1/test", a.paths[1])
				require.Equal(t, `{"event_type":"sms.sent"}`, a.bodies[1], "which brings no text, nor a report of one")
			}
		})
	}
	require.Empty(t, answering(t, reply{200, `{"data":[]}`}).CheckSecret(t.Context()), "that there is none Check says")
}
