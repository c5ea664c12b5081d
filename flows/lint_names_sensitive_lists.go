package flows

import (
	"path"
	"strings"
)

// lessonsNameSensitive reports lessons of courses, and names of courses, that name a
// sensitive group: each lesson comes by itself.
func (c *orgLint) lessonsNameSensitive() {
	if list := c.org.List(fromCourses); list != nil {
		for _, row := range list.Rows {
			c.rowNamesSensitive(fromCourses, list, row, "", unnamed, "name")
		}
	}
	for _, course := range c.org.Courses() {
		name := coursePrefix + course.ID
		if list := c.org.List(name); list != nil {
			for _, row := range list.Rows {
				c.rowNamesSensitive(name, list, row, row[lessonGroup], unnamed, lessonText)
			}
		}
	}
}

// eventsNameSensitive reports events that are not sensitive themselves and name a
// sensitive group: people are invited to them and reminded of them.
func (c *orgLint) eventsNameSensitive() {
	list := c.org.List(fromGroups)
	for _, e := range c.org.Events() {
		if !e.Sensitive {
			c.rowNamesSensitive(fromGroups, list, e.row, e.Invites, "write it without the group's name, or yes in the column sensitive of the event: then it is not named.", "name", "about", eventPlace)
		}
	}
}

// rowNamesSensitive reports the first cell of certain columns, in any language, that
// names a sensitive group to the members of a group.
func (c *orgLint) rowNamesSensitive(name string, list *List, row Row, to, fix string, columns ...string) {
	s := c.sources[path.Join(c.dir, name+".csv")]
	if s == nil {
		return
	}
	for _, column := range list.Columns {
		base, _, _ := strings.Cut(column, ":")
		for _, sent := range columns {
			if base != sent {
				continue
			}
			if named := c.org.namesSensitive(row[column], to); named != "" {
				s.namesSensitive(Pos{Line: list.lines[row["id"]], Column: 1}, named, fix)
				return
			}
		}
	}
}
