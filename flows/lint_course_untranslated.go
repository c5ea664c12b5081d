package flows

import (
	"fmt"
	"path"
	"strings"
)

var checkCourseUntranslated = check{
	Code:     "course-untranslated",
	Severity: Warning,
	What:     "Lessons of a course are missing in a language that people can choose.",
	Why:      "People who chose the language are sent the organisation's own words instead.",
	Mend:     "Fill in the column of the language beside the text: text:cy for Welsh.",
	Bad:      courseOrg + "languages: [en, cy]\n" + courseExample + courseFlow + courseWelsh,
	Good:     courseOrg + "languages: [en, cy]\n" + strings.NewReplacer("id,when,text\n", "id,when,text,text:cy\n", "for the birth.", "for the birth.,Paciwch eich bag.").Replace(courseExample) + courseFlow + courseWelsh,
	Org: func(c *orgLint) {
		for _, course := range c.org.Courses() {
			s := c.sources[path.Join(c.dir, coursePrefix+course.ID+".csv")]
			for _, tag := range c.org.Languages {
				var lacking []string
				for _, lesson := range course.Lessons {
					if !lesson.IsGoodbye() && lesson.row[textColumn(c.org, tag)] == "" {
						lacking = append(lacking, lesson.ID)
					}
				}
				if len(lacking) > 0 && tag != c.org.Language && s != nil {
					s.warn("course-untranslated", Pos{Line: 1, Column: 1}, 1,
						fmt.Sprintf("%d of %d lessons %s no %s: %s.", len(lacking), len(course.Lessons)-1, has(len(lacking)), englishName(tag), strings.Join(shortList(lacking), ", ")),
						englishName(c.org.Language)+" is sent instead.", "fill in the column "+textColumn(c.org, tag)+".")
				}
			}
		}
	},
}

// courseWelsh translates the flow of the examples.
const courseWelsh = `-- try.cy.yaml --
language: cy
texts:
  title: {en: try, cy: Cynghorion}
  agree.ask: {en: Tips by text until your baby is born? Text STOP to end them., cy: Cynghorion nes geni eich babi? Tecstiwch STOP i orffen.}
  agree.options.yes: {en: "Yes", cy: Ie}
  agree.options.no: {en: "No", cy: Na}
  due.ask: {en: When is your baby due?, cy: Pryd mae disgwyl eich babi?}
  in.say: {en: You are in. Text STOP BUMP to end the tips., cy: Rydych chi i mewn. Tecstiwch STOP BUMP i orffen.}
`
