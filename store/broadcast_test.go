package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// hall is a town with an allotment, its organiser, and a clock.
type hall struct {
	t      *testing.T
	s      *store.Store
	now    time.Time
	desk   *broadcast.Desk
	sender *broadcast.Sender
	notes  notes
}

// notes is an audit log that is only looked at.
type notes struct {
	mu   sync.Mutex
	said []string
	away error
}

func (n *notes) Note(_ context.Context, by staff.Scope, e staff.Entry) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away == nil {
		n.said = append(n.said, by.Name()+" "+string(e.Deed))
	}
	return n.away
}

// as is somebody at the machine of the town.
func as(name string) staff.Scope { return staff.AtTheMachine("wenbridge", name) }

func newHall(t *testing.T, s *store.Store) *hall {
	h := &hall{t: t, s: s, now: time.Now()}
	org := &flows.Org{
		ID: "wenbridge", Name: "Wenbridge Link", Number: "+447700900999", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC,
		Queues: []flows.Queue{{Name: "hive"}}, Consents: []flows.Consent{{Name: "news", Words: "news"}},
		Lists: map[string]*flows.List{"groups": {Name: "groups", Rows: []flows.Row{{"id": "allotment", "name": "Allotment", "name:cy": "Rhandir"}, {"id": "choir", "name": "Choir"}}}},
		Flows: map[string]*flows.Flow{"groups": {ID: "groups"}},
	}
	book := func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": org}} }
	clock := func() time.Time { return h.now }
	h.desk = &broadcast.Desk{Archive: s, People: s, Outbox: s, Audit: &h.notes, Counted: s, Book: book, Now: clock}
	h.sender = &broadcast.Sender{Archive: s, People: s, Outbox: s, Book: book, Now: clock, Log: slog.New(slog.DiscardHandler)}
	return h
}

// members adds people to the allotment, from a number on.
func (h *hall) members(from, n int) {
	h.t.Helper()
	for i := range n {
		turn := turnOf(h.t, h.s, key(from+i), fmt.Sprint("join ", from+i), "")
		turn.Person.Language, turn.Person.Groups, turn.Joined = "en", []string{"allotment"}, []string{"allotment"}
		require.NoError(h.t, h.s.Commit(context.Background(), turn))
	}
}

// imported adds people to the allotment who have never texted, from a number on.
func (h *hall) imported(from, n int) {
	h.t.Helper()
	for i := range n {
		turn := turnOf(h.t, h.s, key(from+i), fmt.Sprint("import ", from+i), "")
		turn.Person = bot.Person{Language: "en", Groups: []string{"allotment"}, Met: noon}
		turn.Joined = turn.Person.Groups
		require.NoError(h.t, h.s.Commit(context.Background(), turn))
	}
}

// write keeps the draft of a broadcast to the allotment.
func (h *hall) write() broadcast.Broadcast {
	h.t.Helper()
	b, err := h.desk.Write(context.Background(), as("Ada"), broadcast.Broadcast{
		Queue: "hive", Words: map[string]string{"en": "Seed swap this Saturday, 10am to 12, Mill Lane."},
		Audience: broadcast.Audience{Groups: []string{"allotment"}},
	}, "")
	require.NoError(h.t, err)
	return b
}

// steps moves broadcasts on so many times.
func (h *hall) steps(n int) {
	h.t.Helper()
	for range n {
		until(h.t, time.Minute, func() bool { // a machine with much to do answers late
			err := h.sender.Step(context.Background())
			if !errors.Is(err, bot.ErrUnavailable) {
				require.NoError(h.t, err)
			}
			return err == nil
		})
	}
}

func (h *hall) read(b broadcast.Broadcast) (broadcast.Broadcast, broadcast.Counts) {
	h.t.Helper()
	b, err := h.s.Broadcast(context.Background(), b.Org, b.ID)
	require.NoError(h.t, err)
	counts, err := h.s.Counts(context.Background(), b)
	require.NoError(h.t, err)
	return b, counts
}

func TestABroadcastReachesEveryMemberOnceAndNobodyWhoStopped(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.members(100, 30)
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(101), "stop 101")))
		dispatch(t, s)
		b := h.write()
		p, err := h.desk.Preview(ctx, b)
		require.NoError(t, err)
		require.Equal(t, 29, p.People)
		require.Equal(t, map[broadcast.Reason]int{broadcast.Stopped: 1}, p.LeftOut)
		require.Equal(t, 29, p.Parts)
		require.Len(t, p.Samples["en"], 3)

		b, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		require.NoError(t, err)
		require.Equal(t, broadcast.Scheduled, b.State)
		h.steps(3)
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(110), "stop 110")), "after the texts are in the outbox")
		h.steps(3)
		sent, others := dispatch(t, s)
		require.Len(t, sent, 28+1, "and the answer to STOP")
		require.Contains(t, sent, "Allotment: Seed swap this Saturday, 10am to 12, Mill Lane. STOP to end texts.")
		require.Equal(t, 1, others[providers.Withheld])
		h.steps(1)
		b, counts := h.read(b)
		require.Equal(t, broadcast.Done, b.State)
		require.Equal(t, broadcast.Counts{People: 29, Expanded: 29, Queued: 29, Sent: 28, Withheld: 1}, counts)
	})
}

func TestWhatIsPausedOrCancelledDoesNotLeave(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.members(200, 10)
		b := h.write()
		_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		require.NoError(t, err)
		h.steps(3)
		first := claims(t, s, 1)
		require.Equal(t, providers.Claimed, first[0].State)
		b, err = h.desk.Pause(ctx, as("Ada"), b.ID)
		require.NoError(t, err)
		for _, c := range claims(t, s, 0) {
			require.NotEqual(t, providers.Claimed, c.State, "it is paused")
		}
		b, err = h.desk.Cancel(ctx, as("Ada"), b.ID)
		require.NoError(t, err)
		for _, c := range first {
			if c.State == providers.Claimed {
				settle(t, s, c, accepted)
			}
		}
		sent, _ := dispatch(t, s)
		require.Empty(t, sent, "it is cancelled")
		_, err = h.desk.Resume(ctx, as("Ada"), b.ID)
		require.Error(t, err, "what is cancelled stays so")
		_, counts := h.read(b)
		require.Equal(t, 10, counts.Queued)
		require.Equal(t, 10, counts.Sent+counts.Withheld)
	})
}

func TestToManyPeopleASecondPersonApprovesAndTheFirstFewGoBefore(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(300, broadcast.ApproveOver+1)
	b := h.write()
	b, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	require.Equal(t, broadcast.Waiting, b.State)
	h.steps(2)
	_, err = h.desk.Approve(ctx, as("Ada"), b.ID)
	require.ErrorIs(t, err, broadcast.ErrYourOwn)
	_, err = h.desk.Approve(ctx, as("Sam"), b.ID)
	require.NoError(t, err)
	h.steps(8)
	b, counts := h.read(b)
	require.Equal(t, broadcast.Holding, b.State)
	require.Equal(t, broadcast.FirstFew, counts.Queued)
	h.now = h.now.Add(broadcast.HoldFor)
	h.steps(4)
	sent, _ := dispatch(t, s)
	require.Len(t, sent, broadcast.ApproveOver+1)
	h.steps(1)
	b, _ = h.read(b)
	require.Equal(t, broadcast.Done, b.State)

	again := h.write()
	_, err = h.desk.Send(ctx, as("Ada"), again.ID, time.Time{}, false)
	var same *broadcast.AgainError
	require.ErrorAs(t, err, &same)
	require.Equal(t, b.ID, same.ID)
}

// Two processes let the first few leave, and no more.
func TestTwoSendersLetNoMoreThanTheFirstFewLeaveBeforeTheHold(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(300, broadcast.ApproveOver+1)
	b := h.write()
	_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	_, err = h.desk.Approve(ctx, as("Sam"), b.ID)
	require.NoError(t, err)
	var both sync.WaitGroup
	for range 4 {
		both.Go(func() {
			h.steps(6)
		})
	}
	both.Wait()
	b, counts := h.read(b)
	require.Equal(t, broadcast.Holding, b.State)
	require.Equal(t, broadcast.FirstFew, counts.Queued)
}

// Two processes move the same broadcast on, and each text is there once.
func TestTwoSendersPutNobodyIntoTheOutboxTwice(t *testing.T) {
	onServers(t, func(t *testing.T, url string) { // processes share no embedded Redis
		s := open(t, store.Options{URL: url})
		ctx, h := context.Background(), newHall(t, s)
		h.members(500, 40)
		b := h.write()
		_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		require.NoError(t, err)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { h.steps(6) })
		}
		both.Wait()
		sent, _ := dispatch(t, s)
		require.Len(t, sent, 40)
		_, counts := h.read(b)
		require.Equal(t, 40, counts.Queued)
	})
}

func TestWhoTextsAfterABroadcastIsKnown(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.members(600, 2)
		b := h.write()
		_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
		require.NoError(t, err)
		h.steps(4)
		dispatch(t, s)
		thread, err := s.Thread(ctx, key(600))
		require.NoError(t, err)
		require.Equal(t, b.ID, thread.Texted.Broadcast)
		require.Equal(t, "hive", thread.Texted.Queue)
		reply := answer(t, s, key(600), "reply", "")
		reply.Joined, reply.Person.Groups = []string{"choir"}, append(reply.Person.Groups, "choir")
		require.NoError(t, s.Commit(ctx, reply))
		require.NoError(t, s.Commit(ctx, answer(t, s, key(600), "once more", "")))
		stop := stopTurn(t, s, key(601), "stop")
		stop.Heard = &providers.Inbound{From: key(601).Address, Text: "STOP"}
		require.NoError(t, s.Commit(ctx, stop))
		_, counts := h.read(b)
		require.Equal(t, 1, counts.Replied)
		require.Equal(t, 1, counts.Stopped)
		require.Equal(t, 1, counts.Joined, "who stops joins nothing")
		_, err = s.Thread(ctx, bot.Key{Org: "wenbridge", Address: key(602).Address})
		require.NoError(t, err)
	})
}

func TestANumberGetsNoMoreBroadcastsInAWeekThanTheCapButUrgentOnes(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), newHall(t, s)
		h.sender.WeeklyCap = 2
		h.members(700, 1)
		urgent := ""
		send := func() broadcast.Counts {
			b, err := h.desk.Write(ctx, as("Ada"), broadcast.Broadcast{
				Words: map[string]string{"en": "News."}, Audience: broadcast.Audience{Groups: []string{"allotment"}}, Urgent: urgent,
			}, "")
			require.NoError(t, err)
			_, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, true)
			require.NoError(t, err)
			h.steps(3)
			dispatch(t, s)
			_, counts := h.read(b)
			return counts
		}
		require.Equal(t, 1, send().Sent)
		require.Equal(t, 1, send().Sent)
		third := send()
		require.Zero(t, third.Sent)
		require.Equal(t, 1, third.Capped)
		urgent = "the river is rising"
		require.Equal(t, 1, send().Sent)
	})
}

// Between the writing down of an audience and the leaving of a text lies a queue,
// and at night hours. Whoever takes back what they agreed to in it gets nothing.
func TestWhatSomebodyAgreedToIsAskedAgainWhenTheirTextLeaves(t *testing.T) {
	either := broadcast.Audience{Groups: []string{"allotment", "choir"}, Consent: "news"}
	for name, c := range map[string]struct {
		who    broadcast.Audience
		change func(*bot.Turn)
		leaves bool
	}{
		"nothing has changed":      {either, func(*bot.Turn) {}, true},
		"left the only group":      {broadcast.Audience{Groups: []string{"allotment"}}, leaveAllotment, false},
		"left one group of two":    {broadcast.Audience{Groups: []string{"allotment", "choir"}}, leaveAllotment, true},
		"left one, and the other":  {broadcast.Audience{Groups: []string{"allotment", "choir"}}, leaveBoth, false},
		"took the consent back":    {broadcast.Audience{Consent: "news"}, func(turn *bot.Turn) { turn.Person.Consents = nil }, false},
		"still has another ground": {either, func(turn *bot.Turn) { turn.Person.Consents = nil }, true},
		"has lost every ground":    {either, func(turn *bot.Turn) { leaveBoth(turn); turn.Person.Consents = []string{"newsletter"} }, false},
		"has called for help": {either, func(turn *bot.Turn) {
			turn.Thread.Case = &bot.Case{ID: "c-1", Reason: "crisis", Urgent: true}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s *store.Store) {
				ctx, h := context.Background(), newHall(t, s)
				turn := turnOf(t, s, key(800), "join", "")
				turn.Person.Language, turn.Person.Consents = "en", []string{"news"}
				turn.Person.Groups, turn.Joined = []string{"allotment", "choir"}, []string{"allotment", "choir"}
				require.NoError(t, s.Commit(ctx, turn))
				b, err := h.desk.Write(ctx, as("Ada"), broadcast.Broadcast{Words: map[string]string{"en": "News."}, Audience: c.who}, "")
				require.NoError(t, err)
				_, err = h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
				require.NoError(t, err)
				h.steps(3)
				_, counts := h.read(b)
				require.Equal(t, 1, counts.Queued)
				turn = turnOf(t, s, key(800), "change", "")
				c.change(&turn)
				require.NoError(t, s.Commit(ctx, turn))
				sent, _ := dispatch(t, s)
				require.Equal(t, c.leaves, len(sent) == 1)
			})
		})
	}
}

func leaveAllotment(turn *bot.Turn) {
	turn.Person.Groups, turn.Left = []string{"choir"}, []string{"allotment"}
}

func leaveBoth(turn *bot.Turn) {
	turn.Person.Groups, turn.Left = nil, []string{"allotment", "choir"}
}

func TestInQuietHoursNothingIsPutIntoTheOutboxYet(t *testing.T) {
	s := open(t, store.Options{URL: storetest.Start(t).URL()})
	ctx, h := context.Background(), newHall(t, s)
	h.members(810, 1)
	b := h.write()
	_, err := h.desk.Send(ctx, as("Ada"), b.ID, time.Time{}, false)
	require.NoError(t, err)
	local := h.now.UTC()
	minute := local.Hour()*60 + local.Minute()
	h.desk.Book().Orgs["wenbridge"].Quiet = flows.Quiet{From: minute, Until: (minute + 60) % (24 * 60)}
	h.steps(4)
	_, counts := h.read(b)
	require.Equal(t, 1, counts.People)
	require.Zero(t, counts.Queued, "it waits for the morning")
	h.now = h.now.Add(61 * time.Minute)
	h.steps(1)
	_, counts = h.read(b)
	require.Equal(t, 1, counts.Queued)
}

// Texts that wait in the outbox when quiet hours begin wait until they are over.
func TestWhatIsInTheOutboxRestsWhenQuietHoursBegin(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		b := h.underWay(820, 3)
		minute := h.now.UTC().Hour()*60 + h.now.UTC().Minute()
		h.desk.Book().Orgs["wenbridge"].Quiet = flows.Quiet{From: minute, Until: (minute + 60) % (24 * 60)}
		h.steps(1)
		for _, c := range claims(t, s, 0) {
			require.NotEqual(t, providers.Claimed, c.State)
		}
		_, counts := h.read(b)
		require.Equal(t, 3, counts.Queued)
		require.Zero(t, counts.Settled(), "nothing is lost")
	})
}
