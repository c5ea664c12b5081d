package flows

import (
	"cmp"
	"slices"
	"time"
)

// Lesson is one text of a course.
type Lesson struct {
	ID    string        // within its course; empty for the goodbye
	Days  int           // after the day that the course counts from; negative is before
	Valid time.Duration // how long it is true from the hour at which it is due
	Group string        // only for members of that group; empty for all
	row   Row
}

// IsGoodbye reports whether the lesson is the end of its course.
func (l Lesson) IsGoodbye() bool { return l.ID == "" }

// lessonsOf are the lessons of a list, and the goodbye a day after the last of them.
func lessonsOf(list *List, valid time.Duration) []Lesson {
	var lessons []Lesson
	for _, row := range list.Rows {
		days, ok := readOffset(row[lessonWhen])
		if !ok {
			continue
		}
		lesson := Lesson{ID: row["id"], Days: days, Valid: valid, Group: row[lessonGroup], row: row}
		if own, ok := lengthOf(row[lessonValid]); ok {
			lesson.Valid = own
		}
		lessons = append(lessons, lesson)
	}
	slices.SortStableFunc(lessons, func(a, b Lesson) int { return cmp.Compare(a.Days, b.Days) })
	if len(lessons) > 0 {
		lessons = append(lessons, Lesson{Days: lessons[len(lessons)-1].Days + 1, Valid: usualValid})
	}
	return lessons
}
