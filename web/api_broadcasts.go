package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
)

func (a *API) routeBroadcasts(g *echo.Group) {
	a.route(g, http.MethodGet, "/broadcasts", programs.ReadBroadcasts, a.broadcasts)
	a.route(g, http.MethodPost, "/broadcasts", programs.WriteBroadcasts, a.writeBroadcast)
	a.route(g, http.MethodGet, "/broadcasts/:broadcast", programs.ReadBroadcasts, a.broadcast)
	a.route(g, http.MethodGet, "/broadcasts/:broadcast/preview", programs.ReadBroadcasts, a.previewBroadcast)
	a.route(g, http.MethodPost, "/broadcasts/:broadcast/send", programs.SendBroadcasts, a.sendBroadcast)
	a.route(g, http.MethodPost, "/broadcasts/:broadcast/pause", programs.SendBroadcasts, a.pauseBroadcast)
	a.route(g, http.MethodPost, "/broadcasts/:broadcast/resume", programs.SendBroadcasts, a.resumeBroadcast)
	a.route(g, http.MethodPost, "/broadcasts/:broadcast/cancel", programs.SendBroadcasts, a.cancelBroadcast)
}

// audienceIO is for whom a broadcast is.
type audienceIO struct {
	Groups    []string          `json:"groups,omitempty"`
	Consent   string            `json:"consent,omitempty"`
	Areas     []string          `json:"areas,omitempty"`
	Languages []string          `json:"languages,omitempty"`
	Profile   map[string]string `json:"profile,omitempty"`
}

// draftIn is what a program says to write a broadcast.
type draftIn struct {
	Words    map[string]string `json:"words"`
	Audience audienceIO        `json:"audience"`
	Queue    string            `json:"queue"`
	Flow     string            `json:"flow"`
	Urgent   string            `json:"urgent"`
	Hours    int               `json:"validHours"`
}

// sendIn is what a program says to send a broadcast.
type sendIn struct {
	At    time.Time `json:"at"`
	Again bool      `json:"again"`
}

// broadcastOut is a broadcast, as programs see it. Who wrote and approved it is
// told by the console alone.
type broadcastOut struct {
	ID       string                   `json:"id"`
	State    broadcast.State          `json:"state"`
	Words    map[string]string        `json:"words"`
	Audience audienceIO               `json:"audience"`
	Queue    string                   `json:"queue,omitempty"`
	Flow     string                   `json:"flow,omitempty"`
	Urgent   string                   `json:"urgent,omitempty"`
	Hours    int                      `json:"validHours"`
	Made     time.Time                `json:"made"`
	Due      time.Time                `json:"due,omitzero"`
	Begun    time.Time                `json:"begun,omitzero"`
	HoldEnds time.Time                `json:"holdEnds,omitzero"`
	Ended    time.Time                `json:"ended,omitzero"`
	LeftOut  map[broadcast.Reason]int `json:"leftOut,omitempty"`
	Counts   *broadcast.Counts        `json:"counts,omitempty"`
	Waits    string                   `json:"waits,omitempty"`
	Why      broadcast.Why            `json:"why,omitempty"`
}

func (a *API) broadcastOut(b broadcast.Broadcast) broadcastOut {
	out := broadcastOut{
		ID: b.ID, State: b.State, Words: b.Words, Audience: audienceIO(b.Audience), Queue: b.Queue, Flow: b.Flow, Urgent: b.Urgent,
		Hours: int(b.Valid / time.Hour), Made: b.Made, Due: b.Due, Begun: b.Begun, HoldEnds: b.HoldEnds, Ended: b.Ended, LeftOut: b.LeftOut,
	}
	if b.State == broadcast.Paused {
		out.Why = b.Why
	}
	if b.State == broadcast.Waiting {
		out.Waits = "So many people are texted only when a second person has looked at it: a lead or an admin who has neither written it nor made the token approves it at " +
			a.PublicURL + "/console/broadcasts/" + b.ID + ". No program can."
	}
	return out
}

// counted is a broadcast with what has become of it.
func (r *asked) counted(status int, b broadcast.Broadcast) (reply, error) {
	out := r.api.broadcastOut(b)
	if !b.Begun.IsZero() {
		counts, err := r.api.Broadcasts.Outbox.Counts(r.ctx(), b)
		if err != nil {
			return reply{}, err
		}
		out.Counts = &counts
	}
	return reply{status, out}, nil
}

func (a *API) broadcasts(r *asked) (reply, error) {
	limit, err := r.limit()
	if err != nil {
		return reply{}, err
	}
	all, err := a.Broadcasts.Archive.Broadcasts(r.ctx(), r.caller.Org())
	if err != nil {
		return reply{}, err
	}
	some, err := after(all, func(b broadcast.Broadcast) string { return b.ID }, r.QueryParam("after"), limit)
	if err != nil {
		return reply{}, err
	}
	out := page[broadcastOut]{Items: []broadcastOut{}, Next: some.Next}
	for _, b := range some.Items {
		out.Items = append(out.Items, a.broadcastOut(b))
	}
	return reply{http.StatusOK, out}, nil
}

// writeBroadcast keeps a draft, whose id is made from the request's name: a request
// that is done again makes no second one.
func (a *API) writeBroadcast(r *asked) (reply, error) {
	var in draftIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	if in.Hours < 0 || in.Hours > 168 {
		return reply{}, wrong(mistake{"/validHours", "A broadcast is worth sending for 1 to 168 hours."})
	}
	b, err := a.Broadcasts.Write(r.ctx(), r.caller.Scope(), broadcast.Broadcast{
		Words: in.Words, Audience: broadcast.Audience(in.Audience), Queue: in.Queue, Flow: in.Flow, Urgent: strings.TrimSpace(in.Urgent),
		Valid: time.Duration(in.Hours) * time.Hour,
	}, r.begun.Name)
	if err != nil {
		return reply{}, r.placed(err, b)
	}
	r.Response().Header().Set("Location", apiRoot+"/broadcasts/"+b.ID)
	return reply{http.StatusCreated, a.broadcastOut(b)}, nil
}

// found is the broadcast that the address names, of the caller's organisation.
func (r *asked) found() (broadcast.Broadcast, error) {
	return r.api.Broadcasts.Archive.Broadcast(r.ctx(), r.caller.Org(), r.Param("broadcast"))
}

func (a *API) broadcast(r *asked) (reply, error) {
	b, err := r.found()
	if err != nil {
		return reply{}, err
	}
	return r.counted(http.StatusOK, b)
}

// previewOut is what a broadcast would be if it left now. What people would read is
// not in it, as it may hold what is kept about them.
type previewOut struct {
	People  int                      `json:"people"`
	Parts   int                      `json:"parts"`
	Longest int                      `json:"longestParts"`
	LeftOut map[broadcast.Reason]int `json:"leftOut"`
	Second  bool                     `json:"needsApproval"`
}

func (a *API) previewBroadcast(r *asked) (reply, error) {
	b, err := r.found()
	if err != nil {
		return reply{}, err
	}
	p, err := a.Broadcasts.Preview(r.ctx(), b)
	if err != nil {
		return reply{}, err
	}
	return reply{http.StatusOK, previewOut{p.People, p.Parts, p.Longest.Parts, p.LeftOut, p.People > broadcast.ApproveOver}}, nil
}

func (a *API) sendBroadcast(r *asked) (reply, error) {
	var in sendIn
	if err := r.says(&in); err != nil {
		return reply{}, err
	}
	by := r.caller.Scope()
	b, err := a.Broadcasts.Send(r.ctx(), by, r.Param("broadcast"), in.At, in.Again)
	if r.sentBefore(b, by) {
		err = nil
	}
	if err != nil {
		return reply{}, r.placed(err, b)
	}
	return r.counted(http.StatusOK, b)
}

// sentBefore reports whether a request that is done again has sent it already.
func (r *asked) sentBefore(b broadcast.Broadcast, by staff.Scope) bool {
	return r.begun.Again && b.Asked == by.Account() && b.State != broadcast.Draft
}

func (a *API) pauseBroadcast(r *asked) (reply, error) { return r.steer(a.Broadcasts.Pause) }

func (a *API) resumeBroadcast(r *asked) (reply, error) { return r.steer(a.Broadcasts.Resume) }

func (a *API) cancelBroadcast(r *asked) (reply, error) { return r.steer(a.Broadcasts.Cancel) }

// steer does something with a broadcast that does no harm when it is done twice.
func (r *asked) steer(do func(context.Context, staff.Scope, string) (broadcast.Broadcast, error)) (reply, error) {
	if err := r.says(&struct{}{}); err != nil {
		return reply{}, err
	}
	b, err := do(r.ctx(), r.caller.Scope(), r.Param("broadcast"))
	if err != nil {
		return reply{}, err
	}
	return r.counted(http.StatusOK, b)
}
