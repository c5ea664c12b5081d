package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/store"
)

// The cap is a number's, whichever organisations of the installation text it: to
// the person they are one number that buzzes.
func TestTheWeeklyCapHoldsAcrossOrganisations(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx, first := context.Background(), newHall(t, s)
		first.members(720, 2)
		second := newHall(t, s)
		org := *second.desk.Book().Orgs["wenbridge"]
		org.ID, org.Name = "millbrook", "Millbrook Connect"
		book := func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{org.ID: &org}} }
		second.desk.Book, second.sender.Book = book, book
		k := bot.Key{Org: org.ID, Address: key(720).Address} // one of the two is in both
		turn := turnOf(t, s, k, "join millbrook", "")
		turn.Person.Language, turn.Person.Groups, turn.Joined = "en", []string{"choir"}, []string{"choir"}
		require.NoError(t, s.Commit(ctx, turn))

		send := func(h *hall, org, group, urgent string) broadcast.Counts {
			by := staff.AtTheMachine(org, "Ada")
			b, err := h.desk.Write(ctx, by, broadcast.Broadcast{Words: map[string]string{"en": "News."}, Audience: broadcast.Audience{Groups: []string{group}}, Urgent: urgent}, "")
			require.NoError(t, err)
			_, err = h.desk.Send(ctx, by, b.ID, time.Time{}, true)
			require.NoError(t, err)
			h.sender.WeeklyCap = 2
			h.steps(3)
			dispatch(t, s)
			counts, err := s.Counts(ctx, b)
			require.NoError(t, err)
			return counts
		}
		shown := func(group, urgent string) (int, int) {
			first.desk.Caps, first.desk.Cap = s, 2
			p, err := first.desk.Preview(ctx, broadcast.Broadcast{ID: "b-look", Org: "wenbridge", Words: map[string]string{"en": "News."}, Audience: broadcast.Audience{Groups: []string{group}}, Urgent: urgent})
			require.NoError(t, err)
			return p.People, p.LeftOut[broadcast.HadEnough]
		}
		would, enough := shown("allotment", "")
		require.Equal(t, []int{2, 0}, []int{would, enough})
		require.Equal(t, 1, send(second, "millbrook", "choir", "").Sent)
		require.Equal(t, 2, send(first, "wenbridge", "allotment", "").Sent)
		would, enough = shown("allotment", "")
		require.Equal(t, []int{1, 1}, []int{would, enough}, "the preview says who would be left out")
		would, enough = shown("allotment", "the river is rising")
		require.Equal(t, []int{2, 0}, []int{would, enough})
		third := send(first, "wenbridge", "allotment", "")
		require.Equal(t, []int{1, 1}, []int{third.Sent, third.Capped}, "who has had one of each organisation gets no third")
		require.Equal(t, 1, send(second, "millbrook", "choir", "").Capped)
		require.Equal(t, 1, send(second, "millbrook", "choir", "the river is rising").Sent, "but what is urgent")
	})
}
