package flows

import (
	"slices"
	"strconv"
	"strings"
)

// courseCell says what is wrong with one column of a row of the list of courses;
// nothing where it is empty or right.
func (c *orgLint) courseCell(row Row, column, value string) (message, why, fix string) {
	if value == "" {
		return "", "", ""
	}
	can := func(all []string, why string) (message, because, fix string) { return mustBe(column, value, all, why) }
	switch column {
	case courseDate:
		return can(CourseDays, "nobody could tell which days to take.")
	case courseCatchUp:
		return can(CatchUps, "nobody could tell what late joiners get.")
	case courseClosed:
		return can(Regions, "lessons would leave on bank holidays.")
	case courseConsent:
		return can(c.consentNames(), "nobody can have agreed to it, so nobody could join.")
	case courseQueue:
		return can(c.queueNames(), "nobody would see that somebody has lost a baby.")
	case courseBetween:
		return c.betweenCell(value)
	case courseValid:
		if _, ok := lengthOf(value); !ok {
			return "valid can't be " + quoted(firstLine(value)) + ".", "lessons could be sent when they are not true any more.", "write how long a lesson is true, such as 3 days; a year is the most."
		}
	case courseParts:
		if wholeCell(value, mostCourseParts) == 0 {
			return "parts can't be " + quoted(firstLine(value)) + ".", "each part is paid for, for every person.", "write a number from 1 to " + strconv.Itoa(mostCourseParts) + "."
		}
	case courseHealth:
		if !isYes(value) && value != "no" {
			return "health can't be " + quoted(firstLine(value)) + ".", "words that no speaker has checked could be sent.", "write yes, or leave it empty."
		}
	case courseDraft:
		for _, tag := range strings.Fields(strings.ToLower(value)) {
			if !slices.Contains(c.org.Languages, tag) || tag == c.org.Language {
				return "draft names " + quoted(tag) + ".", "it is no language that the words are translated into.", "write short names of languages with spaces between, such as cy pl."
			}
		}
	case courseLeaves:
		for _, id := range strings.Fields(value) {
			if c.org.List(fromGroups).Row(id) == nil {
				return "there is no group called " + quoted(id) + " to leave.", "its texts would go on after a loss.", "write ids of groups with spaces between."
			}
		}
	}
	return "", "", ""
}

// betweenCell says what is wrong with the hours in which a course sends.
func (c *orgLint) betweenCell(value string) (message, why, fix string) {
	span, ok := parseSpan(value)
	if !ok || span.From >= span.Until {
		return "between can't be " + quoted(firstLine(value)) + ".", "nobody could tell when a lesson may leave.", "write two times of one day, such as 10:00-18:00."
	}
	for minute := span.From; minute < span.Until; minute++ {
		if q := c.org.Quiet; !q.holds(minute) {
			return "", "", ""
		}
	}
	return "all of " + value + " is in quiet hours.", "no lesson could ever leave.", "write hours outside quiet: of org.yaml."
}

// holds reports whether a minute of the day is in quiet hours.
func (q Quiet) holds(minute int) bool {
	if q.From <= q.Until {
		return q.From <= minute && minute < q.Until
	}
	return minute >= q.From || minute < q.Until
}

func (c *orgLint) consentNames() []string {
	var all []string
	for _, consent := range c.org.Consents {
		all = append(all, consent.Name)
	}
	return slices.Sorted(slices.Values(all))
}

func (c *orgLint) queueNames() []string {
	var all []string
	for _, q := range c.org.Queues {
		all = append(all, q.Name)
	}
	return all
}
