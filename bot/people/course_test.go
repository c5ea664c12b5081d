package people_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/flows"
)

// bumpTown has a course that counts from a due date.
func bumpTown(t *testing.T) *flows.Org {
	book, found := flows.Load(fstest.MapFS{
		"town/org.yaml":        {Data: []byte("name: Wenbridge Link\nnumber: \"+447700900999\"\nconsents: {tips: Tips}\n")},
		"town/courses.csv":     {Data: []byte("id,name,word,date,consent,catch_up\nbump,Bump tips,BABY,due,tips,none\n")},
		"town/course_bump.csv": {Data: []byte("id,when,text\none,4 weeks before,One.\ntwo,2 weeks after,Two.\n")},
	})
	require.NotNil(t, book.Orgs["town"], "%v", found)
	return book.Orgs["town"]
}

func bumpRow(course, day string) people.Row {
	return people.Row{Number: "07700 900101", Source: "booking visit", Date: "2026-09-01", Wording: "Tips by text", Course: course, CourseDate: day}
}

func TestACourseAndItsDayAreReadFromAList(t *testing.T) {
	o := bumpTown(t)
	for _, row := range []people.Row{
		bumpRow("bump", "2026-12-03"), bumpRow("Bump tips", "3/12/2026"), bumpRow("baby", "3 December 2026"), bumpRow(" BUMP ", "03-12-2026 00:00"),
	} {
		said := people.Judge(o, row, "", now)
		require.Empty(t, said.Faults, row.CourseDate)
		require.Equal(t, []string{"bump", "2026-12-03"}, []string{said.In.Course, said.In.Day})
	}
	require.Empty(t, people.Judge(o, bumpRow("", ""), "", now).In.Course, "it may be left out")
}

func TestWhatIsWrongWithACourseIsSaidRowByRow(t *testing.T) {
	o := bumpTown(t)
	for want, row := range map[people.Reason]people.Row{
		people.NoSuchCourse: bumpRow("bumps", "2026-12-03"),
		people.NoCourseDay:  bumpRow("bump", ""),
		people.BadCourseDay: bumpRow("bump", "31/02/2027"),
		people.CourseOver:   bumpRow("bump", "2026-01-03"),
		people.CourseFar:    bumpRow("bump", "2028-01-03"),
	} {
		said := people.Judge(o, row, "", now)
		require.Len(t, said.Faults, 1, want)
		require.Equal(t, want, said.Faults[0].Reason)
		require.NotEqual(t, string(want), said.Faults[0].Words(), "it is said in words")
		require.Contains(t, people.Reasons, want)
	}
	said := people.Judge(o, bumpRow("", "2026-12-03"), "", now)
	require.Equal(t, people.NoSuchCourse, said.Faults[0].Reason, "a day of nothing")
}

func TestTheColumnsOfCoursesAreReadWhereThereAreAny(t *testing.T) {
	require.Subset(t, people.Columns(bumpTown(t)), []string{people.ColumnCourse, people.ColumnDay})
	require.NotContains(t, people.Columns(town(t)), people.ColumnCourse)
	s, err := people.OpenSheet(strings.NewReader("number,consent_source,consent_date,consent_words,course,course_date\n07700 900101,visit,2026-09-01,Tips,bump,2026-12-03\n"), bumpTown(t))
	require.NoError(t, err)
	for row, err := range s.Rows() {
		require.NoError(t, err)
		require.Equal(t, []string{"bump", "2026-12-03"}, []string{row.Course, row.CourseDate})
	}
}
