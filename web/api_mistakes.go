package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// placed says where in the body the faults of a broadcast are.
func (r *asked) placed(err error, b broadcast.Broadcast) error {
	for known, at := range map[error]string{broadcast.ErrNobody: "", broadcast.ErrLate: "/at", broadcast.ErrTooQuiet: "/at"} {
		if errors.Is(err, known) {
			return wrong(mistake{at, sentence(known.Error())})
		}
	}
	o, gone := r.org()
	if fault := (*broadcast.Fault)(nil); gone != nil || !errors.As(err, &fault) {
		return err
	}
	var all []mistake
	for _, fault := range broadcast.FaultsOf(o, b) {
		all = append(all, mistake{pointerTo(fault, b.Audience), sentence(fault.Error())})
	}
	return wrong(all...)
}

// pointerTo is where a fault is in a draft (RFC 6901).
func pointerTo(f *broadcast.Fault, a broadcast.Audience) string {
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
	case broadcast.NoField, broadcast.NoAnswer:
		return "/audience/profile/" + escaped(f.Name)
	case broadcast.WordsIn:
		return "/words/" + escaped(f.Name)
	case broadcast.NoWordsAtAll, broadcast.GroupBlank, broadcast.BareBlank, broadcast.StrangeBlank, broadcast.OddLetters, broadcast.NamesGroup:
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
