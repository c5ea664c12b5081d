package flows

import "strings"

var checkNoSuchCourse = check{
	Code: "no-such-course",
	What: "A step joins or leaves a course that is not there.",
	Why:  "The person would be told that lessons come, and would never hear anything.",
	Mend: "Write a course's id: the first column of courses.csv.",
	Bad:  courseOrg + courseExample + strings.Replace(courseFlow, "join: bump", "join: bumps", 1),
	Good: courseOrg + courseExample + courseFlow,
	Flow: func(c *flowLint) {
		for _, s := range c.f.Steps {
			if s.Course == nil {
				continue
			}
			c.course(c.place(s, "course", "join"), s.Course.Join)
			c.course(c.place(s, "course", "leave"), s.Course.Leave)
			if from := s.Course.From; from != "" {
				c.blankOf(c.place(s, "course", "from"), from)
			}
		}
		c.eachTest(func(a asked) {
			for _, v := range a.values {
				if a.left.text == "me.courses" && a.kind == exprHas && v.kind == operandWord {
					c.course(a.pos(v), v.text)
				}
			}
		})
	},
}

// course reports a course that is not in the list of courses.
func (c *flowLint) course(pos Pos, id string) {
	if isBlank(id) {
		c.variable(pos, id)
		return
	}
	if id == "" || c.org.List(fromCourses).Row(id) != nil {
		return
	}
	var there []string
	for _, row := range c.org.rowsOf(fromCourses) {
		there = append(there, row["id"])
	}
	c.missing("no-such-course", pos, id, "there is no course called "+quoted(id)+".", "the person would be told that lessons come, and would hear nothing.", there, "Courses")
}
