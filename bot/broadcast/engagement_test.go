package broadcast_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// answered is an archive whose broadcasts were answered by so many of 200.
type answered struct {
	*shelf
	by map[string]broadcast.Counts
}

func (a answered) Counts(_ context.Context, b broadcast.Broadcast) (broadcast.Counts, error) {
	return a.by[b.ID], nil
}

func TestWhatPeopleDidIsComparedWithTheMedianOfTheLastBroadcasts(t *testing.T) {
	ctx, s := context.Background(), answered{newShelf(), map[string]broadcast.Counts{}}
	desk := &broadcast.Desk{Archive: s, Outbox: s}
	this := swap()
	counts := broadcast.Counts{Sent: 200, Replied: 10, Stopped: 1, Joined: 4}
	e, err := desk.Engaged(ctx, this, counts)
	require.NoError(t, err)
	require.Equal(t, broadcast.Engagement{Replied: 50, Stopped: 5, Joined: 20}, e, "nothing to compare it with")
	for i, replied := range []int{2, 40, 6} {
		b := swap()
		b.ID, b.State, b.Begun = fmt.Sprint("b-1", i), broadcast.Done, noon.Add(time.Duration(i)*time.Hour)
		s.by[b.ID] = broadcast.Counts{Sent: 200, Replied: replied, Stopped: i, Joined: 2 * i}
		_, err := s.Keep(ctx, b)
		require.NoError(t, err)
	}
	draft := swap()
	draft.ID, draft.State = "b-9", broadcast.Draft
	_, err = s.Keep(ctx, draft)
	require.NoError(t, err)
	e, err = desk.Engaged(ctx, this, counts)
	require.NoError(t, err)
	require.Equal(t, broadcast.Engagement{Replied: 50, Stopped: 5, Joined: 20, UsualReplied: 30, UsualStopped: 5, UsualJoined: 10, Compared: 3}, e)
}
