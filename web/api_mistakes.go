package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// placed says where in the body the faults of a broadcast are.
func (r *asked) placed(err error, a audienceIO) error {
	for known, at := range map[error]string{broadcast.ErrNobody: "", broadcast.ErrLate: "/at", broadcast.ErrTooQuiet: "/at"} {
		if errors.Is(err, known) {
			return wrong(mistake{at, sentence(known.Error())})
		}
	}
	var all []mistake
	for _, fault := range faultsIn(err) {
		all = append(all, mistake{pointerTo(fault, a), sentence(fault.Error())})
	}
	if len(all) == 0 {
		return err
	}
	return wrong(all...)
}

// faultsIn are the faults that an error joins.
func faultsIn(err error) []*broadcast.Fault {
	if fault, ok := err.(*broadcast.Fault); ok {
		return []*broadcast.Fault{fault}
	}
	var out []*broadcast.Fault
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			out = append(out, faultsIn(one)...)
		}
	case interface{ Unwrap() error }:
		return faultsIn(e.Unwrap())
	}
	return out
}

// pointerTo is where a fault is in a draft (RFC 6901).
func pointerTo(f *broadcast.Fault, a audienceIO) string {
	item := func(list []string) string {
		if i := slices.Index(list, f.Name); i >= 0 {
			return "/" + strconv.Itoa(i)
		}
		return ""
	}
	switch f.Kind {
	case broadcast.NobodyChosen:
		return "/audience"
	case broadcast.NoGroup:
		return "/audience/groups" + item(a.Groups)
	case broadcast.NoConsent:
		return "/audience/consent"
	case broadcast.NoLanguage:
		return "/audience/languages" + item(a.Languages)
	case broadcast.NoPlaces:
		return "/audience/areas"
	case broadcast.NoField:
		return "/audience/profile/" + escaped(f.Name)
	case broadcast.WordsIn:
		return "/words/" + escaped(f.Name)
	case broadcast.NoWordsAtAll, broadcast.GroupBlank, broadcast.BareBlank, broadcast.StrangeBlank:
		return "/words/" + escaped(f.Lang)
	case broadcast.NoFlow:
		return "/flow"
	case broadcast.NoQueue:
		return "/queue"
	case broadcast.TooLongOfUse:
		return "/validHours"
	}
	return ""
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func escaped(name string) string { return pointerEscapes.Replace(name) }
