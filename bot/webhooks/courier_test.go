package webhooks_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

var (
	ctx           = context.Background()
	mill, harbour = staff.AtTheMachine("mill", "root"), staff.AtTheMachine("harbour", "root")
)

// heard is one webhook that a program got.
type heard struct {
	id, at, signature, body string
}

// town is a real store, a courier, and a program that is told what happens.
type town struct {
	t       *testing.T
	store   *store.Store
	desk    *webhooks.Desk
	courier *webhooks.Courier
	program *httptest.Server
	now     time.Time
	mu      sync.Mutex
	heard   []heard
	answer  int
	alarms  []string
	events  int
}

func newTown(t *testing.T) *town {
	return townOn(t, storeWith(t, store.Options{Embedded: true, Keys: keysOf(t)}))
}

func keysOf(t *testing.T) store.Keys {
	t.Helper()
	keys, err := store.DeriveKeys("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", nil)
	require.NoError(t, err)
	return keys
}

func storeWith(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	o.Patience = 5 * time.Second
	s, err := store.Open(ctx, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func townOn(t *testing.T, s *store.Store) *town {
	c := &town{t: t, store: s, now: time.Now(), answer: http.StatusNoContent}
	c.program = httptest.NewServer(c)
	t.Cleanup(c.program.Close)
	gate, now := webhooks.Gate{Loopback: true}, func() time.Time { return c.now }
	log := slog.New(slog.DiscardHandler)
	c.desk = &webhooks.Desk{Book: s, Lost: s, Audit: staff.NewDesk(staff.DeskConfig{Accounts: s, Tries: s, Sessions: s, Audit: s, Now: now, Log: log}), Gate: gate, Now: now}
	c.courier = &webhooks.Courier{
		Book: s, Facts: s, Queue: s, Gate: gate, Now: now, Log: log, Sensitive: func(_, group string) bool { return group == "carers" },
		Alarm: func(_ context.Context, org string, e webhooks.Endpoint) error {
			c.alarms = append(c.alarms, org+" "+e.ID)
			return nil
		},
	}
	return c
}

// ServeHTTP is the program.
func (c *town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = append(c.heard, heard{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), string(body)})
	w.WriteHeader(c.answer)
}

// add adds the program as a webhook.
func (c *town) add(by staff.Scope, kinds ...webhooks.Kind) (id, secret string) {
	c.t.Helper()
	e, secret, err := c.desk.Add(ctx, by, c.program.URL, kinds)
	require.NoError(c.t, err)
	require.NoError(c.t, c.store.LearnHooks(ctx))
	return e.ID, secret
}

// turn commits what somebody has done.
func (c *town) turn(org string, change func(*bot.Turn)) bot.Thread {
	c.t.Helper()
	return c.turnOf(111, org, change)
}

// turnOf is turn for one of a thousand people.
func (c *town) turnOf(n int, org string, change func(*bot.Turn)) bot.Thread {
	c.t.Helper()
	c.events++
	thread, err := c.store.Thread(ctx, bot.Key{Org: org, Address: providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+447700900%03d", n)}})
	require.NoError(c.t, err)
	turn := bot.Turn{Thread: thread, At: c.now, Event: fmt.Sprint("e", c.events), Line: "+447700900999"}
	change(&turn)
	require.NoError(c.t, c.store.Commit(ctx, turn))
	return thread
}

func (c *town) step() []heard {
	c.t.Helper()
	require.NoError(c.t, c.courier.Step(ctx))
	c.mu.Lock()
	defer c.mu.Unlock()
	got := c.heard
	c.heard = nil
	return got
}

func TestAProgramIsToldWhatHappensAndNoMore(t *testing.T) {
	c := newTown(t)
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	require.Empty(t, c.step(), "of what happened before nothing is told")
	_, secret := c.add(mill, webhooks.PersonJoined, webhooks.PersonStopped, webhooks.CaseOpened)
	yes := true
	thread := c.turn("mill", func(t *bot.Turn) {
		t.Joined, t.Left, t.Stop, t.Person.Me = []string{"choir", "carers"}, []string{"chess"}, &yes, map[string]string{"name": "Ada"}
		t.Say = []bot.Outgoing{{Ref: "r", Text: "a secret text", Priority: providers.Reply}}
	})
	c.turn("harbour", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	got := c.step()
	require.Len(t, got, 2, "one joined and one stopped: nothing of the sensitive group, of what was not asked for, or of another organisation")
	seen := map[string]string{}
	for _, h := range got {
		var body struct {
			Type string
			Data map[string]string
		}
		require.NoError(t, json.Unmarshal([]byte(h.body), &body))
		seen[body.Type] = body.Data["group"]
		require.Equal(t, thread.ID, body.Data["person"])
		for _, no := range []string{"7700", "secret", "Ada", "carers", "chess", "harbour"} {
			require.NotContains(t, h.body, no)
		}
		require.True(t, strings.HasPrefix(h.signature, "v1,") && strings.HasPrefix(h.id, "msg_") && h.at != "")
	}
	require.Equal(t, map[string]string{"person.joined": "choir", "person.stopped": ""}, seen)
	require.True(t, strings.HasPrefix(secret, "whsec_"))
	require.Empty(t, c.step(), "once")
}

func TestWhatFailsIsTriedAgainWithTheSameIdAndThenListed(t *testing.T) {
	c := newTown(t)
	id, _ := c.add(mill, webhooks.PersonJoined)
	c.answer = http.StatusInternalServerError
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	end := c.now.Add(webhooks.PatientFor + 12*time.Hour)
	ids := map[string]int{}
	for ; c.now.Before(end); c.now = c.now.Add(20 * time.Minute) {
		for _, h := range c.step() {
			ids[h.id]++
		}
	}
	require.Len(t, ids, 1)
	for _, n := range ids {
		require.Greater(t, n, 10)
	}
	missed, err := c.desk.Missed(ctx, mill)
	require.NoError(t, err)
	require.Len(t, missed, 1)
	require.Equal(t, "it answered 500", missed[0].Why)
	require.Greater(t, missed[0].Tries, 10)
	theirs, err := c.desk.Missed(ctx, harbour)
	require.NoError(t, err)
	require.Empty(t, theirs)

	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"chess"} })
	c.step()
	all, err := c.desk.List(ctx, mill)
	require.NoError(t, err)
	require.False(t, all[0].Off.IsZero(), "it has taken nothing for three days")
	require.Equal(t, []string{"mill " + id}, c.alarms, "and the admins are told once")
	c.answer = http.StatusOK
	require.Empty(t, c.step())

	require.NoError(t, c.desk.Enable(ctx, mill, id))
	n, err := c.desk.Retry(ctx, mill, missed[0].ID)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	got := c.step()
	require.NotEmpty(t, got)
	require.Equal(t, missed[0].ID, got[0].id)
	missed, err = c.desk.Missed(ctx, mill)
	require.NoError(t, err)
	require.Empty(t, missed)
}

// TestATestIsSignedSentAtOnceAndChangesNothing also of a webhook that is turned off.
func TestATestIsSignedSentAtOnceAndChangesNothing(t *testing.T) {
	c := newTown(t)
	id, secret := c.add(mill, webhooks.CaseOpened)
	require.NoError(t, c.desk.Pause(ctx, mill, id))
	for status, why := range map[int]string{204: "", 500: "it answered 500", 302: "it answered 302, and no redirect is followed"} {
		c.answer = status
		trial, err := c.desk.Test(ctx, mill, id)
		require.NoError(t, err)
		require.Equal(t, []any{status, why}, []any{trial.Status, trial.Why})
		require.Positive(t, trial.Took)
		require.Len(t, c.heard, 1)
		got := c.heard[0]
		c.heard = nil
		require.Regexp(t, `^\{"type":"test","timestamp":"[^"]+","data":\{\}\}$`, got.body)
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, webhooks.SecretPrefix))
		require.NoError(t, err)
		require.Equal(t, webhooks.Signature([]webhooks.Secret{{Key: key}}, got.id, c.now, []byte(got.body)), got.signature)
	}
	require.Empty(t, c.step(), "it is not tried again")
	missed, err := c.desk.Missed(ctx, mill)
	require.NoError(t, err)
	require.Empty(t, missed)
	all, err := c.desk.List(ctx, mill)
	require.NoError(t, err)
	require.Zero(t, all[0].Failing)
	c.program.Close()
	trial, err := c.desk.Test(ctx, mill, id)
	require.NoError(t, err)
	require.Equal(t, []any{0, webhooks.WhyAway}, []any{trial.Status, trial.Why})
	_, err = c.desk.Test(ctx, mill, "w-none")
	require.ErrorIs(t, err, webhooks.ErrNone)
	_, err = c.desk.Test(ctx, staff.AtTheMachine("harbour", "root"), id)
	require.ErrorIs(t, err, webhooks.ErrNone, "of another organisation")
	_, err = webhooks.ReadKinds([]string{"test"})
	require.Error(t, err, "nobody asks for tests")
}

func TestWhatWasMissedCanBeDropped(t *testing.T) {
	c := newTown(t)
	c.add(mill, webhooks.PersonJoined)
	c.answer = http.StatusGone
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	for end := c.now.Add(webhooks.PatientFor + 12*time.Hour); c.now.Before(end); c.now = c.now.Add(time.Hour) {
		c.step()
	}
	_, err := c.desk.Drop(ctx, harbour, "")
	require.ErrorIs(t, err, webhooks.ErrNothing, "another organisation's are its own")
	n, err := c.desk.Drop(ctx, mill, "")
	require.NoError(t, err)
	require.Equal(t, 1, n)
	_, err = c.desk.Retry(ctx, mill, "")
	require.ErrorIs(t, err, webhooks.ErrNothing)
}

// A process dies after it has queued and handed over, before it has let the fact go:
// another one queues nothing twice. One that dies in a try is followed by another
// try, with the same id.
func TestAProcessThatDiesLosesAndDoublesNothing(t *testing.T) {
	c := newTown(t)
	c.add(mill, webhooks.PersonJoined)
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	news, err := c.store.News(ctx, 10)
	require.NoError(t, err)
	require.Len(t, news, 1)
	c.courier.Facts, c.courier.Queue = dying{c.store}, dying{c.store}
	require.Error(t, c.courier.Step(ctx), "it dies before it has let the fact go, or noted what came of the try")
	first := c.heard
	require.Len(t, first, 1)
	c.heard, c.courier.Facts, c.courier.Queue = nil, c.store, c.store
	require.Empty(t, c.step(), "for a minute it is the first one's")
	c.now = c.now.Add(61 * time.Second)
	again := c.step()
	require.Len(t, again, 1, "at least once")
	require.Equal(t, first[0].id, again[0].id)
	c.now = c.now.Add(time.Hour)
	require.Empty(t, c.step())
}

// More has happened than is looked at together, to people of every partition.
func TestAllThatHasHappenedIsTold(t *testing.T) {
	c := newTown(t)
	c.add(mill, webhooks.PersonJoined)
	for n := range 700 {
		c.turnOf(n, "mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	}
	require.NoError(t, c.courier.Step(ctx))
	news, err := c.store.News(ctx, 10)
	require.NoError(t, err)
	require.Empty(t, news, "none is left behind")
}

// dying does what it is asked to, but for the last step.
type dying struct{ *store.Store }

var errDied = errors.New("died")

func (d dying) Spread(ctx context.Context, n webhooks.News, to []webhooks.Delivery) error {
	n.Place = "64 0-1" // of something else
	if err := d.Store.Spread(ctx, n, to); err != nil {
		return err
	}
	return errDied
}

func (dying) Tried(context.Context, webhooks.Delivery, webhooks.Result) error { return errDied }

func TestARemovedWebhookIsToldNothingMore(t *testing.T) {
	c := newTown(t)
	id, first := c.add(mill, webhooks.PersonJoined)
	require.ErrorIs(t, c.desk.Remove(ctx, harbour, id), webhooks.ErrNone)
	second, err := c.desk.Rotate(ctx, mill, id)
	require.NoError(t, err)
	require.NotEqual(t, first, second)
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"choir"} })
	got := c.step()
	require.Len(t, strings.Fields(got[0].signature), 2, "both secrets sign")
	c.turn("mill", func(t *bot.Turn) { t.Joined = []string{"chess"} })
	require.NoError(t, c.desk.Remove(ctx, mill, id))
	require.Empty(t, c.step())
	_, _, err = c.desk.Add(ctx, staff.AsProgram("mill", "T", "A", "sam"), c.program.URL, webhooks.Kinds)
	require.ErrorIs(t, err, staff.ErrMayNot)
	for range 10 {
		c.add(mill, webhooks.PersonJoined)
	}
	_, _, err = c.desk.Add(ctx, mill, c.program.URL, webhooks.Kinds)
	require.ErrorIs(t, err, webhooks.ErrMany)
}
