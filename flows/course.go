package flows

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// fromCourses is the list of courses, courses.csv. The lessons of the course bump
// stand in course_bump.csv.
const (
	fromCourses  = "courses"
	coursePrefix = "course_"
)

// Columns of the list of courses.
const (
	courseDate    = "date"     // what the day is that people give: due, birth or day
	courseConsent = "consent"  // what people must have agreed to
	courseBetween = "between"  // the hours in which a lesson may leave, such as 10:00-18:00
	courseClosed  = "closed"   // on whose bank holidays none leaves
	courseCatchUp = "catch_up" // what becomes of lessons whose day is over when people join
	courseValid   = "valid"    // how long a lesson is true
	courseParts   = "parts"    // the most SMS parts that a lesson may take
	courseQueue   = "queue"    // the staff who are told when somebody loses a baby
	courseGoodbye = "goodbye"  // said the day after the last lesson
	courseLeaves  = "leaves"   // groups that whoever loses a baby leaves too
	courseHealth  = "health"   // yes: words about health, which are never sent from a draft
	courseDraft   = "draft"    // languages in which no speaker has checked the words
)

// CourseDay is what the day is that people give for a course.
type CourseDay string

// The days that a course can count from.
const (
	DueDay   CourseDay = "due"   // a baby is due then
	BirthDay CourseDay = "birth" // a child was born then
	AnyDay   CourseDay = "day"   // any other
)

// CatchUp is what becomes of the lessons whose day is over when somebody joins, or
// moves the day. Those that are not true any more are never sent.
type CatchUp string

// The ways to catch up.
const (
	CatchNone CatchUp = "none" // none of them is sent
	CatchLast CatchUp = "last" // the last one is
	CatchAll  CatchUp = "all"  // all of them are, one a day
)

// CourseDays and CatchUps are what those columns of the list of courses can have.
var (
	CourseDays = []string{string(DueDay), string(BirthDay), string(AnyDay)}
	CatchUps   = []string{string(CatchNone), string(CatchLast), string(CatchAll)}
)

// What holds where the list of courses says nothing.
const (
	usualBetween    = "10:00-18:00"
	usualValid      = 3 * 24 * time.Hour
	mostLessons     = 200
	mostValid       = 366 * 24 * time.Hour
	mostCourseParts = 4
)

// How many days ahead the day of a course may be. A baby is due within 42 weeks of
// the beginning of a pregnancy, which nobody knows of before its fourth.
const (
	dueAhead = 40 * 7
	anyAhead = 2 * 366
)

// Course is a row of texts that people are sent one by one, each so many days
// before or after a day that they have given.
type Course struct {
	ID      string
	Word    string // behind STOP; the id unless the row says
	Day     CourseDay
	Consent string // what people must have agreed to; empty for nothing beside the course itself
	Between Span   // the hours in which a lesson may leave
	Closed  string // one of Regions, on whose bank holidays none leaves; empty for none
	CatchUp CatchUp
	Parts   int      // the most segments that a lesson may take, 1 to 4
	Queue   string   // the staff who are told of a loss; empty is whom words of crisis are shown
	Leaves  []string // groups that whoever loses a baby leaves too
	Lessons []Lesson // by the day on which they are due
	Health  bool
	Drafts  []string // languages in which no speaker has checked the words
	row     Row
}

// Course returns the course of that id; false if there is no such course, or its
// lessons are not there.
func (o *Org) Course(id string) (Course, bool) {
	row := o.List(fromCourses).Row(id)
	if row == nil || o.List(coursePrefix+id) == nil {
		return Course{}, false
	}
	return o.courseOf(row), true
}

// Courses returns every course, in the order of the list of courses.
func (o *Org) Courses() []Course {
	list := o.List(fromCourses)
	if list == nil {
		return nil
	}
	var all []Course
	for _, row := range list.Rows {
		if c, ok := o.Course(row["id"]); ok {
			all = append(all, c)
		}
	}
	return all
}

func (o *Org) courseOf(row Row) Course {
	c := Course{
		ID: row["id"], Word: cmp.Or(row["word"], row["id"]), Consent: row[courseConsent], Closed: strings.ToLower(row[courseClosed]),
		Day: CourseDay(strings.ToLower(row[courseDate])), CatchUp: CatchUp(cmp.Or(strings.ToLower(row[courseCatchUp]), string(CatchLast))),
		Parts: max(1, wholeCell(row[courseParts], mostCourseParts)), Queue: row[courseQueue], Leaves: strings.Fields(row[courseLeaves]),
		Health: isYes(row[courseHealth]), Drafts: strings.Fields(strings.ToLower(row[courseDraft])), row: row,
	}
	c.Between, _ = parseSpan(cmp.Or(row[courseBetween], usualBetween))
	valid, ok := lengthOf(row[courseValid])
	if !ok {
		valid = usualValid
	}
	c.Lessons, _ = o.List(coursePrefix + c.ID).Made(func(l *List) any { return lessonsOf(l, valid) }).([]Lesson)
	return c
}

// OfBaby reports whether the course counts from a birth: words that tell of a loss
// end it.
func (c Course) OfBaby() bool { return c.Day != AnyDay }

// Withheld reports whether the course is not sent in a language: it is about health,
// and no speaker has checked its words. It is sent in the organisation's own then.
func (c Course) Withheld(tag string) bool {
	return c.Health && slices.Contains(c.Drafts, strings.ToLower(tag))
}

// said is what a row says in a language, if the course is sent in that.
func (c Course) said(row Row, column, tag string) string {
	if c.Withheld(tag) {
		return row[column]
	}
	return cell(row, column, tag)
}

// Name is what the course is called, in a language.
func (c Course) Name(tag string) string { return c.said(c.row, "name", tag) }

// Goodbye is what is said the day after the last lesson, in a language; empty where
// the engine's own words hold.
func (c Course) Goodbye(tag string) string { return c.said(c.row, courseGoodbye, tag) }

// Text is what a lesson says in a language: in the organisation's own where it has
// none in that.
func (c Course) Text(l Lesson, tag string) string { return c.said(l.row, lessonText, tag) }

// CourseCalled finds the course of that id, word or name in any language, as same
// compares them.
func (o *Org) CourseCalled(same func(name string) bool) (Course, bool) {
	for _, c := range o.Courses() {
		if c.Called(same) {
			return c, true
		}
	}
	return Course{}, false
}

// Called reports whether the course has that id, word or name in any language, as
// same compares them.
func (c Course) Called(same func(name string) bool) bool {
	for column, value := range c.row {
		isName := column == "id" || column == "word" || column == "name" || strings.HasPrefix(column, "name:")
		if isName && value != "" && same(value) {
			return true
		}
	}
	return false
}
