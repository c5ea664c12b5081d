package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
)

// steerBroadcast does what a button of a broadcast's page asks for.
func (k *Console) steerBroadcast(v *visit) error {
	desk, id, do := k.Broadcasts, v.Param("id"), v.FormValue("do")
	switch do {
	case "send":
		at, ok := v.sendAt()
		if !ok {
			return v.showBroadcast(http.StatusUnprocessableEntity, problem{"date", say(v.lang, "wrong.when")})
		}
		return v.onBroadcast(do, broadcast.SentIt, func(ctx context.Context) (broadcast.Broadcast, error) {
			return desk.Send(ctx, v.scope.Org(), id, at, v.FormValue("again") == "yes")
		})
	case "pause":
		return v.onBroadcast(do, broadcast.PausedIt, func(ctx context.Context) (broadcast.Broadcast, error) {
			return desk.Pause(ctx, v.scope.Org(), id)
		})
	case "resume":
		return v.onBroadcast(do, broadcast.ResumedIt, func(ctx context.Context) (broadcast.Broadcast, error) {
			return desk.Resume(ctx, v.scope.Org(), id)
		})
	case "cancel":
		return v.onBroadcast(do, broadcast.EndedIt, func(ctx context.Context) (broadcast.Broadcast, error) {
			return desk.Cancel(ctx, v.scope.Org(), id)
		})
	}
	return echo.NewHTTPError(http.StatusUnprocessableEntity)
}

func (k *Console) approveBroadcast(v *visit) error {
	return v.onBroadcast("approve", broadcast.ApprovedIt, func(ctx context.Context) (broadcast.Broadcast, error) {
		return k.Broadcasts.Approve(ctx, v.scope.Org(), v.Param("id"), v.scope.Account())
	})
}

// sendAt is when a broadcast is to leave, in the organisation's time; zero for now.
// A time that a clock change skips is none.
func (v *visit) sendAt() (time.Time, bool) {
	if v.FormValue("when") != "later" {
		return time.Time{}, true
	}
	const layout = "2006-01-02 15:04"
	said := v.FormValue("date") + " " + v.FormValue("time")
	at, err := time.ParseInLocation(layout, said, v.zone())
	return at, err == nil && at.Format(layout) == said
}

// onBroadcast does something with the broadcast, once it is noted, and shows what
// has become of it. One that is not the organisation's leaves no note.
func (v *visit) onBroadcast(done string, deed staff.Deed, do func(context.Context) (broadcast.Broadcast, error)) error {
	b, err := v.console.Broadcasts.Archive.Broadcast(v.ctx(), v.scope.Org(), v.Param("id"))
	if err != nil {
		return err
	}
	if err := v.console.Desk.Note(v.ctx(), v.scope, staff.Entry{Deed: deed, Detail: b.ID}); err != nil {
		return err
	}
	b, err = do(v.ctx())
	var state *broadcast.StateError
	var again *broadcast.AgainError
	switch {
	case errors.As(err, &state):
		return v.refuseBroadcast("wrong.b.state", "state", say(v.lang, "broadcast.state."+string(state.State)))
	case errors.As(err, &again):
		return v.refuseBroadcast("wrong.b.again")
	case errors.Is(err, broadcast.ErrYourOwn):
		return v.refuseBroadcast("wrong.b.own")
	case errors.Is(err, broadcast.ErrNobody):
		return v.refuseBroadcast("wrong.b.nobody")
	case errors.Is(err, broadcast.ErrLate):
		return v.refuseBroadcast("wrong.b.late")
	case errors.Is(err, broadcast.ErrTooQuiet):
		return v.refuseBroadcast("wrong.b.quiet")
	case errors.Is(err, broadcast.ErrMoved):
		return v.refuseBroadcast("wrong.b.moved")
	case err != nil:
		return err
	}
	if b.State == broadcast.Waiting {
		done = "waiting"
	}
	return v.to("broadcasts/" + b.ID + "?done=b" + done)
}

func (v *visit) refuseBroadcast(key string, args ...any) error {
	return v.showBroadcast(http.StatusConflict, problem{"acts", say(v.lang, key, args...)})
}
