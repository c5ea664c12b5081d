package bird

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	noTexts = `{"data":[],"next_cursor":null}`
	ourHook = `{"data":[{"url":"https://bot.example.org/hooks/bird/inbound","status":%q,"events":[%s]}]}`
)

func allEvents() string { return `"` + strings.Join(Events, `","`) + `"` }

func TestACheckSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	for name, c := range map[string]struct {
		replies []reply
		found   string
		fault   string
	}{
		"all is well":               {[]reply{{200, noTexts}, {200, fmt.Sprintf(ourHook, "active", allEvents())}}, "it has our webhook", ""},
		"a key for texts alone":     {[]reply{{200, noTexts}, {403, `{}`}}, "it does not tell this key", ""},
		"no webhook":                {[]reply{{200, noTexts}, {200, `{"data":[]}`}}, "Bird takes the key", "has no webhook to https://bot.example.org/hooks/bird/inbound: make one"},
		"another webhook":           {[]reply{{200, noTexts}, {200, `{"data":[{"url":"https://other.example.org","events":[]}]}`}}, "Bird takes the key", "has no webhook to"},
		"a webhook for reports":     {[]reply{{200, noTexts}, {200, fmt.Sprintf(ourHook, "active", strings.Replace(allEvents(), received, "sms.accepted", 1))}}, "Bird takes the key", "lacks events: add sms.received"},
		"a webhook that is paused":  {[]reply{{200, noTexts}, {200, fmt.Sprintf(ourHook, "paused", allEvents())}}, "Bird takes the key", "is paused: switch it on"},
		"a webhook that fails":      {[]reply{{200, noTexts}, {200, fmt.Sprintf(ourHook, "degraded", allEvents())}}, "Bird takes the key", "last calls to https://bot.example.org/hooks/bird/inbound failed"},
		"another region":            {[]reply{{421, `{}`}}, "", "the API key is of another region than http"},
		"a wrong key":               {[]reply{{401, `{"error":{"code":"E01010"}}`}}, "", "refuses the API key (code E01010): make a new one"},
		"a key that may not":        {[]reply{{403, `{}`}}, "", "may not read texts at bird"},
		"something else":            {[]reply{{500, `{}`}}, "", "it answers 500"},
		"an answer of another kind": {[]reply{{200, `<html>`}}, "", "cannot be read; is the URL right?"},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.replies...)
			found, err := a.Check(t.Context())
			require.Contains(t, found, c.found)
			require.Equal(t, c.fault == "", err == nil, "%v", err)
			if err != nil {
				require.ErrorContains(t, err, c.fault)
				require.NotContains(t, err.Error(), a.config.APIKey)
			}
		})
	}
}

func TestNoHookURLLeavesTheWebhookOut(t *testing.T) {
	a := answering(t, reply{200, noTexts})
	a.config.HookURL = ""
	_, err := a.Check(t.Context())
	require.NoError(t, err)
	require.Len(t, a.paths, 1)
}

func TestThePollTurnsEveryPageAndReadsAsWebhooksAreRead(t *testing.T) {
	page := func(next string, ids ...string) reply {
		var texts []string
		for _, id := range ids {
			texts = append(texts, fmt.Sprintf(`{"id":%q,"from":"+447700900123","to":"+447700900999","text":"STOP","created_at":"2026-01-01T11:00:00Z"}`, id))
		}
		return reply{200, fmt.Sprintf(`{"data":[%s],"next_cursor":%s}`, strings.Join(texts, ","), next)}
	}
	a := answering(t, page(`"c1"`, "3", "2"), page(`null`, "1"))
	texts, err := a.Poll(t.Context(), now.Add(-time.Hour))
	require.NoError(t, err)
	require.Len(t, texts, 3)
	for i, in := range texts {
		require.Equal(t, fmt.Sprint(i+1), in.EventID, "oldest first")
	}
	require.Equal(t, []string{
		"GET /v1/sms/messages?created_after=2026-01-01T11%3A00%3A00Z&direction=inbound&limit=100",
		"GET /v1/sms/messages?created_after=2026-01-01T11%3A00%3A00Z&direction=inbound&limit=100&starting_after=c1",
	}, a.paths)
	hook, err := a.ParseInbound(Simulator{Secret: goodSecret, Now: func() time.Time { return now }}.Inbound(ReceivedText{
		ID: "1", From: "+447700900123", To: "+447700900999", Text: "STOP", Date: now.Add(-time.Hour),
	}))
	require.NoError(t, err)
	require.Equal(t, hook, texts[:1])

	for name, broken := range map[string]reply{"an error": {503, ``}, "no list": {200, `{}`}, "HTML": {200, `<html>`}} {
		_, err := answering(t, page(`"c1"`, "3"), broken).Poll(t.Context(), now)
		require.Error(t, err, name+": half a list must not be taken for all of it")
	}
}

func TestAPollThatGoesInCirclesEnds(t *testing.T) {
	a := answering(t, reply{200, `{"data":[],"next_cursor":"c1"}`})
	_, err := a.Poll(t.Context(), now)
	require.NoError(t, err)
	require.Len(t, a.paths, 2)
}
