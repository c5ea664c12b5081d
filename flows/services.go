package flows

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// Seek is what a question with find: looks for among the services.
type Seek struct {
	Words    string
	Near     string // a postcode or its first half; empty is everywhere
	Language string
	Age      *int // of the person, where it is known
	Limit    int
	Now      time.Time
}

// Sought is what was found: the ids of services, the best first, and what the words
// were understood to be about, where nothing was.
type Sought struct {
	IDs     []string
	Needs   []string
	Outcode string
}

// fromServices is the list that find: looks in.
const fromServices = "services"

// Unmet is the dataset of needs for which nothing was found: need, area, month.
const Unmet = "unmet"

// found returns the services that fit somebody's words, the best first.
func (t *turn) found(opts *Options, list *List) []Row {
	seek := Seek{Words: t.named(opts.Find), Near: t.named(opts.Near), Language: t.lang, Limit: maxFound, Now: t.w.Now}
	if age, err := strconv.Atoi(t.w.Me["age"]); err == nil {
		seek.Age = &age
	}
	var sought Sought
	if t.w.Find != nil {
		sought = t.w.Find(seek)
	}
	var rows []Row
	for _, id := range sought.IDs {
		if row := list.Row(id); row != nil && opts.Where.Eval(rowScope{scope{t}, row}) {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		t.unmet(sought)
	}
	return rows
}

// maxFound is how many services are looked at that where: may still leave out.
const maxFound = 200

// unmet keeps what nobody could be shown anything for, without their words: these
// could name them.
func (t *turn) unmet(s Sought) {
	needs := s.Needs
	if len(needs) == 0 {
		needs = []string{"not understood"}
	}
	for _, need := range needs {
		row := map[string]string{"need": need, "month": scope{t}.Now().Format(monthOnly)}
		if s.Outcode != "" {
			row["area"] = s.Outcode
		}
		if !t.keepsUnmet(need) {
			t.plan(Effect{Kind: EffectRecord, Name: Unmet, Row: row})
		}
	}
}

// keepsUnmet tells whether a turn has counted a need already, before it looked
// further away.
func (t *turn) keepsUnmet(need string) bool {
	return slices.ContainsFunc(t.out.Effects, func(e Effect) bool {
		return e.Kind == EffectRecord && e.Name == Unmet && e.Row["need"] == need
	})
}

// named returns what the variable of a <variable> holds, as people wrote it.
func (t *turn) named(ref string) string {
	name, ok := variableName(ref)
	if !ok {
		return ""
	}
	return t.value(name).String()
}

// WithServices returns the organisation with another list of services than that of
// its folder, if it has every column that the flows may use. Older flows beside it
// have it too.
func (o *Org) WithServices(list *List) *Org {
	if list == nil || o.List(fromServices) != nil && !list.replaces(o.List(fromServices)) {
		return o
	}
	with := *o
	with.Lists = withList(o.Lists, list)
	with.older = maps.Clone(o.older)
	for pin, old := range with.older {
		flow := *old
		if old.home != nil && list.replaces(cmpList(old.home.List(fromServices), list)) {
			home := *old.home
			home.Lists = withList(home.Lists, list)
			flow.home = &home
		}
		with.older[pin] = &flow
	}
	return &with
}

// cmpList is a list, or another where there is none.
func cmpList(list, otherwise *List) *List {
	if list == nil {
		return otherwise
	}
	return list
}

func withList(lists map[string]*List, list *List) map[string]*List {
	all := maps.Clone(lists)
	if all == nil {
		all = map[string]*List{}
	}
	all[fromServices] = list
	return all
}

// LacksOf returns the columns of the folder's services that another list lacks.
func (o *Org) LacksOf(list *List) []string {
	var lacks []string
	if own := o.List(fromServices); own != nil {
		for _, c := range own.Columns {
			if !slices.Contains(list.Columns, c) {
				lacks = append(lacks, c)
			}
		}
	}
	return lacks
}

// BankHoliday tells whether a local day is a bank holiday where the organisation
// is: in England and Wales, as no other part is named.
func (o *Org) BankHoliday(now time.Time) bool {
	return slices.Contains(bankHolidays("england"), now.In(o.zone()).Format(dayOnly))
}
