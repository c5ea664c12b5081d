package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
)

type coursesCommand struct {
	List coursesList `cmd:"" help:"List the courses, with how many people are in each."`
	Show coursesShow `cmd:"" help:"Show who is in a course, and what they are sent next."`
	Stop coursesStop `cmd:"" help:"End a course for one person, who is not texted about it."`
}

type coursesList struct {
	Org  string `arg:"" help:"The organisation."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (coursesList) Help() string { return "Example:\n  connective courses list wenbridge" }

// courseLine is one course, as scripts read it.
type courseLine struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Lessons int    `json:"lessons"`
	People  int    `json:"people"`
}

// Run lists the courses in the order of the list.
func (c coursesList) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	org, names := d.shelf.Book().Orgs[c.Org], []string{}
	for _, course := range org.Courses() {
		names = append(names, bot.CoursePrefix+course.ID)
	}
	counts, err := d.store.MemberCounts(ctx, c.Org, names)
	if err != nil {
		return fmt.Errorf("count who is in a course: %w", err)
	}
	lines := []courseLine{}
	for _, course := range org.Courses() {
		lines = append(lines, courseLine{course.ID, course.Name(org.Language), max(0, len(course.Lessons)-1), counts[bot.CoursePrefix+course.ID]})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	return printCourses(io, lines)
}

func printCourses(io streams, lines []courseLine) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "There are no courses: they are the rows of courses.csv.")
		return nil
	}
	w := io.table("COURSE", "NAME", "LESSONS", "PEOPLE")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\n", l.ID, l.Name, l.Lessons, l.People)
	}
	return w.Flush()
}

type coursesShow struct {
	Org    string `arg:"" help:"The organisation."`
	Course string `arg:"" help:"The course's id, as list shows it."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (coursesShow) Help() string {
	return "Numbers are shown by their last three digits.\n\nExample:\n  connective courses show wenbridge bump"
}

// attendeeLine is one person in a course, as scripts read it.
type attendeeLine struct {
	Phone  string     `json:"phone"` // its last three digits
	Day    string     `json:"day"`
	Sent   int        `json:"sent"`
	Next   string     `json:"next,omitempty"` // the lesson's id
	NextAt *time.Time `json:"next_at,omitempty"`
}

// Run shows who is in the course, by their day.
func (c coursesShow) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	org, now, lines := d.shelf.Book().Orgs[c.Org], time.Now(), []attendeeLine{}
	if err := knowsCourse(org, c.Course); err != nil {
		return err
	}
	for part := range d.store.Partitions() {
		err := d.store.Threads(ctx, c.Org, []string{bot.CoursePrefix + c.Course}, part, func(threads []bot.Thread) error {
			for _, t := range threads {
				lines = append(lines, attendee(org, t, c.Course, now))
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read who is in a course: %w", err)
		}
	}
	slices.SortFunc(lines, func(a, b attendeeLine) int { return strings.Compare(a.Day+a.Phone, b.Day+b.Phone) })
	if c.JSON {
		return printJSON(io, lines)
	}
	return printAttendees(io, lines)
}

func knowsCourse(org *flows.Org, course string) error {
	if _, ok := org.Course(course); !ok {
		return fmt.Errorf("%s has no course called %q: see  connective courses list %s", org.ID, course, org.ID)
	}
	return nil
}

// attendee is how somebody stands in a course.
func attendee(org *flows.Org, t bot.Thread, course string, now time.Time) attendeeLine {
	a := t.Person.Courses[course]
	line := attendeeLine{Phone: t.Key.Address.Masked(), Day: a.Day, Sent: len(a.Told)}
	if lesson, at, ok := bot.NextLesson(org, t, course, now.In(org.Timezone)); ok {
		at = at.In(org.Timezone)
		line.Next, line.NextAt = lesson, &at
	}
	return line
}

func printAttendees(io streams, lines []attendeeLine) error {
	if len(lines) == 0 {
		fmt.Fprintln(io.out, "Nobody is in it.")
		return nil
	}
	w := io.table("PHONE", "DAY", "SENT", "NEXT", "AT")
	for _, l := range lines {
		next, at := l.Next, ""
		if l.NextAt != nil {
			at = l.NextAt.Format("2006-01-02 15:04")
			if next == "" {
				next = "(goodbye)"
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", l.Phone, l.Day, l.Sent, next, at)
	}
	return w.Flush()
}

type coursesStop struct {
	Org    string `arg:"" help:"The organisation."`
	Course string `arg:"" help:"The course's id, as list shows it."`
	Number string `arg:"" help:"The person's number."`
	Reason string `required:"" help:"Why, for the audit log."`
}

// Help shows an example.
func (coursesStop) Help() string {
	return `Nothing of the course is sent to them from then on, and they are not texted about it.

Example:
  connective courses stop wenbridge bump "07700 900123" --reason "her midwife rang"`
}

// Run ends the course for somebody.
func (c coursesStop) Run(ctx context.Context, all *Commands, io streams) error {
	d, err := openDeskOf(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	who, thread, err := d.person(ctx, c.Org, c.Number)
	if err != nil {
		return err
	}
	if !thread.Person.In(bot.CoursePrefix + c.Course) {
		return fmt.Errorf("nobody with that number is in the course %q", c.Course)
	}
	if err := d.note(ctx, c.Org, staff.Entry{Deed: people.EndedCourse, Person: thread.ID, Detail: c.Course, Reason: c.Reason}); err != nil {
		return err
	}
	ended, err := d.bot.EndCourse(ctx, c.Org, who, c.Course, staff.Machine, rand.Text())
	if err != nil {
		return fmt.Errorf("end a course: %w", err)
	}
	if !ended {
		fmt.Fprintln(io.out, "They have just left it themselves.")
		return nil
	}
	fmt.Fprintln(io.out, "Ended. They are sent nothing more of it.")
	return nil
}
