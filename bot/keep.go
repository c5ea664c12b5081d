package bot

import (
	"maps"
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// How long a field is kept that org.yaml does not list any more, which only a
// conversation in an older version can still save; and how often it is looked at
// whether org.yaml has come to keep fields for a shorter time.
const (
	keptUnlisted = 31 * 24 * time.Hour
	keptReviewed = 7 * 24 * time.Hour
)

// Kept tells since when and until when a field about a person is kept.
type Kept struct {
	Set   time.Time `json:"set"`   // when the person told it last
	Until time.Time `json:"until"` // when it is wiped; later versions of org.yaml can only bring it forward
}

// Keep notes what a person has told of themselves. Its time counts from now, as
// an end that the person can be told, and that no text about something else puts
// off.
func (p *Person) Keep(o *flows.Org, field, value string, now time.Time) {
	if p.Me == nil {
		p.Me = map[string]string{}
	}
	if p.Kept == nil {
		p.Kept = map[string]Kept{}
	}
	p.Me[field] = value
	k := Kept{Set: now.UTC()}
	k.Until = k.ends(o, field)
	p.Kept[field] = k
}

// ends is when a field is to be wiped, as far as is known now.
func (k Kept) ends(o *flows.Org, field string) time.Time {
	until := k.Until
	if at := slices.IndexFunc(o.Profile, func(p flows.ProfileField) bool { return p.Name == field }); at >= 0 {
		if end := k.Set.Add(o.Profile[at].Keep); until.IsZero() || end.Before(until) {
			until = end
		}
	} else if until.IsZero() {
		until = k.Set.Add(keptUnlisted)
	}
	return until
}

// wipe forgets what was kept long enough, but for what the open question is
// about: whoever answers it tells it anew, and when it is answered or has timed
// out, this is done.
func (h *hearing) wipe() {
	p := &h.t.Person
	if len(p.Me) == 0 {
		p.Kept = nil
		return
	}
	asked := h.org.AsksAbout(h.t.Conversation)
	kept := map[string]Kept{}
	for field := range maps.Clone(p.Me) {
		k, noted := p.Kept[field]
		if !noted {
			k.Set = h.t.Person.Heard
			if k.Set.IsZero() {
				k.Set = h.now.UTC()
			}
		}
		if k.Until = k.ends(h.org, field); !k.Until.After(h.now) && !slices.Contains(asked, field) {
			delete(p.Me, field)
			continue
		}
		kept[field] = k
	}
	p.Kept = kept
}

// wipeAt is when the next field is wiped, or looked at again; zero for nobody of
// whom anything is kept. What waits for the open question is not counted: that
// question has an end of its own.
func (h *hearing) wipeAt() time.Time {
	var next time.Time
	for _, k := range h.t.Person.Kept {
		if at := k.Until; at.After(h.now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if review := h.now.Add(keptReviewed); next.After(review) {
		return review
	}
	return next
}
