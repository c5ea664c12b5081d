package directory

import (
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// Find looks among the services of an organisation, imported or its own list, for
// what fits somebody's words. Where they are to be near, what is further away is
// not found, and where they are urgent, what does not open today is not: a flow
// says so before it shows more.
func Find(o *flows.Org, k flows.Seek) flows.Sought {
	list := o.List("services")
	if list == nil {
		return flows.Sought{}
	}
	x := list.Made(func(l *flows.List) any { return ofRows(l, Beside(o)) }).(*Index)
	near, placed := Outcode(k.Near)
	found := x.Search(Seek{
		Words: k.Words, Language: k.Language, Outcode: near, Age: k.Age, Limit: k.Limit, Now: k.Now, Holiday: o.BankHoliday(k.Now),
		Stale: o.ShowStale, Own: ownOf(o),
	})
	sought := flows.Sought{Needs: found.Needs, Outcode: found.Outcode}
	if placed && found.Widened != NotWidened {
		return sought
	}
	for _, h := range found.Hits {
		sought.IDs = append(sought.IDs, h.Row)
	}
	return sought
}

// Beside says which outcodes are next to each other, as outcodes.csv has it in the
// column next_to.
func Beside(o *flows.Org) map[string][]string {
	list := o.List("outcodes")
	if list == nil {
		return nil
	}
	beside := make(map[string][]string, len(list.Rows))
	for _, row := range list.Rows {
		beside[strings.ToUpper(row["id"])] = Outcodes(row["next_to"])
	}
	return beside
}
