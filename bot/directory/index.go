package directory

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// The weights of BM25 (Robertson and Zaragoza, The Probabilistic Relevance
// Framework, 2009): its usual constants, and how much more a word in the name says
// than one in the description.
const (
	k1 = 1.2
	b  = 0.5

	inName, inOtherName, inTopic, inNeed, inLaterNeed, inAbout, inOrganisation, inPlace = 3.0, 2.0, 1.0, 1.6, 0.7, 1.0, 0.4, 0.3
)

// posting is a service that has a term, and what the term adds to its score.
type posting struct {
	doc    int32
	weight float32
}

// Index finds services. It never changes, and any number may search it at once.
type Index struct {
	services []Service
	ids      map[string]int
	rows     []string             // the id of each service in flows
	at       []string             // the outcode that each is in
	assured  []int                // the day of each, counted from 1970; 0 for none
	terms    map[string][]posting // by stem, or @need
	beside   map[string][]string  // outcodes next to each other
	known    map[string]bool      // outcodes that are in the town
	typos    *speller
}

// NewIndex makes an index of services. Beside says which outcodes are next to each
// other, as the organisation has it; without it only an outcode itself is near.
func NewIndex(services []Service, beside map[string][]string) *Index {
	return newIndex(services, nil, beside)
}

// newIndex makes an index of services that flows know by those ids, or by their
// names where none are given.
func newIndex(services []Service, rows []string, beside map[string][]string) *Index {
	x := &Index{services: services, ids: map[string]int{}, terms: map[string][]posting{}, beside: beside, known: map[string]bool{}, typos: newSpeller()}
	x.name(rows)
	for code := range beside {
		x.known[code] = true
	}
	all := make([]map[string]float64, len(services))
	lengths := make([]float64, len(services))
	total := 0.0
	for i := range services {
		s := &services[i]
		all[i] = x.words(s)
		for _, tf := range all[i] {
			lengths[i] += tf
		}
		total += lengths[i]
		x.at = append(x.at, s.Outcode())
		x.assured = append(x.assured, s.Assured.count())
		if x.at[i] != "" {
			x.known[x.at[i]] = true
		}
		for _, code := range s.Serves {
			x.known[code] = true
		}
	}
	average := total / max(float64(len(services)), 1)
	for i, terms := range all {
		for term, tf := range terms {
			weight := tf * (k1 + 1) / (tf + k1*(1-b+b*lengths[i]/average))
			x.terms[term] = append(x.terms[term], posting{int32(i), float32(weight)})
		}
	}
	for _, postings := range x.terms {
		n, df := float64(len(services)), float64(len(postings))
		idf := math.Log(1 + (n-df+0.5)/(df+0.5))
		for i := range postings {
			postings[i].weight *= float32(idf)
		}
	}
	return x
}

// words are the terms of a service, and how much each of them says.
func (x *Index) words(s *Service) map[string]float64 {
	all := map[string]float64{}
	add := func(text string, weight float64) {
		for _, w := range tokens(text) {
			if unicode.IsDigit(rune(w[0])) {
				continue
			}
			f, known := x.typos.forms[w]
			if !known {
				f.stem = stem(w)
			}
			x.typos.learn(w, f.stem)
			all[f.stem] += weight
		}
	}
	add(s.Name, inName)
	for _, other := range s.OtherNames {
		add(other, inOtherName)
	}
	for _, topic := range s.Topics {
		add(topic, inTopic)
	}
	for i, need := range s.Needs {
		weight := inNeed
		if i > 0 {
			weight = inLaterNeed
		}
		all["@"+need] += weight
		add(strings.ReplaceAll(need, "_", " "), inTopic)
	}
	add(s.About, inAbout)
	add(s.Fees, inAbout)
	add(s.Organisation, inOrganisation)
	if s.Place != nil {
		add(s.Place.Name, inPlace)
	}
	return all
}

// name gives each service the id that flows know it by: its name, made plain, and a
// mark of its own id where several have the same.
func (x *Index) name(rows []string) {
	if rows != nil {
		x.rows = rows
		for i, row := range rows {
			x.ids[row] = i
		}
		return
	}
	x.rows = make([]string, len(x.services))
	count := map[string]int{}
	for i := range x.services {
		x.rows[i] = rowID(x.services[i].Name)
		count[x.rows[i]]++
	}
	for i := range x.services {
		if x.rows[i] == "" || count[x.rows[i]] > 1 {
			x.rows[i] = strings.Trim(x.rows[i][:min(len(x.rows[i]), 50)]+"_"+mark(x.services[i].ID), "_")
		}
		x.ids[x.rows[i]] = i
	}
}

// Len is how many services there are, shown or not.
func (x *Index) Len() int { return len(x.services) }

// Service returns the service that flows know by an id, or nil.
func (x *Index) Service(row string) *Service {
	if i, there := x.ids[row]; there {
		return &x.services[i]
	}
	return nil
}

// near tells whether two outcodes are the same or next to each other.
func (x *Index) near(a, b string) bool { return a == b || slices.Contains(x.beside[a], b) }
