package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// taker takes what turns hand on directly, as long as it has room.
type taker struct {
	room, reserved int
	taken          []providers.Claim
}

func (d *taker) Reserve(string) bool {
	if d.reserved >= d.room {
		return false
	}
	d.reserved++
	return true
}
func (d *taker) Release()               { d.reserved-- }
func (d *taker) Send(c providers.Claim) { d.reserved--; d.taken = append(d.taken, c) }

// answer is a turn that answers a text.
func answer(t testing.TB, s *store.Store, k bot.Key, event, say string) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, k, event, say)
	turn.Heard = &providers.Inbound{From: k.Address, Text: "hello"}
	return turn
}

// directRows are commits that claim what they say.
func directRows() []scriptRow {
	return []scriptRow{{
		name: "writes: a text that leaves at once", again: bot.ErrDuplicate,
		prepare: func(c *scene) func(*store.Store) error {
			turn := answer(c.t, c.s, c.key, c.event(0), "one")
			return func(s *store.Store) error {
				d := &taker{room: 1}
				s.SendDirect(d)
				defer s.SendDirect(nil)
				err := s.Commit(context.Background(), turn)
				require.Zero(c.t, d.reserved, "all room is given back")
				c.held = append(c.held, d.taken...)
				entries, failed := s.Ready(context.Background(), 10, time.Millisecond)
				require.NoError(c.t, failed)
				c.entries = entries
				require.NoError(c.t, c.try(s))
				return err
			}
		},
		stale: func(c *scene) { // whoever dies with the claim has it listed, and nobody else may send it
			require.NoError(c.t, c.try(c.s))
			require.Len(c.t, c.held, 1)
		},
		end: func(c *scene, unknown int) {
			require.Equal(c.t, []string{"one"}, c.sent)
			require.Zero(c.t, unknown)
		},
	}}
}

func TestAnAnswerLeavesAtOnceAndTheNextTextBehindIt(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		d := &taker{room: 9}
		s.SendDirect(d)
		turn := answer(t, s, key(1), "e1", "one")
		turn.Say = append(turn.Say, bot.Outgoing{Ref: bot.Ref("e1", "wenbridge", 1), Text: "two", Priority: providers.Reply})
		require.NoError(t, s.Commit(context.Background(), turn))
		require.NoError(t, s.Commit(context.Background(), answer(t, s, key(1), "e2", "three")))
		require.NoError(t, s.Commit(context.Background(), answer(t, s, key(2), "e3", "other")))

		require.Len(t, d.taken, 2)
		require.Equal(t, "one", d.taken[0].Message.Text)
		require.Equal(t, key(1).Address, d.taken[0].Message.To)
		require.Equal(t, "+447700900999", d.taken[0].Message.From)
		require.InDelta(t, 6*time.Hour, d.taken[0].Message.ValidFor, float64(time.Minute))
		require.Equal(t, "other", d.taken[1].Message.Text, "another number waits for nobody")
		require.Empty(t, claims(t, s, 0), "the others wait behind the first")

		settle(t, s, d.taken[0], accepted)
		settle(t, s, d.taken[1], accepted)
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"two", "three"}, sent)
		require.Zero(t, d.reserved)
	})
}

func TestWhatMayNotLeaveAtOnceTakesTheWayOfTheOutbox(t *testing.T) {
	yes := true
	for name, change := range map[string]func(*bot.Turn){
		"nobody has asked for it":        func(turn *bot.Turn) { turn.Heard = nil },
		"bulk":                           func(turn *bot.Turn) { turn.Say[0].Priority = providers.Bulk },
		"quiet hours":                    func(turn *bot.Turn) { turn.Say[0].NotBefore = noon },
		"for members only":               func(turn *bot.Turn) { turn.Say[0].Group = "walkers"; turn.Joined = []string{"walkers"} },
		"a safety text goes before all":  func(turn *bot.Turn) { turn.Say[0].Safety = true },
		"and so does the answer to STOP": func(turn *bot.Turn) { turn.Say[0].Closing, turn.Stop = true, &yes },
	} {
		t.Run(name, func(t *testing.T) {
			s, d := open(t, store.Options{Embedded: true}), &taker{room: 1}
			s.SendDirect(d)
			turn := answer(t, s, key(1), "e1", "one")
			change(&turn)
			require.NoError(t, s.Commit(context.Background(), turn))
			require.Empty(t, d.taken)
			require.Zero(t, d.reserved)
			sent, _ := dispatch(t, s)
			require.Equal(t, []string{"one"}, sent)
		})
	}
}

func TestWithoutRoomAnAnswerTakesTheWayOfTheOutbox(t *testing.T) {
	s, d := open(t, store.Options{Embedded: true}), &taker{}
	s.SendDirect(d)
	require.NoError(t, s.Commit(context.Background(), answer(t, s, key(1), "e1", "one")))
	require.Empty(t, d.taken)
	sent, _ := dispatch(t, s)
	require.Equal(t, []string{"one"}, sent)
}

// The guards of a claim hold for a text that leaves at once.
func TestNoTextLeavesAtOnceThatAClaimWouldWithhold(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), &taker{room: 9}
		require.NoError(t, s.Commit(ctx, stopTurn(t, s, key(1), "stop")))
		dispatch(t, s)
		s.SendDirect(d)
		require.NoError(t, s.Commit(ctx, answer(t, s, key(1), "e1", "after STOP")))
		require.NoError(t, s.GiveBack(ctx, key(2).Address, bot.Ref("e2", "wenbridge", 0), accepted))
		require.NoError(t, s.Commit(ctx, answer(t, s, key(2), "e2", "had left before")))
		require.NoError(t, s.Doubt(ctx, key(3).Address, "another", time.Now()))
		require.NoError(t, s.Commit(ctx, answer(t, s, key(3), "e3", "may have left before")))
		require.Empty(t, d.taken)
		require.Zero(t, d.reserved)

		sent, others := dispatch(t, s)
		require.Empty(t, sent)
		require.Equal(t, map[providers.ClaimState]int{providers.Withheld: 1, providers.LeftBefore: 1, providers.Doubtful: 1}, others)
	})
}

func TestATextThatLeavesAtOnceOnASharedNumberTellsWhoSpokeLast(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), &taker{room: 9}
		s.SendDirect(d)
		require.NoError(t, s.Commit(ctx, speaking(t, s, "millbrook", "e1", "hello", true)))
		require.Len(t, d.taken, 1)
		org, err := s.LastOrg(ctx, "+447700900999", key(1).Address)
		require.NoError(t, err)
		require.Equal(t, "millbrook", org)
	})
}

func TestAClaimOfAProcessThatDiedIsListed(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), &taker{room: 9}
		s.SendDirect(d)
		require.NoError(t, s.Commit(ctx, answer(t, s, key(1), "e1", "one")))
		n, err := s.Sweep(ctx, time.Now().Add(2*time.Minute), time.Minute, nil)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		list, err := s.UnknownTexts(ctx)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.NoError(t, s.Resend(ctx, list[0].Ref))
		sent, _ := dispatch(t, s)
		require.Equal(t, []string{"one"}, sent, "its words were kept")
	})
}
