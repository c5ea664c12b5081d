package fault_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/places"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store"
)

// teaParty is an event with few places, and whoever asks for one.
type teaParty struct {
	*house
	store *store.Store
	asks  int
	ids   map[string]string // of people, by phone
}

const teaPlaces = 7

// openTeaParty starts two bots of an organisation that has one.
func openTeaParty(t *testing.T, asks int) *teaParty {
	flows := writeFlows(t)
	starts := time.Now().Add(6 * 24 * time.Hour).Format("2006-01-02")
	for name, text := range map[string]string{
		"groups.csv": fmt.Sprintf("id,name,date,place,places\ntea,Tea party,%s 15:00,The Hive,%d\n", starts, teaPlaces),
		"tea.yaml":   "title: Tea\nstart: {words: [TEA]}\nsteps:\n  one: {join: tea, say: You have a place at the tea party. Text STOP to stop., then: end}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(flows, "echo", name), []byte(text), 0o644))
	}
	h := newHouse(t, build(t), 2, sink.Config{}, "CONNECTIVE_FLOWS="+flows)
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	s, err := store.Open(context.Background(), store.Options{URL: h.store, Keys: keys, Consumer: "test"})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() }) // Redis may be gone
	return &teaParty{h, s, asks, map[string]string{}}
}

// text texts until one of the bots has answered 200, as a provider does.
func (p *teaParty) text(id, phone, words string) {
	for n := range 600 {
		if p.bots[n%2].text(id, phone, words) == 200 {
			return
		}
		time.Sleep(50 * time.Millisecond) // the provider's own pause
	}
	p.t.Errorf("nobody took a text in 600 tries")
}

// whileBotsDie does something for each of some phones at once, while bots and Redis are
// killed, and waits until all is quiet.
func (p *teaParty) whileBotsDie(draw *rand.Rand, phones []string, do func(phone string)) {
	var breaking, all sync.WaitGroup
	for _, phone := range phones {
		after := time.Duration(draw.Int64N(int64(2 * time.Second)))
		all.Go(func() {
			time.Sleep(after) // when they happen to text
			do(phone)
		})
	}
	over := make(chan struct{})
	r := &trial{house: p.house, draw: draw, worse: true}
	breaking.Go(func() { r.breakThings(over) })
	all.Wait()
	close(over)
	breaking.Wait()
	for _, b := range p.bots {
		b.await()
	}
	require.True(p.t, p.atRest(2*time.Minute))
	p.t.Logf("%d kills", r.kills)
}

// register is who comes, once every place is sure: what was asked for by a turn that
// died is given back.
func (p *teaParty) register(so func(places.Register) bool) places.Register {
	p.t.Helper()
	var r places.Register
	require.Eventually(p.t, func() bool {
		var err error
		r, _, err = p.store.Register(context.Background(), "echo", "tea")
		return err == nil && so(r)
	}, 4*time.Minute, 100*time.Millisecond)
	return r
}

func sure(r places.Register) bool {
	return !slices.ContainsFunc(r.People, func(e places.Entry) bool { return !e.Sure && e.State != places.Not })
}

// withPeople are those who are not in the register, as their text was being judged at
// three kills: people have it, lest it be what ends the program.
func (p *teaParty) withPeople(r places.Register, phones []string) map[string]bool {
	p.t.Helper()
	asked, with := map[string]bool{}, map[string]bool{}
	for _, e := range r.People {
		asked[e.Person] = true
	}
	for _, phone := range phones {
		thread, err := p.store.Thread(context.Background(), bot.Key{Org: "echo", Address: providers.Address{Kind: providers.Phone, Value: phone}})
		require.NoError(p.t, err)
		if !asked[thread.ID] {
			require.NotNil(p.t, thread.Case, "a text is neither in the register nor with people")
			with[phone] = true
		}
	}
	return with
}

// phoneOf finds whose an entry is.
func (p *teaParty) phoneOf(person string) string {
	for i := range p.asks {
		phone := memberPhone(i)
		if p.ids[phone] == "" {
			thread, err := p.store.Thread(context.Background(), bot.Key{Org: "echo", Address: providers.Address{Kind: providers.Phone, Value: phone}})
			require.NoError(p.t, err)
			p.ids[phone] = thread.ID
		}
		if p.ids[phone] == person {
			return phone
		}
	}
	p.t.Fatal("somebody is in the register who never asked")
	return ""
}

// told is how often somebody was sent a text with these words.
func (p *teaParty) told(phone, words string) int {
	n := 0
	for _, text := range p.got(phone) {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n
}

// 200 people ask at once for seven places while bots and Redis are killed; five who have one
// give it back while they are killed again, and the places go to the first in line.
// Never are there more than seven, in the register or told to people.
func TestAPlaceIsNeverGivenTwiceWhateverIsKilled(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel() // most of it waits
	p := openTeaParty(t, 200)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 0))
	var everybody []string
	for i := range p.asks {
		everybody = append(everybody, memberPhone(i))
	}
	p.whileBotsDie(draw, everybody, func(phone string) { p.text("tea "+phone, phone, "TEA") })

	r := p.register(sure)
	withPeople := p.withPeople(r, everybody)
	require.Len(t, r.People, p.asks-len(withPeople), "everybody has asked, once")
	require.Len(t, r.Coming(), teaPlaces)
	require.Equal(t, teaPlaces, r.Taken())
	comes := map[string]bool{}
	for _, e := range r.Coming() {
		comes[p.phoneOf(e.Person)] = true
	}
	unsure := len(p.unknown())
	silent := 0
	for _, phone := range everybody {
		got, full := p.told(phone, "You have a place"), p.told(phone, "it is full")
		require.LessOrEqual(t, got+full, 1, "one answer")
		require.False(t, got > 0 && !comes[phone], "somebody was told that they have a place, and has none")
		require.False(t, full > 0 && comes[phone], "somebody has a place and was told that it is full")
		if got+full == 0 && !withPeople[phone] {
			silent++
		}
	}
	require.LessOrEqual(t, silent, unsure, "who was told nothing is listed")

	var gives []string
	for _, e := range r.Coming()[:5] {
		gives = append(gives, p.phoneOf(e.Person))
	}
	var line []string
	for _, e := range r.Line() {
		line = append(line, p.phoneOf(e.Person))
	}
	p.whileBotsDie(draw, gives, func(phone string) { p.text("no "+phone, phone, "NO") })
	r = p.register(func(r places.Register) bool { return len(r.Coming()) == teaPlaces-5 && r.Taken() == teaPlaces })
	var offered []string
	for _, e := range r.Line()[:5] {
		require.Equal(t, places.Offered, e.State)
		offered = append(offered, p.phoneOf(e.Person))
	}
	require.Equal(t, line[:5], offered, "the first in line, in their order")
	p.whileBotsDie(draw, offered, func(phone string) { p.text("yes "+phone, phone, "YES") })
	r = p.register(func(r places.Register) bool { return sure(r) && len(r.Coming()) == teaPlaces })
	require.Equal(t, teaPlaces, r.Taken())
	for _, phone := range offered {
		require.LessOrEqual(t, p.told(phone, "a place has come up"), 1, "an offer is made once")
	}
	for _, phone := range gives {
		require.False(t, slices.ContainsFunc(r.Coming(), func(e places.Entry) bool { return p.phoneOf(e.Person) == phone }))
	}
}
