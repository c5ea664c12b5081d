package assure_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/links"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

var (
	noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	keys = links.Keys{{1}}
)

const halfYear = 180 * 24 * time.Hour

// kept is what a store keeps, in memory, with its marks and audit log.
type kept struct {
	mu       sync.Mutex
	now      time.Time
	services []directory.Service
	said     map[string]directory.Assurance
	marks    map[string]time.Time
	deeds    []string
}

func (k *kept) Directories(context.Context) (map[string]directory.Head, error) {
	return map[string]directory.Head{"mill": {N: 1, Services: len(k.services)}}, nil
}

func (k *kept) Services(context.Context, string, directory.Head) ([]directory.Service, error) {
	return append([]directory.Service(nil), k.services...), nil
}

func (k *kept) Service(_ context.Context, _ string, _ directory.Head, id string) (*directory.Service, error) {
	for i := range k.services {
		if k.services[i].ID == id {
			return &k.services[i], nil
		}
	}
	return nil, nil
}

func (k *kept) Assurances(context.Context, string) (map[string]directory.Assurance, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.said), nil
}

func (k *kept) Assured(context.Context) (map[string]int64, error) { return nil, nil }

func (k *kept) Assure(_ context.Context, _, id string, change func(directory.Assurance) directory.Assurance) (directory.Assurance, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := change(k.said[id])
	k.said[id] = a
	return a, nil
}

func (k *kept) Begin(_ context.Context, name string, within time.Duration) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if until, there := k.marks[name]; there && k.now.Before(until) {
		return false, nil
	}
	k.marks[name] = k.now.Add(within)
	return true, nil
}

func (k *kept) Rang(_ context.Context, name string, forget time.Duration) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.marks[name] = k.now.Add(forget)
	return nil
}

func (k *kept) Missed(_ context.Context, name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.marks, name)
	return nil
}

func (k *kept) Note(_ context.Context, _ staff.Scope, e staff.Entry) error {
	k.deeds = append(k.deeds, string(e.Deed))
	return nil
}

// post takes letters.
type post struct {
	mu     sync.Mutex
	to     []string
	texts  []string
	dead   bool
	nobody string // an address at which nobody is
	counts map[string]int
}

func (p *post) count(outcome string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.counts == nil {
		p.counts = map[string]int{}
	}
	p.counts[outcome]++
}

func (p *post) send(_ context.Context, to, _, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.dead:
		return errors.New("no route to the server")
	case to == p.nobody:
		return fmt.Errorf("hand in a letter: %w", assure.ErrRefused)
	}
	p.to, p.texts = append(p.to, to), append(p.texts, text)
	return nil
}

func mill() *flows.Org {
	return &flows.Org{ID: "mill", Name: "Mill Town", Languages: []string{"en"}, Timezone: time.UTC, AskRight: halfYear}
}

func aService(id string, assured directory.Date) directory.Service {
	return directory.Service{ID: id, Name: "Service " + id, Status: directory.Active, Email: id + "@example.org", Phones: []string{"01632 960101"}, Assured: assured}
}

// rounds are the rounds of two processes over the same store.
func rounds(k *kept, p *post) (look func(t *testing.T)) {
	var all []*assure.Round
	for range 2 {
		all = append(all, &assure.Round{
			Kept: k, Marks: k, Orgs: func() []*flows.Org { return []*flows.Org{mill(), {ID: "other", Timezone: time.UTC}} }, Send: p.send, Count: p.count, Links: keys,
			Page: "https://texts.example.org/still/", Now: func() time.Time { return k.now }, Log: slog.New(slog.DiscardHandler),
		})
	}
	return func(t *testing.T) {
		t.Helper()
		for _, r := range all {
			_ = r.Look(context.Background()) // a dead mail server is an error
		}
	}
}

func newKept(services ...directory.Service) *kept {
	return &kept{now: noon, services: services, said: map[string]directory.Assurance{}, marks: map[string]time.Time{}}
}

func TestAServiceIsAskedOnceInHalfAYear(t *testing.T) {
	k, p := newKept(aService("old", "2025-01-01"), aService("fresh", "2026-09-01"), aService("none", "")), &post{}
	look := rounds(k, p)
	for range 3 {
		look(t)
		k.now = k.now.Add(20 * time.Minute)
	}
	require.Equal(t, []string{"none@example.org", "old@example.org"}, p.to, "the one of which least is known first, each once")
	require.Contains(t, p.texts[1], "Name: Service old\n")
	require.Contains(t, p.texts[1], "Phone: 01632 960101\n")
	require.Contains(t, p.texts[1], "Open: (we know nothing of this)\n")
	for range 170 {
		k.now = k.now.Add(24 * time.Hour)
		look(t)
	}
	require.Equal(t, []string{"none@example.org", "old@example.org", "fresh@example.org"}, p.to, "not again, though it has said nothing")
	k.now = noon.Add(halfYear + 24*time.Hour)
	look(t)
	require.Len(t, p.to, 5, "and then once more")
}

func TestWhoIsNotAsked(t *testing.T) {
	closed, silent, away := aService("closed", ""), aService("silent", ""), aService("away", "")
	closed.Status, away.Email = directory.Closed, ""
	k, p := newKept(closed, silent, away, aService("waits", ""), aService("gone", ""), aService("lately", "")), &post{}
	k.said["silent"] = directory.Assurance{Quiet: true}
	k.said["waits"] = directory.Assurance{}.Hear(directory.HasChanged, "the door", noon)
	k.said["gone"] = directory.Assurance{}.Hear(directory.HasClosed, "", noon).Settle(false)
	k.said["lately"] = directory.Assurance{}.Hear(directory.StillRight, "", noon)
	rounds(k, p)(t)
	require.Empty(t, p.to)
}

func TestADeadMailServerLosesNothing(t *testing.T) {
	k, p := newKept(aService("a", ""), aService("b", "")), &post{dead: true}
	look := rounds(k, p)
	for range 5 {
		look(t)
		k.now = k.now.Add(2 * time.Minute)
	}
	require.Empty(t, k.said["a"].Asked, "nothing is written down that did not happen")
	missed := p.counts["missed"]
	require.Positive(t, missed)
	p.dead = false
	look(t)
	require.Equal(t, []string{"a@example.org", "b@example.org"}, p.to)
	require.Equal(t, map[string]int{"missed": missed, "sent": 2}, p.counts)
}

func TestAnAddressThatTakesNoLettersIsForStaff(t *testing.T) {
	k, p := newKept(aService("a", ""), aService("b", "")), &post{nobody: "a@example.org"}
	look := rounds(k, p)
	look(t)
	require.Equal(t, []string{"b@example.org"}, p.to, "the others are asked all the same")
	require.True(t, k.said["a"].Refused)
	require.Equal(t, map[string]int{"refused": 1, "sent": 1}, p.counts)
	k.now = k.now.Add(24 * time.Hour)
	look(t)
	require.Len(t, p.to, 1)
	k.services[0].Email = "new@example.org"
	k.now = k.now.Add(24 * time.Hour)
	look(t)
	require.Equal(t, []string{"b@example.org", "new@example.org"}, p.to, "its feed has another address by now")
}

func TestADaySeesOneLetterToAnAddressAndFiftyInAll(t *testing.T) {
	k, p := newKept(), &post{}
	for n := range 70 {
		s := aService(fmt.Sprintf("s%02d", n), "")
		if n < 3 {
			s.Email = "desk@example.org"
		}
		k.services = append(k.services, s)
	}
	look := rounds(k, p)
	look(t)
	require.Len(t, p.to, 50)
	require.Equal(t, 1, strings.Count(strings.Join(p.to, " "), "desk@"))
	k.now = k.now.Add(25 * time.Hour)
	look(t)
	require.Len(t, p.to, 69)
	k.now = k.now.Add(25 * time.Hour)
	look(t)
	require.Len(t, p.to, 70)
	require.Equal(t, 3, strings.Count(strings.Join(p.to, " "), "desk@"))
}

func TestAServiceAnswersAndStaffSeeToIt(t *testing.T) {
	ctx := context.Background()
	k, p := newKept(aService("a", "2025-01-01"), aService("b", "2025-01-01")), &post{}
	rounds(k, p)(t)
	token := regexp.MustCompile(`/still/([\w-]+)`).FindStringSubmatch(p.texts[0])[1]
	desk := &assure.Desk{Links: keys, Records: k, Org: func(id string) *flows.Org {
		if id == "mill" {
			return mill()
		}
		return nil
	}, Now: func() time.Time { return k.now }}
	office := &assure.Office{Kept: k, Org: desk.Org, Audit: k, Now: desk.Now}
	by := staff.AtTheMachine("mill", "sam")
	states := func() map[string]assure.State {
		lines, err := office.Waiting(ctx, by)
		require.NoError(t, err)
		all := map[string]assure.State{}
		for _, l := range lines {
			all[l.ID] = l.State
		}
		return all
	}
	asked, err := desk.Open(ctx, token)
	require.NoError(t, err)
	require.Equal(t, "Service a", asked.Service)
	require.Empty(t, asked.Said)
	require.Equal(t, map[string]assure.State{"a": assure.Unanswered, "b": assure.Unanswered}, states(), "looking changes nothing")

	k.now = k.now.Add(time.Hour)
	_, err = desk.Say(ctx, token, directory.HasChanged, "The\n door\u202e is "+strings.Repeat("x", 2000))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(k.said["a"].Words, "The door is x"))
	require.Len(t, []rune(k.said["a"].Words), 1000)
	require.Equal(t, assure.Changed, states()["a"])
	require.NoError(t, office.Settle(ctx, by, "a", false))
	require.ErrorIs(t, office.Settle(ctx, by, "a", false), assure.ErrNoService)

	_, err = desk.Say(ctx, token, directory.HasClosed, "words that nobody asked for")
	require.NoError(t, err)
	require.Empty(t, k.said["a"].Words)
	require.Equal(t, assure.Closed, states()["a"])
	require.NoError(t, office.Settle(ctx, by, "a", true))
	require.NotContains(t, states(), "a")

	_, err = desk.Hush(ctx, token)
	require.NoError(t, err)
	require.True(t, k.said["a"].Quiet)
	require.NoError(t, office.Right(ctx, by, "b"), "staff rang it")
	require.NotContains(t, states(), "b")
	require.ErrorIs(t, office.Right(ctx, by, "nobody"), assure.ErrNoService)
	require.Equal(t, []string{"saw to what a service said", "had a service shown again", "was told by a service that all is right"}, k.deeds)

	for name, bad := range map[string]string{
		"no link": "xyz", "of no organisation": assure.Token(keys, assure.Link{Org: "gone", Service: "a", Until: k.now.Add(time.Hour)}),
		"of no service": assure.Token(keys, assure.Link{Org: "mill", Service: "gone", Until: k.now.Add(time.Hour)}),
		"over":          assure.Token(keys, assure.Link{Org: "mill", Service: "a", Until: k.now}),
	} {
		_, err := desk.Say(ctx, bad, directory.HasClosed, "")
		require.ErrorIs(t, err, links.ErrLink, name)
	}
}
