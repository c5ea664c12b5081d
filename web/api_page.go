package web

import (
	"net/http"
	"strconv"
)

const (
	usualPage = 50
	mostPage  = 200
)

// page is some of a list. Next is what after must be to get those that follow;
// empty at the end.
type page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// limit is how many items are wanted at once.
func (r *asked) limit() (int, error) {
	said := r.QueryParam("limit")
	if said == "" {
		return usualPage, nil
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 || n > mostPage {
		return 0, wrongQuery("limit", "It must be a whole number from 1 to 200.")
	}
	return n, nil
}

// wrongQuery is the problem of a word in the address.
func wrongQuery(name, why string) *problemDetails {
	return &problemDetails{
		Type: problemType("query"), Title: "The address says something wrong", Status: http.StatusBadRequest,
		Detail: name + ": " + why, Mend: "Mend it, or leave it out.",
	}
}

// after cuts a list behind the item of that id, to at most so many. An id that is
// not there is a mistake: what follows it is not known.
func after[T any](all []T, id func(T) string, last string, most int) (page[T], error) {
	p := page[T]{Items: []T{}}
	from := 0
	if last != "" {
		for from < len(all) && id(all[from]) != last {
			from++
		}
		if from++; from > len(all) {
			return p, wrongQuery("after", "There is nothing of that id: use what next said.")
		}
	}
	until := min(from+most, len(all))
	p.Items = append(p.Items, all[from:until]...)
	if until < len(all) {
		p.Next = id(all[until-1])
	}
	return p, nil
}
