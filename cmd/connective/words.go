package main

import (
	"fmt"
	"strings"
)

// counted is "1 version" or "2 versions".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// inEntries is "1 entry, which is" or "2 entries, all": what of a log is as written.
func inEntries(n int) string {
	if n == 1 {
		return "1 entry, which is"
	}
	return fmt.Sprintf("%d entries, all", n)
}

// countedPeople is "1 person" or "2 people".
func countedPeople(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// listed is "a, b and c".
func listed(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
