package fault_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store/storetest"
)

// What a failover takes with it: some people text before a Redis is copied, and
// all of them afterwards, the stoppers with a STOP at the end. Then the copy
// takes the place of the Redis.
const (
	talkers  = 24
	stoppers = 12 // the first of them
	stopText = 90 // the number of their last text
)

func number(person int) string { return fmt.Sprintf("+999%09d", person) }

// failoverTrial is a run in which Redis loses what it acknowledged.
func failoverTrial(t *testing.T, h *house) *trial {
	s := uint64(time.Now().UnixNano())
	*seed = s
	t.Logf("seed %d", s)
	return &trial{house: h, draw: rand.New(rand.NewPCG(s, 0)), sent: map[string][]*sent{}}
}

// talk makes everybody send the texts from n up to m, each answered before the
// next.
func (r *trial) talk(n, m int) { r.talkers(0, n, m) }

// talkers leaves the first of them out.
func (r *trial) talkers(first, n, m int) {
	var all sync.WaitGroup
	for person := first; person < talkers; person++ {
		all.Go(func() {
			for i := n; i < m; i++ {
				r.text(person, number(person), i, false)
			}
		})
	}
	all.Wait()
}

// stop makes the stoppers text STOP.
func (r *trial) stop() {
	var all sync.WaitGroup
	for person := range stoppers {
		all.Go(func() {
			r.send(person, &sent{id: eventID(number(person), stopText), words: "STOP"}, number(person), false)
		})
	}
	all.Wait()
}

// stopped makes sure that the stoppers are stopped: the first text of each is
// told so, as the closed list of what may follow a STOP has it, and the next is
// not answered.
func (r *trial) stopped(t *testing.T) {
	before := len(r.house.sink.Accepts())
	for n := range 2 {
		for person := range stoppers {
			require.Equal(t, 200, r.house.bots[0].text(eventID(number(person), stopText+1+n), number(person), "hello?"))
		}
	}
	require.True(t, r.quiet())
	after := r.house.sink.Accepts()[before:]
	require.Len(t, after, stoppers)
	for _, a := range after {
		require.Contains(t, a.Text, "You have stopped texts")
	}
}

// afterGoodbye finds texts that came to a stopper behind the goodbye.
func (r *trial) afterGoodbye() []string {
	var faults []string
	gone := map[string]string{}
	for _, a := range r.house.sink.Accepts() {
		if before, ok := gone[a.To]; ok {
			faults = append(faults, fmt.Sprintf("%s got %q behind %q", a.To, a.Text, before))
		}
		for person := range stoppers {
			if a.Ref == bot.Ref("messagebird:"+eventID(number(person), stopText), "echo", 0) {
				gone[a.To] = a.Text
			}
		}
	}
	return faults
}

func (r *trial) quiet() bool { return r.house.quiet(time.Minute, 3, 100*time.Millisecond) }

// rest waits until all is quiet, and says what is wrong then.
func (r *trial) rest(t *testing.T) (faults []string, unknown map[string]bool) {
	require.True(t, r.quiet(), "texts wait that never leave")
	return append(r.judge(), r.afterGoodbye()...), r.house.unknown()
}

// A Redis that is alone loses the last of what it acknowledged, and the bots
// live: they know which texts have left, so that none is sent twice and none is
// left for people to look at.
func TestALostTailIsAnsweredAgainAndNothingIsSentTwice(t *testing.T) {
	h := newHouse(t, build(t), 2, sink.Config{})
	r := failoverTrial(t, h)
	r.talk(0, 2)
	var meanwhile sync.WaitGroup
	meanwhile.Go(func() { r.talk(2, 4) })
	restore := h.redis.Copy()
	meanwhile.Wait()
	require.True(t, r.quiet())
	r.stop()
	require.True(t, r.quiet())
	before := len(h.sink.Accepts())

	h.redis.Kill()
	meanwhile.Go(func() { r.talkers(stoppers, 4, 5) })
	restore()
	h.redis.Run()
	meanwhile.Wait()
	faults, unknown := r.rest(t)
	require.Empty(t, faults)
	require.Empty(t, unknown, "both bots know what they have sent")
	require.Len(t, h.sink.Accepts(), before+talkers-stoppers, "each text once")
	r.stopped(t)
	r.wasRegained(t)
}

// The bots die with Redis, and what they knew of the texts that have left: what
// may have left before is a row for people and not sent again.
func TestALostTailIsListedIfNobodyKnowsWhatHasLeft(t *testing.T) {
	h := newHouse(t, build(t), 2, sink.Config{})
	r := failoverTrial(t, h)
	r.talk(0, 2)
	require.True(t, r.quiet())
	restore := h.redis.Copy()
	r.talk(2, 4)
	require.True(t, r.quiet())
	r.stop()
	require.True(t, r.quiet())
	before := len(h.sink.Accepts())

	for _, p := range h.bots {
		p.kill()
	}
	h.redis.Kill()
	restore()
	h.redis.Run()
	for _, p := range h.bots {
		p.start()
	}
	for _, p := range h.bots {
		p.await()
	}
	r.talkers(stoppers, 4, 5)
	faults, unknown := r.rest(t)
	require.Empty(t, faults)
	require.Len(t, h.sink.Accepts(), before+talkers-stoppers, "the new texts alone")
	require.NotEmpty(t, unknown)
	r.stopped(t)
	r.wasRegained(t)
	t.Logf("%d texts are listed for people", len(unknown))
}

// The copy of a cluster's master takes its place, and lacks what came last.
func TestACopyThatLagsBehindTakesThePlaceOfItsMaster(t *testing.T) {
	pair := storetest.ClusterWithCopy(t)
	h := newHouseOn(t, pair.URL, build(t), 2, sink.Config{})
	r := failoverTrial(t, h)
	r.talk(0, 2)
	require.True(t, r.quiet())
	pair.Cut()
	r.talk(2, 4)
	require.True(t, r.quiet())
	r.stop()
	require.True(t, r.quiet())
	before := len(h.sink.Accepts())

	var meanwhile sync.WaitGroup
	meanwhile.Go(func() { r.talkers(stoppers, 4, 5) })
	pair.FailOver()
	meanwhile.Wait()
	faults, unknown := r.rest(t)
	require.Empty(t, faults)
	require.Empty(t, unknown, "both bots know what they have sent")
	require.Len(t, h.sink.Accepts(), before+talkers-stoppers, "each text once")
	r.stopped(t)
	r.wasRegained(t)
}

// wasRegained makes sure that the run has shown something: the Redis did lose
// texts that were handled.
func (r *trial) wasRegained(t *testing.T) {
	regained := false
	for _, p := range r.house.bots {
		regained = regained || p.saw(`"msg":"the last texts have been judged again","regained":`) && !p.saw(`judged again","regained":0`)
	}
	require.True(t, regained, "texts were lost and judged again")
}

// saw reports whether the bot's log has the words.
func (p *process) saw(words string) bool { return strings.Contains(p.log.String(), words) }
