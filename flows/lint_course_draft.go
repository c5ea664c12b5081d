package flows

import (
	"path"
	"strings"
)

var checkCourseDraft = check{
	Code:     "course-draft",
	Severity: Note,
	What:     "A course about health is a draft in a language, so it is not sent in it.",
	Why:      "No speaker has checked it yet. A wrong word about health does harm, so it is sent in the organisation's own language until then.",
	Mend:     "Ask somebody who speaks the language to check the lessons, then take the language out of the column draft of courses.csv.",
	Bad:      courseOrg + "languages: [en, cy]\n" + lessonInWelsh(draftExample) + courseFlow + courseWelsh,
	Good:     courseOrg + "languages: [en, cy]\n" + strings.Replace(lessonInWelsh(draftExample), "tips,yes,cy", "tips,yes,", 1) + courseFlow + courseWelsh,
	Org: func(c *orgLint) {
		for _, course := range c.org.Courses() {
			s := c.sources[path.Join(c.dir, fromCourses+".csv")]
			for _, tag := range c.org.Languages {
				if tag == c.org.Language || !course.Withheld(tag) || s == nil {
					continue
				}
				at := Pos{Line: c.org.List(fromCourses).lines[course.ID], Column: 1}
				s.report(Finding{Code: "course-draft", Severity: Note, Pos: at, Width: len(course.ID),
					Message: "the course " + quoted(course.ID) + " is about health and drafted in " + englishName(tag) + ", not checked, so sent in " + englishName(c.org.Language) + ".",
					Why:     "a wrong word about health does harm.", Fix: "when somebody who speaks " + englishName(tag) + " has checked it, take " + tag + " out of the column draft."})
			}
		}
	},
}

var draftExample = strings.NewReplacer("date,consent\n", "date,consent,health,draft\n", "due,tips\n", "due,tips,yes,cy\n").Replace(courseExample)

// lessonInWelsh writes the lesson of an example in Welsh too.
func lessonInWelsh(example string) string {
	return strings.NewReplacer("id,when,text\n", "id,when,text,text:cy\n", "for the birth.", "for the birth.,Paciwch eich bag.").Replace(example)
}
