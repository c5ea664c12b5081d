package assure

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

// ask sends the letters of an organisation that are due, until a day's are sent. A
// letter that cannot be handed in ends the round: the next would take as long.
func (r *Round) ask(ctx context.Context, o *flows.Org, head directory.Head) error {
	said, err := r.Kept.Assurances(ctx, o.ID)
	if err != nil {
		return err
	}
	services, err := r.Kept.Services(ctx, o.ID, head)
	if err != nil {
		return err
	}
	left, now := mostADay, r.Now()
	lately := map[string]bool{} // addresses
	for _, a := range said {
		if now.Sub(a.Asked) < aDay {
			left--
			lately[strings.ToLower(a.To)] = true
		}
	}
	for _, s := range due(o, services, said, now) {
		to := strings.ToLower(s.Email)
		if lately[to] {
			continue
		}
		if left <= 0 {
			return nil
		}
		sent, err := r.send(ctx, o, s)
		if err != nil {
			return err
		}
		if lately[to] = true; sent {
			left--
		}
	}
	return nil
}

// due are the services that are to be asked, the one that nobody has assured for
// longest first.
func due(o *flows.Org, services []directory.Service, said map[string]directory.Assurance, now time.Time) []*directory.Service {
	var all []*directory.Service
	for i := range services {
		if isDue(o, &services[i], said[services[i].ID], now) {
			all = append(all, &services[i])
		}
	}
	slices.SortFunc(all, func(a, b *directory.Service) int {
		return cmp.Or(cmp.Compare(said[a.ID].LastAssured(a), said[b.ID].LastAssured(b)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// isDue tells whether a service is to be asked: it is shown or would be, has an
// address, and neither somebody has assured it nor a letter left within the time that
// the organisation says. Where staff have something to do about it they go first.
func isDue(o *flows.Org, s *directory.Service, a directory.Assurance, now time.Time) bool {
	if s.Status != directory.Active || s.Email == "" || a.Quiet || a.Said == directory.HasClosed || a.Waits() {
		return false
	}
	if a.Refused && !strings.EqualFold(a.To, s.Email) { // the feed has another address by now
		return true
	}
	since := directory.Date(now.In(o.Timezone).Add(-o.AskRight).Format(time.DateOnly))
	return a.LastAssured(s) < since && now.Sub(a.Asked) >= o.AskRight
}
