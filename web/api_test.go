package web_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/web/internal/client"
)

// fresh is an idempotency key that was never used.
func fresh() string { return `"` + rand.Text() + `"` }

func ref[T any](v T) *T { return &v }

func TestAProgramSeesGroupsAndHowManyAreInThem(t *testing.T) {
	o := openConsole(t)
	for i := range 3 {
		o.text("mill", fmt.Sprintf("+44770090050%d", i), "SING")
	}
	o.text("harbour", "+447700900509", "SING")
	p := o.program(mill, programs.ReadGroups)
	all, err := p.ListGroupsWithResponse(t.Context(), nil)
	require.NoError(t, err)
	one, err := p.GetGroupWithResponse(t.Context(), "choir")
	require.NoError(t, err)
	require.Equal(t, "Choir, open, 3", fmt.Sprintf("%s, %s, %d", one.JSON200.Name, one.JSON200.Joining, one.JSON200.Members))
	require.Contains(t, all.JSON200.Items, *one.JSON200)
	none, err := p.GetGroupWithResponse(t.Context(), "chess")
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, none.StatusCode())
	require.NotEmpty(t, none.ApplicationproblemJSONDefault.Mend)
}

// draftOf is a draft to the choir.
func draftOf(words string) client.Draft {
	return client.Draft{Words: client.Words{"en": words}, Audience: client.Audience{Groups: &[]string{"choir"}}, ValidHours: ref(24), Urgent: ref("the hall has moved")}
}

func TestAProgramWritesLooksSendsAndCancels(t *testing.T) {
	o := openConsole(t)
	for i := range 2 {
		o.text("mill", fmt.Sprintf("+44770090050%d", i), "SING")
	}
	o.text("mill", "+447700900501", "STOP")
	p := o.program(mill, programs.ReadBroadcasts, programs.WriteBroadcasts, programs.SendBroadcasts)
	wrote, err := p.WriteBroadcastWithResponse(t.Context(), &client.WriteBroadcastParams{IdempotencyKey: fresh()}, draftOf("We sing at 7."))
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, wrote.StatusCode(), string(wrote.Body))
	id := wrote.JSON201.Id
	require.Equal(t, client.Draft{Words: wrote.JSON201.Words, Audience: wrote.JSON201.Audience, ValidHours: &wrote.JSON201.ValidHours, Urgent: wrote.JSON201.Urgent}, draftOf("We sing at 7."))
	require.Equal(t, "/api/v1/broadcasts/"+id, wrote.HTTPResponse.Header.Get("Location"))

	looked, err := p.PreviewBroadcastWithResponse(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, 200, looked.StatusCode(), string(looked.Body))
	require.Equal(t, client.Preview{People: 1, Parts: 1, LongestParts: 1, LeftOut: client.Reasons{"stopped": 1}}, *looked.JSON200)
	require.NotContains(t, string(looked.Body), "77009")

	sent, err := p.SendBroadcastWithResponse(t.Context(), id, &client.SendBroadcastParams{IdempotencyKey: fresh()}, client.Sending{At: ref(time.Now().Add(48 * time.Hour).Truncate(time.Second))})
	require.NoError(t, err)
	require.EqualValues(t, "scheduled", sent.JSON200.State, string(sent.Body))
	twice, err := p.SendBroadcastWithResponse(t.Context(), id, &client.SendBroadcastParams{IdempotencyKey: fresh()}, client.Sending{})
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, twice.StatusCode())
	require.Equal(t, "scheduled", *twice.ApplicationproblemJSONDefault.State)

	ended, err := p.CancelBroadcastWithResponse(t.Context(), id, &client.CancelBroadcastParams{IdempotencyKey: fresh()})
	require.NoError(t, err)
	require.Equal(t, 200, ended.StatusCode(), string(ended.Body))
	require.EqualValues(t, "cancelled", ended.JSON200.State)
	got, err := p.GetBroadcastWithResponse(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, ended.JSON200, got.JSON200)
	log := o.as(staff.Admin).get("/console/audit")
	for _, said := range []string{"Wrote a broadcast", "Sent a broadcast", "Cancelled a broadcast", "Booking system (a program)"} {
		require.Contains(t, log, said)
	}
}

// A list is read page by page; what is written meanwhile neither doubles nor hides
// anything of what was there.
func TestAListIsReadPageByPage(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.ReadBroadcasts)
	want := map[string]bool{}
	for range 5 {
		want[o.draft("mill")] = true
		o.later(time.Second)
	}
	seen, next := map[string]bool{}, (*string)(nil)
	for pages := 1; ; pages++ {
		some, err := p.ListBroadcastsWithResponse(t.Context(), &client.ListBroadcastsParams{Limit: ref(2), After: next})
		require.NoError(t, err)
		for _, b := range some.JSON200.Items {
			require.False(t, seen[b.Id])
			seen[b.Id] = true
		}
		o.draft("mill")
		o.later(time.Second)
		if next = some.JSON200.Next; next == nil {
			require.Equal(t, 3, pages)
			break
		}
	}
	require.Equal(t, want, seen)
	for _, query := range []string{"limit=0", "limit=201", "limit=two", "after=b-NOTHING"} {
		answer := p.send("GET", "/broadcasts?"+query, "")
		require.Equal(t, http.StatusBadRequest, answer.StatusCode, query)
	}
}

func TestWhatIsWrongInADraftIsSaidWithItsPlace(t *testing.T) {
	p := openConsole(t).program(mill, programs.WriteBroadcasts)
	for name, row := range map[string]struct{ body, at string }{
		"nobody is chosen":            {`{"words": {"en": "Hi"}, "audience": {}}`, "/audience"},
		"a group that there is not":   {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir", "chess"]}}`, "/audience/groups/1"},
		"a consent that there is not": {`{"words": {"en": "Hi"}, "audience": {"consent": "cake"}}`, "/audience/consent"},
		"a language nobody speaks":    {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"], "languages": ["en", "xx"]}}`, "/audience/languages/1"},
		"areas are not kept":          {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"], "areas": ["WB1"]}}`, "/audience/areas"},
		"an answer that is not kept":  {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"], "profile": {"a/b~c": "x"}}}`, "/audience/profile/a~1b~0c"},
		"no words":                    {`{"words": {}, "audience": {"groups": ["choir"]}}`, "/words/en"},
		"words nobody reads":          {`{"words": {"en": "Hi", "xx": "Hi"}, "audience": {"groups": ["choir"]}}`, "/words/xx"},
		"a blank that nothing fills":  {`{"words": {"en": "Hi <shoe>"}, "audience": {"groups": ["choir"]}}`, "/words/en"},
		"a flow that there is not":    {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}, "flow": "x"}`, "/flow"},
		"a queue that there is not":   {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}, "queue": "x"}`, "/queue"},
		"worth sending for too long":  {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}, "validHours": 169}`, "/validHours"},
		"a member that there is not":  {`{"words": {"en": "Hi"}, "audience": {"groups": ["choir"], "everybody": true}}`, "/audience/everybody"},
		"a member in capitals":        {`{"Words": {"en": "Hi"}, "audience": {"groups": ["choir"]}}`, "/Words"},
		"a member that stands twice":  {`{"words": {"en": "Hi"}, "words": {"en": "Ho"}, "audience": {"groups": ["choir"]}}`, "/words"},
		"a number where words belong": {`{"words": {"en": 7}, "audience": {"groups": ["choir"]}}`, "/words/en"},
		"a word where a list belongs": {`{"words": {"en": "Hi"}, "audience": {"groups": "choir"}}`, "/audience/groups"},
		"a body that is a list":       {`[]`, ""},
	} {
		answer := p.send("POST", "/broadcasts", row.body, "Idempotency-Key", fresh())
		body := bodyOf(t, answer)
		require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode, "%s: %s", name, body)
		require.Contains(t, body, `"pointer":"`+row.at+`"`, "%s: %s", name, body)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	p := openConsole(t).program(mill, programs.WriteBroadcasts)
	good := `{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}}`
	for name, row := range map[string]struct {
		body   string
		header []string
		want   int
	}{
		"no JSON":                {"words: hi", nil, 400},
		"half of it":             {good[:20], nil, 400},
		"something behind it":    {good + "{}", nil, 400},
		"letters that are none":  {strings.Replace(good, "Hi", "\xff\xfe", 1), nil, 400},
		"too large":              {`{"words": {"en": "` + strings.Repeat("a", 64<<10) + `"}}`, nil, 413},
		"a form":                 {good, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"another alphabet":       {good, []string{"Content-Type", "application/json; charset=latin1"}, 415},
		"no key":                 {good, []string{"Idempotency-Key", ""}, 400},
		"a key of many letters":  {good, []string{"Idempotency-Key", strings.Repeat("k", 300)}, 400},
		"a key of other letters": {good, []string{"Idempotency-Key", "k\u00e9y"}, 400},
		"all is well":            {good, nil, 201},
		"also with its alphabet": {good, []string{"Content-Type", "application/json; charset=UTF-8"}, 201},
	} {
		answer := p.send("POST", "/broadcasts", row.body, append([]string{"Idempotency-Key", fresh()}, row.header...)...)
		require.Equal(t, row.want, answer.StatusCode, "%s: %s", name, bodyOf(t, answer))
	}
	require.Equal(t, 404, p.send("GET", "/nothing", "").StatusCode)
	require.Equal(t, 405, p.send("DELETE", "/broadcasts", "").StatusCode)
}

func TestARepeatedRequestDoesNothingAndIsAnsweredTheSame(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteBroadcasts, programs.ReadBroadcasts)
	body := `{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}}`
	first := p.send("POST", "/broadcasts", body, "Idempotency-Key", `"k-1"`)
	require.Empty(t, first.Header.Get("Idempotency-Replayed"))
	said := bodyOf(t, first)
	for _, key := range []string{`"k-1"`, "k-1"} {
		again := p.send("POST", "/broadcasts", body, "Idempotency-Key", key)
		require.Equal(t, first.StatusCode, again.StatusCode)
		require.Equal(t, said, bodyOf(t, again))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	}
	other := p.send("POST", "/broadcasts", strings.Replace(body, "Hi", "Ho", 1), "Idempotency-Key", `"k-1"`)
	require.Equal(t, http.StatusUnprocessableEntity, other.StatusCode)
	require.Contains(t, bodyOf(t, other), "urn:connective:problem:key-reused")
	wrong := p.send("POST", "/broadcasts", `{"words": {}, "audience": {}}`, "Idempotency-Key", `"k-2"`)
	againWrong := p.send("POST", "/broadcasts", `{"words": {}, "audience": {}}`, "Idempotency-Key", `"k-2"`)
	require.Equal(t, bodyOf(t, wrong), bodyOf(t, againWrong), "what is refused is refused the same way")
	all, err := p.ListBroadcastsWithResponse(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, all.JSON200.Items, 1)
}

// Many at once with one key make one broadcast: the others are told that it is
// under way, or what the first was answered.
func TestOfManyAtOnceWithOneKeyOneIsDone(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteBroadcasts, programs.ReadBroadcasts)
	body := `{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}}`
	var all sync.WaitGroup
	var mu sync.Mutex
	codes := map[int]int{}
	for range 16 {
		all.Go(func() {
			answer := p.send("POST", "/broadcasts", body, "Idempotency-Key", "one")
			mu.Lock()
			defer mu.Unlock()
			codes[answer.StatusCode]++
		})
	}
	all.Wait()
	require.Equal(t, 16, codes[201]+codes[409], "%v", codes)
	require.Positive(t, codes[201])
	got, err := p.ListBroadcastsWithResponse(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, got.JSON200.Items, 1)
}

// A process dies after it has done what was asked and before it has kept the
// answer: another one does it again, and makes nothing twice.
func TestWhatAProcessThatDiedHasDoneIsNotDoneTwice(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	p := o.program(mill, programs.WriteBroadcasts, programs.ReadBroadcasts, programs.SendBroadcasts)
	o.api.Memory = forgetful{o.store}
	body := `{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}, "urgent": "now"}`
	for range 2 {
		first := p.send("POST", "/broadcasts", body, "Idempotency-Key", "k")
		require.Equal(t, 201, first.StatusCode)
		o.later(31 * time.Second)
	}
	all, err := p.ListBroadcastsWithResponse(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, all.JSON200.Items, 1)
	id := all.JSON200.Items[0].Id
	for range 2 {
		sent := p.send("POST", "/broadcasts/"+id+"/send", "", "Idempotency-Key", "s")
		require.Equal(t, 200, sent.StatusCode, "it was sent, by this very request")
		o.later(31 * time.Second)
	}
	require.Equal(t, 409, p.send("POST", "/broadcasts/"+id+"/send", "", "Idempotency-Key", "another").StatusCode)
}

// forgetful forgets answers, as a process does that dies.
type forgetful struct{ programs.Memory }

func (forgetful) Answered(context.Context, programs.Once, string, *programs.Answer) error { return nil }

func TestALimitIsToldAndHeld(t *testing.T) {
	o := openConsole(t)
	o.api.Programs.Limit = programs.Limit{Requests: 3, Within: time.Minute}
	p := o.program(mill, programs.ReadGroups)
	for left := 2; left >= 0; left-- {
		answer := p.send("GET", "/groups", "")
		require.Equal(t, 200, answer.StatusCode)
		require.Equal(t, `"token";q=3;w=60`, answer.Header.Get("RateLimit-Policy"))
		require.Equal(t, fmt.Sprintf(`"token";r=%d;t=%d`, left, 60-20*left), answer.Header.Get("RateLimit"))
	}
	answer := p.send("GET", "/groups", "")
	require.Equal(t, http.StatusTooManyRequests, answer.StatusCode)
	require.Equal(t, "20", answer.Header.Get("Retry-After"))
	require.Equal(t, 200, o.program(mill, programs.ReadGroups).send("GET", "/groups", "").StatusCode, "another token has its own")
	o.later(20 * time.Second)
	require.Equal(t, 200, p.send("GET", "/groups", "").StatusCode)
}

// To many people a broadcast waits for a second person. That is neither a program
// nor who made its token.
func TestNoProgramApprovesABroadcast(t *testing.T) {
	o := openConsole(t)
	for i := range broadcast.ApproveOver + 1 {
		o.text("mill", fmt.Sprintf("+447700900%03d", i), "SING")
	}
	admin := o.as(staff.Admin)
	session, err := o.desk.Vouched(t.Context(), "admin@example.org", "test", "192.0.2.1")
	require.NoError(t, err)
	maker, _, err := o.desk.Live(t.Context(), session)
	require.NoError(t, err)
	p := o.program(maker, programs.Rights...)
	wrote := p.send("POST", "/broadcasts", `{"words": {"en": "Hi"}, "audience": {"groups": ["choir"]}, "urgent": "now"}`, "Idempotency-Key", fresh())
	id := strings.TrimPrefix(wrote.Header.Get("Location"), "/api/v1/broadcasts/")
	sent, err := p.SendBroadcastWithResponse(t.Context(), id, &client.SendBroadcastParams{IdempotencyKey: fresh()}, client.Sending{})
	require.NoError(t, err)
	require.EqualValues(t, "waiting", sent.JSON200.State)
	require.Contains(t, *sent.JSON200.Waits, "https://texts.example.org/console/broadcasts/"+id+". No program can.")
	require.Equal(t, 404, p.send("POST", "/broadcasts/"+id+"/approve", "", "Idempotency-Key", fresh()).StatusCode)
	require.Equal(t, http.StatusConflict, admin.send("POST", "/console/broadcasts/"+id+"/approve", "").Code, "who made the token is no second person")
	require.Equal(t, http.StatusSeeOther, o.as(staff.Lead).send("POST", "/console/broadcasts/"+id+"/approve", "").Code)
}
