package govuknotify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNotifyIsAskedWhichNumberTextsComeFrom(t *testing.T) {
	from := func(number string) reply {
		return reply{201, fmt.Sprintf(`{"id":"a","content":{"body":"Test","from_number":%q}}`, number)}
	}
	for name, c := range map[string]struct {
		reply  reply
		says   string
		faulty bool
	}{
		"all is well":            {from("447700900999"), "its texts come from it", false},
		"as people write it":     {from("07700900999"), "its texts come from it", false},
		"another number":         {from("447700900998"), "come from another number (ending 998)", true},
		"a name":                 {from("COUNCIL"), "come from a name, which nobody can answer", true},
		"it does not say":        {from(""), "Notify did not say", false},
		"no such sender":         {reply{400, refused("BadRequestError", "sms_sender_id 1 does not exist in database for service id 2")}, "no such text message sender", true},
		"too many calls":         {reply{429, refused("RateLimitError", "Exceeded rate limit")}, "could not be asked (it answers 429, code RateLimitError)", false},
		"the team's key":         {reply{400, refused("BadRequestError", "Can't send to this recipient using a team-only API key")}, "could not be asked (it answers 400, code team_only)", false},
		"an answer half as good": {reply{200, `{}`}, "could not be asked (its answer cannot be read)", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.reply)
			f := a.CheckSender(t.Context(), "+447700900999", "https://bot.example.org/hooks/govuknotify/inbound")
			said := strings.Join(append(f.Notes, f.Faults...), "\n")
			require.Equal(t, []string{"POST /v2/notifications/sms"}, a.paths)
			require.Contains(t, a.bodies[0], `"phone_number":"07700900000"`, "to which Notify sends nothing")
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, said, c.says)
			require.Contains(t, said, "https://bot.example.org/hooks/govuknotify/inbound")
		})
	}
}
