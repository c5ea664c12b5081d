package flows

import (
	"path"
	"slices"
	"strings"
)

const courseExample = `consents: {tips: Tips by text}
-- courses.csv --
id,name,date,consent
bump,Bump tips,due,tips
-- course_bump.csv --
id,when,text
bag,4 weeks before,Pack your bag for the birth.
`

var checkBadCourse = check{
	Code: "bad-course",
	What: "A row of the list of courses has something that cannot be.",
	Why:  "Its texts would be sent at the wrong time, to people who have not agreed to them, or not at all.",
	Mend: "Write what the finding says the column takes. The lessons of the course bump stand in course_bump.csv, and consent names what people agree to before they join.",
	Bad:  courseOrg + strings.Replace(courseExample, "due,tips", "dew,tips", 1) + courseFlow,
	Good: courseOrg + courseExample + courseFlow,
	Org: func(c *orgLint) {
		list := c.org.List(fromCourses)
		if list == nil {
			return
		}
		for _, row := range list.Rows {
			c.badCourse(row)
			for _, column := range courseColumns {
				if message, why, fix := c.courseCell(row, column, row[column]); message != "" {
					c.courseFault(row, row[column], message, why, fix)
				}
			}
		}
	},
}

// courseOrg and courseFlow stand round what the examples of the checks of courses
// are about.
const (
	courseOrg  = "-- org.yaml --\nname: Tea Town\nnumber: \"+447700900002\"\n"
	courseFlow = `-- try.yaml --
start: {words: [BUMP]}
steps:
  agree:
    ask: Tips by text until your baby is born? Text STOP to end them.
    exact: yes
    options: {yes: Yes, no: No -> end}
  due: {opt_in: tips, ask: When is your baby due?, answer: date}
  in: {course: {join: bump, from: due}, say: You are in. Text STOP BUMP to end the tips.}
`
)

// courseColumns are the columns of the list of courses whose values are looked at.
var courseColumns = []string{courseDate, courseConsent, courseBetween, courseClosed, courseCatchUp, courseValid, courseParts, courseQueue, courseLeaves, courseHealth, courseDraft}

// courseFault reports what is wrong with a row of the list of courses.
func (c *orgLint) courseFault(row Row, value, message, why, fix string) {
	s := c.sources[path.Join(c.dir, fromCourses+".csv")]
	at := Pos{Line: c.org.List(fromCourses).lines[row["id"]], Column: 1}
	s.fault("bad-course", s.find(at, value), max(1, len([]rune(value))), "the course "+quoted(row["id"])+": "+message, why, fix)
}

// badCourse reports what a row lacks.
func (c *orgLint) badCourse(row Row) {
	lessons := coursePrefix + row["id"] + ".csv"
	switch {
	case !namePattern.MatchString(row["id"]):
		c.courseFault(row, row["id"], "its id must be small letters, digits and _.", "the file of its lessons is called by it.", "write it like  bump_tips")
	case c.org.List(coursePrefix+row["id"]) == nil:
		c.courseFault(row, row["id"], "there is no list "+quoted(lessons)+" with its lessons.", "whoever joins would hear nothing.", "put "+lessons+" in this folder, with columns id, when and text.")
	case row[courseDate] == "":
		c.courseFault(row, row["id"], "it does not say what its date is.", "whoever loses a baby must not be sent its lessons, so it has to be known whether they count from a birth.", "write due, birth or day in the column date.")
	case row["name"] == "":
		c.courseFault(row, row["id"], "it has no name.", "each lesson begins with it, so that people know what it is about.", "write a name of a few words.")
	case row[courseConsent] == "":
		c.courseFault(row, row["id"], "it does not say what people agree to.", "nothing unasked may be sent to anybody who has not agreed to it.", "write the name of a consent of org.yaml in the column consent.")
	}
	for _, other := range c.taken(row) {
		c.courseFault(row, row["id"], other+" has the same word, so STOP "+strings.ToUpper(row["id"])+" could mean either.", "somebody who wants no more lessons would leave something else.", "give it another id, word or name.")
	}
}

// taken names the groups and other courses that a word of the course would also
// mean.
func (c *orgLint) taken(row Row) []string {
	var all []string
	mine := callNames(row)
	for list, what := range map[string]string{fromGroups: "the group ", fromCourses: "the course "} {
		for _, other := range c.org.rowsOf(list) {
			same := func(name string) bool { return slices.Contains(mine, name) }
			if (list != fromCourses || other["id"] < row["id"]) && slices.ContainsFunc(callNames(other), same) {
				all = append(all, what+quoted(other["id"]))
			}
		}
	}
	slices.Sort(all)
	return all
}

// rowsOf returns the rows of a list; none where it is not there.
func (o *Org) rowsOf(list string) []Row {
	if l := o.List(list); l != nil {
		return l.Rows
	}
	return nil
}

// callNames are what a row can be called behind STOP, in small letters.
func callNames(row Row) []string {
	var all []string
	for column, value := range row {
		if value != "" && (column == "id" || column == "word" || column == "name" || strings.HasPrefix(column, "name:")) {
			all = append(all, strings.ToLower(value))
		}
	}
	return all
}
