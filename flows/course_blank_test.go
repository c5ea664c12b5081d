package flows

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// blankCourse loads a course of one lesson, with these words.
func blankCourse(t *testing.T, text, welsh string) (*Org, Course, []Finding) {
	t.Helper()
	book, found := Load(fstest.MapFS{
		"org.yaml":        {Data: []byte("name: Mill\nnumber: \"+447700900001\"\nlanguages: [en, cy]\nconsents: {tips: Tips}\nprofile: {first_name: {type: name, why: To say hello, keep: 2 years}, feeds: {type: choice, why: To send what fits, keep: 2 years}}\n")},
		"courses.csv":     {Data: []byte("id,name,date,consent\nbump,Bump tips,due,tips\n")},
		"course_bump.csv": {Data: []byte("id,when,text,text:cy\none,4 weeks before,\"" + text + "\",\"" + welsh + "\"\n")},
		"join.yaml": {Data: []byte("start: {words: [BUMP]}\nsteps:\n  agree: {ask: Tips? Text STOP to end., exact: yes, options: {yes: Yes, no: No -> end}}\n  name: {opt_in: tips, ask: Your name?, answer: name, save: me.first_name}\n" +
			"  feeds: {ask: How do you feed?, options: {breast: By the breast, bottle: From a bottle}, save: me.feeds}\n  due: {ask: When?, answer: date}\n  in: {course: {join: bump, from: due}, say: You are in.}\n")},
	})
	for _, o := range book.Orgs {
		c, ok := o.Course("bump")
		require.True(t, ok, "%v", found)
		return o, c, found
	}
	return nil, Course{}, found // it has an error
}

func TestBlanksOfALessonAreFilledWithWhatPeopleHaveTold(t *testing.T) {
	o, c, found := blankCourse(t, "Hello <me.first_name|there>. <me.feeds|However you feed>: rest.", "Helo <me.first_name|chi>.")
	for _, f := range found {
		require.NotContains(t, []string{"course-text", "course-too-long"}, f.Code, f.Message)
	}
	for want, me := range map[string]map[string]string{
		"Bump tips: Hello there. However you feed: rest. STOP BUMP ends these.":      nil,
		"Bump tips: Hello Ann. From a bottle: rest. STOP BUMP ends these.":           {"first_name": "Ann", "feeds": "bottle"},
		"Bump tips: Hello there. By the breast: rest. STOP BUMP ends these.":         {"feeds": "breast"},
		"Bump tips: Hello <me.feeds>. However you feed: rest. STOP BUMP ends these.": {"first_name": "<me.feeds>"},
	} {
		require.Equal(t, want, c.Said(o, c.Lessons[0], "en", me))
	}
	require.Equal(t, "Bump tips: Helo Ann. STOP BUMP ends these.", c.Said(o, c.Lessons[0], "cy", map[string]string{"first_name": "Ann"}))
}

func TestALessonNeverTakesMorePartsForWhatSomebodyTold(t *testing.T) {
	o, c, _ := blankCourse(t, "Hello <me.first_name|there>. "+strings.Repeat("Rest. ", 14), "")
	long := c.Said(o, c.Lessons[0], "en", map[string]string{"first_name": strings.Repeat("Ann ", 12)})
	require.Contains(t, long, "Hello there.")
	require.Contains(t, c.Said(o, c.Lessons[0], "en", map[string]string{"first_name": "Małgorzata"}), "Hello there.", "one letter of another alphabet makes two parts of it")
	require.Contains(t, c.Said(o, c.Lessons[0], "en", map[string]string{"first_name": "Ann"}), "Hello Ann.")
}

func TestWhatIsWrongWithABlankOfALessonIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"Hello <me.name|there>.":     "the blank <me.name> is never filled in",
		"Hello <first_name|there>.":  "the blank <first_name> is never filled in",
		"Hello <me.first_name>.":     "has nothing to stand in it",
		"Hello <me.first_name|you>.": "",
	} {
		_, _, found := blankCourse(t, text, "")
		all := ""
		for _, f := range found {
			if f.Severity == Error {
				all += f.Message + "\n"
			}
		}
		require.Equal(t, want == "", all == "", "%s: %s", text, all)
		require.Contains(t, all, want)
	}
}

// TestPartsAreCountedWithTheLongestValue has a lesson that fits with what stands in a
// blank for others, and not with the longest name.
func TestPartsAreCountedWithTheLongestValue(t *testing.T) {
	tooLong := func(text string) bool {
		_, _, found := blankCourse(t, text, "")
		for _, f := range found {
			if f.Code == "course-too-long" {
				return true
			}
		}
		return false
	}
	room := 160 - len("Bump tips: Hello . STOP BUMP ends these.")
	require.False(t, tooLong("Hello <me.first_name|you>."+strings.Repeat("x", room-maxNameLetters)))
	require.True(t, tooLong("Hello <me.first_name|you>."+strings.Repeat("x", room-maxNameLetters+1)))
	require.True(t, tooLong("Hello <me.feeds|you>."+strings.Repeat("x", room-len("By the breast")+1)), "the longest label")
}
