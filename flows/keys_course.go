package flows

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

const (
	takesCourse   = "join: and from:, or leave:"
	takesCourseID = "a course's id, or <variable>"
)

// courseKeys is what course: can have.
func courseKeys() []key[CourseStep] {
	return []key[CourseStep]{
		{"join", takesCourseID, "nobody joins", "The course that the person joins: a row of courses.csv. Whoever is in it already has their day moved.", func(_ *loader, v *yaml.Node, c *CourseStep) bool {
			return groupRef(v, &c.Join)
		}},
		{"from", "a name, or me. and a profile field", "must be there with join:", "What holds the day: the name of a question with answer: date, or where its answer is kept.", func(_ *loader, v *yaml.Node, c *CourseStep) bool {
			return oneName(v, pathPattern, &c.From)
		}},
		{"leave", takesCourseID, "nobody leaves", "The course that the person leaves.", func(_ *loader, v *yaml.Node, c *CourseStep) bool {
			return groupRef(v, &c.Leave)
		}},
	}
}

func readCourse(l *loader, v *yaml.Node, s *Step) bool {
	c := &CourseStep{}
	if !readKeys(l, v, "course", courseKeys(), c) {
		return false
	}
	written := func(key string) bool {
		_, is := l.places[strings.Join(append(l.path[:len(l.path):len(l.path)], key), ".")]
		return is
	}
	switch {
	case written("join") && !written("from"):
		l.faultAt("course-what", v, "course has join:, and no from:.", "nobody could tell from which day the lessons count.", "write it like  course: {join: bump, from: due_date}")
	case written("join") == written("leave"):
		l.faultAt("course-what", v, "course must have either join: or leave:.", "the person would neither join nor leave anything.", "write it like  course: {join: bump, from: due_date}  or  course: {leave: bump}")
	}
	s.Course = c
	return true
}
