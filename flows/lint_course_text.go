package flows

import (
	"fmt"
	"path"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkCourseText = check{
	Code: "course-text",
	What: "A lesson of a course cannot be sent as it is written.",
	Why:  "It would never be sent, or people would be sent what is meant for nobody.",
	Mend: "Write when as  12 weeks before,  on the day  or  3 days after,  a text whose blanks are as <me.first_name|there>, and only groups that are in the list of groups.",
	Bad:  courseOrg + strings.Replace(courseExample, "4 weeks before", "week 36", 1) + courseFlow,
	Good: courseOrg + courseExample + courseFlow,
	Org: func(c *orgLint) {
		for name, list := range c.org.Lists {
			id, ofCourse := strings.CutPrefix(name, coursePrefix)
			s := c.sources[path.Join(c.dir, name+".csv")]
			if !ofCourse || s == nil {
				continue
			}
			if c.org.List(fromCourses).Row(id) == nil {
				s.fault("course-text", Pos{Line: 1, Column: 1}, 1, "there is no course called "+quoted(id)+" that these lessons could be of.", "nobody would ever be sent one.", "add a row "+id+" to courses.csv, or give the file another name.")
				continue
			}
			if len(list.Rows) == 0 && s.count == 0 {
				s.fault("course-text", Pos{Line: 1, Column: 1}, 1, "there are no lessons here.", "whoever joins would hear nothing.", "write one row for each lesson.")
			}
			if len(list.Rows) > mostLessons {
				s.fault("too-big", Pos{Line: 1, Column: 1}, 1, fmt.Sprintf("this course has %d lessons; the limit is %d.", len(list.Rows), mostLessons), "what somebody was sent is kept with them.", "make two courses of it.")
			}
			c.badLessons(s, list)
		}
	},
}

func (c *orgLint) badLessons(s *source, list *List) {
	days := map[int]string{}
	for _, row := range list.Rows {
		fault := func(value, message, why, fix string) {
			at := Pos{Line: list.lines[row["id"]], Column: 1}
			s.fault("course-text", s.find(at, value), max(1, len([]rune(firstLine(value)))), "the lesson "+quoted(row["id"])+": "+message, why, fix)
		}
		day, ok := readOffset(row[lessonWhen])
		if !ok {
			fault(row[lessonWhen], "when can't be "+quoted(firstLine(row[lessonWhen]))+".", "it would never be sent.", "write it like  12 weeks before,  on the day  or  3 days after")
		} else if other := days[day]; other != "" && row[lessonGroup] == "" {
			fault(row[lessonWhen], "it is due on the same day as "+quoted(other)+".", "nobody is sent two lessons on one day, so one of them would come late or never.", "give it another day.")
		} else if row[lessonGroup] == "" {
			days[day] = row["id"]
		}
		if _, ok := lengthOf(row[lessonValid]); row[lessonValid] != "" && !ok {
			fault(row[lessonValid], "valid can't be "+quoted(firstLine(row[lessonValid]))+".", "it could be sent when it is not true any more.", "write how long it is true, such as 3 days; a year is the most.")
		}
		if g := row[lessonGroup]; g != "" && c.org.List(fromGroups).Row(g) == nil {
			fault(g, "there is no group called "+quoted(g)+".", "nobody would be sent it.", "write the id of a group, or leave it empty.")
		}
		if row[lessonText] == "" {
			fault(row["id"], "it has no text.", "there is nothing to send.", "write what people read.")
		}
		for column, text := range row {
			if column != lessonText && !strings.HasPrefix(column, lessonText+":") {
				continue
			}
			for _, blank := range locales.Blanks(text) {
				if message, why, fix := c.org.blankFault(blank); message != "" {
					fault(text[blank.Start:blank.End], message, why, fix)
				}
			}
		}
	}
}
