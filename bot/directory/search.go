package directory

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Seek is what somebody looks for. Need, Age and Language are what is known of them
// beside their words.
type Seek struct {
	Words    string
	Need     string // a term, such as food
	Outcode  string // empty is everywhere
	Age      *int   // years; a service for others is left out
	Language string // that they write
	Today    bool   // only what opens today, also where their words do not say so
	Limit    int    // the most that are found; 0 is 10
	Now      time.Time
	Holiday  bool // a bank holiday
	Stale    bool // show what nobody has assured for a year, too
	Own      *Own // the organisation's own words for needs; nil for none
}

// Reach is how a service comes to be within reach, the nearest first.
type Reach int

// The reaches.
const (
	InOutcode Reach = iota // it is in the outcode
	Serving                // it serves the outcode
	NextDoor               // it is in an outcode beside it
	Townwide               // it serves all of the town
	OnPhone
	OnLine
	Away // none of these
)

// Hit is one service that was found.
type Hit struct {
	*Service
	Row   string // its id in flows
	Reach Reach
	Open  bool // today, for all that is known
	Score float64
}

// Widening is what was left out so that something could be found.
type Widening string

// The widenings.
const (
	NotWidened Widening = ""
	NotNear    Widening = "near"  // it is further away
	NotToday   Widening = "today" // it does not open today
	Neither    Widening = "near and today"
)

// Found is what a search has found, the best first.
type Found struct {
	Hits    []Hit
	Widened Widening
	Needs   []string // terms that the words mean
	Outcode string   // of the words, else of the seeker
	Today   bool     // it was urgent
	Known   bool     // some of the words were understood
}

// Search finds what fits. Where nothing does it looks further away, and then for
// what does not open today, and says so. What cannot be shown never is.
func (x *Index) Search(k Seek) Found {
	m := x.understand(k.Words, k.Language, k.Own)
	if k.Need != "" {
		m.add([]string{"@" + k.Need}, 1)
	}
	if m.outcode == "" {
		m.outcode, _ = Outcode(k.Outcode)
	}
	k.Limit = cmp.Or(k.Limit, 10)
	found := Found{Needs: m.needs, Outcode: m.outcode, Today: m.today || k.Today, Known: len(m.terms) > 0}
	p := places.Get().(*pool)
	defer places.Put(p)
	x.score(p, m)
	for _, try := range []struct {
		today, near bool
		widened     Widening
	}{{found.Today, m.outcode != "", NotWidened}, {found.Today, false, NotNear}, {false, m.outcode != "", NotToday}, {false, false, Neither}} {
		if found.Hits = x.rank(p, m, k, try.today, try.near); len(found.Hits) > 0 {
			found.Widened = try.widened
			break
		}
	}
	return found
}

// pool is the room of one search.
type pool struct {
	scores  []float32
	touched []int32
}

var places = sync.Pool{New: func() any { return new(pool) }}

// score adds up what each service has of the terms.
func (x *Index) score(p *pool, m *meaning) {
	if len(p.scores) < len(x.services) {
		p.scores = make([]float32, len(x.services))
	}
	p.touched = p.touched[:0]
	clear(p.scores[:len(x.services)])
	for term, weight := range m.terms {
		for _, post := range x.terms[term] {
			if p.scores[post.doc] == 0 {
				p.touched = append(p.touched, post.doc)
			}
			p.scores[post.doc] += post.weight * weight
		}
	}
}

// leastPart is how much of the best score a service must have to be shown.
const leastPart = 0.5

// eligible tells whether a service may be shown to whoever asks at all.
func (x *Index) eligible(doc int32, k *Seek, stale int) bool {
	s := &x.services[doc]
	return s.Status == Active && !s.Gone && (k.Stale || x.assured[doc] == 0 || x.assured[doc] >= stale) && (k.Age == nil || s.Suits(*k.Age))
}

// bestOf is the best score of those that may be shown.
func (x *Index) bestOf(p *pool, k *Seek, stale int) float32 {
	best := float32(0)
	for _, doc := range p.touched {
		if p.scores[doc] > best && x.eligible(doc, k, stale) {
			best = p.scores[doc]
		}
	}
	return best
}

// rank puts those that may be shown in order, the best first. What fits much less
// than the best that there is anywhere does not fit.
func (x *Index) rank(p *pool, m *meaning, k Seek, today, near bool) []Hit {
	at, stale := momentOf(k.Now, k.Holiday), yearBefore(k.Now).count()
	least := leastPart * x.bestOf(p, &k, stale)
	t := top{most: k.Limit}
	for _, doc := range p.touched {
		if p.scores[doc] < least || t.full() && float64(p.scores[doc])*mostBoost <= t.worst() || !x.eligible(doc, &k, stale) {
			continue
		}
		reach, open := x.reach(doc, m.outcode), x.services[doc].open(at)
		if near && reach == Away || today && !open {
			continue
		}
		h := Hit{Service: &x.services[doc], Row: x.rows[doc], Reach: reach, Open: open}
		h.Score = float64(p.scores[doc]) * x.boost(h, doc, m, k)
		t.add(h)
	}
	return t.hits
}

// What is put first of services that fit the words alike: open today, near, free,
// and lately assured, each more than all that follow.
const (
	forToday, perReach, forFree, forFresh = 0.20, 0.025, 0.015, 0.005

	forLanguage, forAge, notForAge = 1.0, 1.15, 0.6

	mostBoost = (1 + float64(Away)*perReach + forToday + forFree + forFresh + forLanguage) * forAge
)

func (x *Index) boost(h Hit, doc int32, m *meaning, k Seek) float64 {
	boost := 1 + perReach*float64(Away-h.Reach)
	if h.Open {
		boost += forToday
	}
	if h.Free {
		boost += forFree
	}
	boost += forFresh * x.freshness(doc, k.Now)
	if m.language != "" && slices.Contains(h.Languages, m.language) {
		boost += forLanguage
	}
	if m.age >= 0 && !h.Suits(m.age) { // it may be for whoever asks, or for whom they ask
		boost *= notForAge
	} else if m.age >= 0 && (h.MinAge != nil || h.MaxAge != nil) {
		boost *= forAge
	}
	return boost
}

// freshness is 1 for what was assured today, and 0 for a year ago or no date.
func (x *Index) freshness(doc int32, now time.Time) float64 {
	days := float64(now.Unix())/(24*60*60) - float64(x.assured[doc])
	return min(max(1-days/365, 0), 1)
}

// reach is how a service comes to be within reach of an outcode; of no outcode all
// are.
func (x *Index) reach(doc int32, outcode string) Reach {
	s, at := &x.services[doc], x.at[doc]
	elsewhere := s.Place == nil || len(s.Ways) > 0 && !s.Reached(AtPlace)
	serves := s.Everywhere || outcode == "" || slices.Contains(s.Serves, outcode)
	switch {
	case !serves && (elsewhere || !x.near(outcode, at)):
		return Away
	case elsewhere && s.Reached(ByPhone):
		return OnPhone
	case elsewhere && s.Reached(Online):
		return OnLine
	case outcode != "" && at == outcode:
		return InOutcode
	case s.Everywhere:
		return Townwide
	case serves:
		return Serving
	}
	return NextDoor
}
