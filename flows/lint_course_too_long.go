package flows

import (
	"fmt"
	"path"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var checkCourseTooLong = check{
	Code:     "course-too-long",
	Severity: Warning,
	What:     "A lesson takes more SMS parts than its course allows.",
	Why:      "Each part is paid for, for every person, and long texts are read less. The name of the course stands before each lesson, and how to end it behind.",
	Mend:     "Shorten it. A letter that the basic SMS alphabet lacks, such as ŵ or an emoji, leaves less than half the room. If so long a lesson is meant, write how many parts the course allows in the column parts.",
	Bad:      courseOrg + strings.Replace(courseExample, "for the birth.", "for the birth. "+strings.Repeat("Take warm socks and a snack. ", 5), 1) + courseFlow,
	Good:     courseOrg + courseExample + courseFlow,
	Org: func(c *orgLint) {
		k := newCosts(c.org)
		for _, course := range c.org.Courses() {
			list := c.org.List(coursePrefix + course.ID)
			s := c.sources[path.Join(c.dir, coursePrefix+course.ID+".csv")]
			for _, lesson := range course.Lessons {
				for _, tag := range c.org.Languages {
					if text := lesson.row[textColumn(c.org, tag)]; !lesson.IsGoodbye() && text != "" && s != nil {
						c.lessonLength(s, k, course, lesson, text, tag, Pos{Line: list.lines[lesson.ID], Column: 1})
					}
				}
			}
		}
	},
}

// textColumn is the column in which the text of a lesson stands in a language.
func textColumn(o *Org, tag string) string {
	if tag == o.Language {
		return lessonText
	}
	return lessonText + ":" + strings.ToLower(tag)
}

func (c *orgLint) lessonLength(s *source, k *costs, course Course, lesson Lesson, text, tag string, at Pos) {
	count := k.lessonAmount(course, text, tag).sure.Count()
	if count.Parts <= course.Parts {
		return
	}
	s.warn("course-too-long", s.find(at, text), len([]rune(firstLine(text))),
		fmt.Sprintf("the lesson %s is %d SMS parts in %s (%d letters with the course's name and how to end it); the limit is %d.", quoted(lesson.ID), count.Parts, englishName(tag), count.Units, course.Parts),
		fmt.Sprintf("each person it is sent to costs %d texts.", count.Parts), "shorten it, or write "+fmt.Sprint(count.Parts)+" in the column parts of courses.csv.")
}

// Frame is a lesson as it is sent: behind the name of its course, and with how to end
// it.
func (c Course) Frame(text, tag string) string {
	return c.Headed(text, tag) + " " + locales.Say(tag, "course.stop", "word", strings.ToUpper(c.Word))
}

// Headed is a text behind the name of the course, so that people know what it is
// about.
func (c Course) Headed(text, tag string) string {
	if name := c.Name(tag); !strings.HasPrefix(locales.Fold(text), locales.Fold(name)) {
		return name + ": " + text
	}
	return text
}
