package fault_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store"
)

// openBabyTips starts two bots of an organisation with a course that counts from a
// birth, one lesson of which is due on the day.
func openBabyTips(t *testing.T, seed uint64) (*teaParty, *flows.Org) {
	dir := writeFlows(t)
	for name, text := range map[string]string{
		"courses.csv":     "id,name,date,between,consent\nbaby,Baby tips,birth,00:00-24:00,tips\n",
		"course_baby.csv": "id,when,text\none,on the day,Sleep when the baby sleeps.\nten,10 days after,Walk a little.\n",
		"baby.yaml": "title: Baby\nstart: {words: [BABY]}\nsteps:\n  agree: {ask: Tips by text? Text STOP to end., exact: yes, options: {yes: Yes, no: No -> end}}\n" +
			"  born: {opt_in: tips, ask: When was your baby born?, answer: date}\n  in: {course: {join: baby, from: born}, say: You are in., then: end}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "echo", name), []byte(text), 0o644))
	}
	yaml := filepath.Join(dir, "echo", "org.yaml")
	org, err := os.ReadFile(yaml)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(yaml, append(org, "consents: {tips: Tips by text}\n"...), 0o644))
	book, found := flows.Load(os.DirFS(dir))
	require.Contains(t, book.Orgs, "echo", "%v", found)
	require.NotEmpty(t, book.Orgs["echo"].Flows, "%v", found)
	h := newHouse(t, build(t), 2, sink.Config{Modes: everyFault, Seed: seed}, "CONNECTIVE_FLOWS="+dir)
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	s, err := store.Open(context.Background(), store.Options{URL: h.store, Keys: keys, Consumer: "test"})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() }) // Redis may be gone
	return &teaParty{h, s, 0, map[string]string{}}, book.Orgs["echo"]
}

// attends puts somebody into the course as a list of people does, once Redis is there.
func (p *teaParty) attends(o *flows.Org, phone string) {
	ctx, now := context.Background(), time.Now()
	key := bot.Key{Org: o.ID, Address: providers.Address{Kind: providers.Phone, Value: phone}}
	in := bot.Import{
		Event: "import:" + phone, By: "Ada", Consents: []string{"tips"}, Course: "baby", Day: o.Today(now),
		Source: "booking visit", Words: "Tips by text", Agreed: now.Add(-24 * time.Hour),
	}
	for range 600 {
		thread, err := p.store.Thread(ctx, key)
		if err == nil {
			turn, changes, refused := bot.JudgeImport(o, thread, nil, in, now)
			if refused != nil || !changes { // it was written, and the answer lost
				return
			}
			err = p.store.Commit(ctx, turn)
		}
		if err == nil || errors.Is(err, bot.ErrDuplicate) {
			return
		}
		time.Sleep(50 * time.Millisecond) // Redis is away
	}
	p.t.Errorf("somebody could not join in 600 tries")
}

// People join a course at random instants, and some of them text STOP or tell of a loss
// at others, while bots and Redis are killed and the provider fails in every way: each
// is sent the lesson once, or it is listed, and nobody is after the answer to a STOP or
// to a loss.
func TestALessonLeavesOnceOrIsListedAndNoneAfterStopOrALoss(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel() // most of it waits
	const attend = 150
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 0))
	p, o := openBabyTips(t, seed)
	var everybody []string
	says, after := map[string]string{}, map[string]time.Duration{}
	for i := range attend {
		phone := memberPhone(i)
		everybody = append(everybody, phone)
		if i%5 < 2 {
			says[phone], after[phone] = []string{"STOP", "my baby died"}[i%2], time.Duration(draw.Int64N(int64(2*time.Second)))
		}
	}
	lives := func(phone string) {
		p.attends(o, phone)
		if words := says[phone]; words != "" {
			time.Sleep(after[phone]) // when they happen to text
			p.text(words+" "+phone, phone, words)
		}
	}
	p.whileBotsDie(draw, everybody[:attend/2], lives)
	var others sync.WaitGroup
	for _, phone := range everybody[attend/2:] {
		others.Go(func() { lives(phone) })
	}
	(&trial{house: p.house, draw: draw}).withoutRedis() // and both bots go in the middle of it
	others.Wait()
	lessons := func() (got map[string]int, late []string) {
		got, answered := map[string]int{}, map[string]bool{}
		for _, a := range p.sink.Accepts() {
			phone := "+" + strings.TrimPrefix(a.To, "+")
			switch {
			case strings.Contains(a.Text, "Sleep when"):
				got[phone]++
				if answered[phone] {
					late = append(late, phone)
				}
			default:
				answered[phone] = true
			}
		}
		return got, late
	}
	missing := func() int {
		got, _ := lessons()
		n := 0
		for _, phone := range everybody {
			if got[phone] == 0 && says[phone] == "" {
				n++
			}
		}
		return n
	}
	require.Eventually(t, func() bool { return missing() == 0 || missing() <= len(p.unknown()) }, 2*time.Minute, 200*time.Millisecond, "everybody is sent it, or it is listed")
	require.True(t, p.atRest(2*time.Minute))
	got, late := lessons()
	require.Empty(t, late, "a lesson after the answer to STOP, or to a loss")
	for phone, n := range got {
		require.Equal(t, 1, n, "the lesson twice, to …%s", phone[len(phone)-3:])
	}
	for phone, words := range says {
		thread, err := p.store.Thread(context.Background(), bot.Key{Org: "echo", Address: providers.Address{Kind: providers.Phone, Value: phone}})
		require.NoError(t, err)
		if words == "STOP" {
			require.True(t, thread.Stopped)
			continue
		}
		require.Empty(t, thread.Person.Courses, "the course has ended for whoever tells of a loss")
	}
	t.Logf("%d of %d were sent the lesson, %d may have been and are listed", len(got), attend, missing())
}
