package main

import (
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/flows"
)

// ownDrafts says in which of an organisation's languages Connective's own words
// are a draft; nothing if in none.
func ownDrafts(org *flows.Org) string {
	names := org.DraftWords()
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: Connective's own words in %s are a draft, so what it says in a crisis, about consent and about STOP is in English",
		org.Name, strings.Join(names, " and "))
}

// sayDrafts prints ownDrafts of every organisation.
func sayDrafts(book *flows.Book, say func(string)) {
	for _, org := range book.ByID() {
		if words := ownDrafts(org); words != "" {
			say(words)
		}
	}
}
