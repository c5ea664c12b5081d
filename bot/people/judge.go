package people

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// mostLetters is how long a cell may be.
const mostLetters = 640

// Said is what a row says, once it has been judged.
type Said struct {
	To     providers.Address
	In     bot.Import
	Notes  []Note
	Faults []Fault // every one; none for a row that can be imported
}

// Judge reads one row for an organisation. It is pure, and knows nothing of who
// has stopped: that is asked when it is written. Group is one that everybody in the
// list joins beside their own; empty for none.
func Judge(o *flows.Org, r Row, group string, now time.Time) Said {
	j := &judging{org: o, now: now}
	if r.Broken != "" {
		return Said{Faults: []Fault{{Reason: r.Broken}}}
	}
	if j.said.To = r.To; r.To.Value == "" {
		j.number(r.Number)
	}
	j.language(r.Language)
	j.consent(r)
	j.groups(r.Groups)
	if group != "" {
		j.group(group)
	}
	j.course(r.Course, r.CourseDate)
	j.about(r.Me)
	return j.said
}

// judging is one row being judged.
type judging struct {
	org  *flows.Org
	now  time.Time
	said Said
}

func (j *judging) fault(f Fault) { j.said.Faults = append(j.said.Faults, f) }

func (j *judging) number(cell string) {
	to, fault, notes := readNumber(cell)
	if fault != nil {
		j.fault(*fault)
		return
	}
	j.said.To, j.said.Notes = to, notes
}

// language takes a language's short name, or its name in any language.
func (j *judging) language(cell string) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return
	}
	for _, tag := range j.org.Languages {
		if strings.EqualFold(tag, cell) || slices.ContainsFunc(namesOf(tag), func(name string) bool { return strings.EqualFold(name, cell) }) {
			j.said.In.Language = tag
			return
		}
	}
	j.fault(Fault{Reason: NoSuchTag, Column: ColumnLanguage, What: clipped(cell), Can: j.org.Languages})
}

func namesOf(tag string) []string {
	for _, l := range locales.Languages() {
		if l.Tag == tag {
			return l.Names
		}
	}
	return nil
}

// consent wants to know what somebody agreed to, where, when, and in which words:
// without all four there is no consent (UK GDPR article 7(1): it must be shown).
func (j *judging) consent(r Row) {
	in := &j.said.In
	in.Consents = j.consents(r.Consent)
	if in.Source = j.kept(ColumnSource, r.Source); in.Source == "" {
		j.fault(Fault{Reason: NoSource, Column: ColumnSource})
	}
	day, fault := readDate(r.Date, j.org.Timezone, j.now)
	if fault != nil {
		j.fault(*fault)
	}
	in.Agreed = day
	if in.Words = j.kept(ColumnWording, r.Wording); in.Words == "" {
		j.fault(Fault{Reason: NoWording, Column: ColumnWording})
	}
}

// consents are the names of what somebody agreed to. Where the organisation asks
// for one thing alone, it is that one.
func (j *judging) consents(cell string) []string {
	var can, got []string
	for _, c := range j.org.Consents {
		can = append(can, c.Name)
	}
	for _, name := range items(cell) {
		i := slices.IndexFunc(can, func(c string) bool { return strings.EqualFold(c, name) })
		if i < 0 {
			j.fault(Fault{Reason: NoSuchThing, Column: ColumnConsent, What: clipped(name), Can: can})
			continue
		}
		got = append(got, can[i])
	}
	switch {
	case strings.TrimSpace(cell) != "":
	case len(can) == 1:
		return can
	default:
		j.fault(Fault{Reason: NoConsent, Column: ColumnConsent, Can: can})
	}
	return got
}

// groups takes ids, words or names of groups, between commas or semicolons; ids and
// words may stand between spaces too.
func (j *judging) groups(cell string) {
	for _, item := range items(cell) {
		words := strings.Fields(item)
		if _, whole := j.org.GroupCalled(item); whole || len(words) == 1 || !j.allGroups(words) {
			words = []string{item}
		}
		for _, w := range words {
			j.group(w)
		}
	}
}

func (j *judging) allGroups(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { _, ok := j.org.GroupCalled(w); return !ok })
}

// GroupsOfLists are the ids of the groups that a list can put people into: not of
// sensitive ones, which people join themselves, nor of events, whose places are
// counted.
func GroupsOfLists(o *flows.Org) []string {
	var can []string
	for _, g := range o.Groups() {
		if _, event := o.Event(g.ID); !g.Sensitive && !event {
			can = append(can, g.ID)
		}
	}
	return can
}

func (j *judging) group(called string) {
	g, ok := j.org.GroupCalled(called)
	_, event := j.org.Event(g.ID)
	switch {
	case !ok:
		j.fault(Fault{Reason: NoSuchGroup, Column: ColumnGroups, What: clipped(called), Can: GroupsOfLists(j.org)})
	case g.Sensitive:
		j.fault(Fault{Reason: Sensitive, Column: ColumnGroups, What: g.Name})
	case event:
		j.fault(Fault{Reason: IsEvent, Column: ColumnGroups, What: g.Name})
	case !slices.Contains(j.said.In.Groups, g.ID):
		j.said.In.Groups = append(j.said.In.Groups, g.ID)
	}
}

// course takes a course's id, word or name, and the day that it counts from, which may
// be to come.
func (j *judging) course(called, cell string) {
	called, cell = strings.TrimSpace(called), strings.TrimSpace(cell)
	if called == "" && cell == "" {
		return
	}
	c, ok := j.org.CourseCalled(func(name string) bool { return strings.EqualFold(name, called) })
	if !ok {
		var can []string
		for _, c := range j.org.Courses() {
			can = append(can, c.ID)
		}
		j.fault(Fault{Reason: NoSuchCourse, Column: ColumnCourse, What: clipped(called), Can: can})
		return
	}
	day, ok := dayIn(strings.Join(strings.Fields(cell), " "), j.org.Timezone)
	switch {
	case cell == "":
		j.fault(Fault{Reason: NoCourseDay, Column: ColumnDay})
		return
	case !ok:
		j.fault(Fault{Reason: BadCourseDay, Column: ColumnDay, What: clipped(cell)})
		return
	}
	j.said.In.Course, j.said.In.Day = c.ID, day.Format(time.DateOnly)
	if fit := c.Fits(j.org, j.said.In.Day, j.now); fit != flows.FitYes {
		j.fault(courseFault(&bot.CourseError{Course: c.ID, Day: j.said.In.Day, Fit: fit}))
	}
}

// courseFault says why somebody is not put into a course.
func courseFault(e *bot.CourseError) Fault {
	switch {
	case e.Consent != "":
		return Fault{Reason: NoConsent, Column: ColumnConsent, Can: []string{e.Consent}}
	case e.Fit == flows.FitTooLate:
		return Fault{Reason: CourseOver, Column: ColumnDay, What: e.Day}
	case e.Fit == flows.FitToCome, e.Fit == flows.FitFar:
		return Fault{Reason: CourseFar, Column: ColumnDay, What: e.Day}
	}
	return Fault{Reason: NoSuchCourse, Column: ColumnCourse, What: e.Course}
}

// about reads the profile fields.
func (j *judging) about(me map[string]string) {
	for _, field := range slices.Sorted(maps.Keys(me)) {
		cell := strings.TrimSpace(me[field])
		if cell == "" {
			continue
		}
		value, can, ok := j.org.ReadField(field, cell, j.now)
		if !ok {
			j.fault(Fault{Reason: NoSuchValue, Column: field, What: clipped(cell), Can: can})
			continue
		}
		if f, _ := j.org.Field(field); !j.said.In.Agreed.IsZero() && !j.said.In.Agreed.Add(f.Keep).After(j.now) {
			j.said.Notes = append(j.said.Notes, TooOld)
			continue
		}
		if j.said.In.Me == nil {
			j.said.In.Me = map[string]string{}
		}
		j.said.In.Me[field] = value
	}
}

// kept is a cell whose words are kept as they are.
func (j *judging) kept(column, cell string) string {
	cell = strings.Join(strings.Fields(cell), " ")
	if utf8.RuneCountInString(cell) > mostLetters {
		j.fault(Fault{Reason: TooLong, Column: column})
	}
	return cell
}

// items are what stands between commas, semicolons and bars.
func items(cell string) []string {
	var out []string
	for _, item := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		if item = strings.Join(strings.Fields(item), " "); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// longNumber is what could be somebody's phone number, in a cell where none belongs.
var longNumber = regexp.MustCompile(`\d(?:[\s().-]{0,3}\d){8,}`)

// clipped is a cell as it is quoted, without numbers.
func clipped(cell string) string {
	const most = 40
	cell = longNumber.ReplaceAllString(cell, "…")
	if r := []rune(cell); len(r) > most {
		return string(r[:most]) + "…"
	}
	return cell
}
