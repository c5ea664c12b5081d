package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
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
		return v.onBroadcast(do, func(ctx context.Context) (broadcast.Broadcast, error) {
			return desk.Send(ctx, v.scope, id, at, v.FormValue("again") == "yes")
		})
	case "test":
		return v.testBroadcast()
	case "pause":
		return v.onBroadcast(do, func(ctx context.Context) (broadcast.Broadcast, error) { return desk.Pause(ctx, v.scope, id) })
	case "resume":
		return v.onBroadcast(do, func(ctx context.Context) (broadcast.Broadcast, error) { return desk.Resume(ctx, v.scope, id) })
	case "cancel":
		return v.onBroadcast(do, func(ctx context.Context) (broadcast.Broadcast, error) { return desk.Cancel(ctx, v.scope, id) })
	}
	return echo.NewHTTPError(http.StatusUnprocessableEntity)
}

// testBroadcast texts a broadcast to somebody of the staff.
func (v *visit) testBroadcast() error {
	_, err := v.console.Broadcasts.Test(v.ctx(), v.scope, v.Param("id"), strings.TrimSpace(v.FormValue("to")), v.formKey())
	var state *broadcast.StateError
	wrong := func(key string) error {
		return v.showBroadcast(http.StatusUnprocessableEntity, problem{"to", say(v.lang, key)})
	}
	switch {
	case errors.Is(err, staff.ErrPhone):
		return wrong("wrong.b.phone")
	case errors.Is(err, staff.ErrNoPhone):
		return wrong("wrong.b.nophone")
	case errors.Is(err, staff.ErrStranger):
		return wrong("wrong.b.stranger")
	case errors.Is(err, broadcast.ErrNoTests):
		return wrong("wrong.b.notests")
	case errors.As(err, &state):
		return v.refuseBroadcast("wrong.b.state", "state", say(v.lang, "broadcast.state."+string(state.State)))
	case err != nil:
		return err
	}
	return v.to("broadcasts/" + v.Param("id") + "?done=btest")
}

func (k *Console) approveBroadcast(v *visit) error {
	return v.onBroadcast("approve", func(ctx context.Context) (broadcast.Broadcast, error) {
		return k.Broadcasts.Approve(ctx, v.scope, v.Param("id"))
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

// onBroadcast does something with the broadcast, and shows what has become of it or
// why it was not done.
func (v *visit) onBroadcast(done string, do func(context.Context) (broadcast.Broadcast, error)) error {
	b, err := do(v.ctx())
	var state *broadcast.StateError
	var again *broadcast.AgainError
	var fault *broadcast.Fault
	var long *broadcast.TooLongError
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
	case errors.Is(err, broadcast.ErrNever):
		return v.refuseBroadcast("wrong.b.never")
	case errors.Is(err, broadcast.ErrTooQuiet):
		return v.refuseBroadcast("wrong.b.quiet")
	case errors.As(err, &long):
		return v.refuseBroadcast("wrong.b.long", "units", long.Units, "most", long.Most)
	case errors.As(err, &fault): // what it names has gone since it was written
		return v.refuseBroadcast("wrong.b.faults")
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
