package main

import (
	"context"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// checkSenders asks the company of a connection about each number of the folder that
// leaves by it.
func checkSenders(ctx context.Context, c connection, own bool, book *flows.Book, p providers.Provider) (all providers.Findings) {
	checker, ok := p.(providers.SenderChecker)
	if !ok {
		return all
	}
	numbers := numbersBy(c.name, own, book)
	if len(numbers) == 0 && len(book.Orgs) > 0 {
		all.Note("no org.yaml names this connection: what people text by it is kept apart, see  connective quarantine list")
	}
	for _, number := range numbers {
		hook := ""
		if number.here {
			hook = c.hooks(p.Name()) + "/inbound"
		}
		found := checker.CheckSender(ctx, number.number, hook)
		who := strings.Join(number.owners, ", ") + ", " + number.number + ": "
		for _, words := range found.Notes {
			all.Note(who + words)
		}
		for _, words := range found.Faults {
			all.Fault(who + words)
		}
		if number.template != "" {
			all.Note(who + "whether Meta has approved the template " + number.template + " in its languages is not asked: look in WhatsApp Manager, under Message templates")
		}
	}
	return all
}

// leaving is a number that texts leave from.
type leaving struct {
	number   string
	owners   []string // the organisations, by name
	here     bool     // what is texted to it comes to this installation
	template string   // by which it writes to who has not written for long
}

// numbersBy are the numbers that leave by a connection, each once.
func numbersBy(connection string, own bool, book *flows.Book) []leaving {
	var all []leaving
	for _, org := range book.ByID() {
		for _, line := range org.Lines() {
			if line.Provider != connection && !(own && line.Provider == "") {
				continue
			}
			i := slices.IndexFunc(all, func(l leaving) bool { return l.number == line.Number })
			if i < 0 {
				i = len(all)
				all = append(all, leaving{number: line.Number})
			}
			if line.Kind != flows.SMS {
				all[i].template = org.App.Template
			}
			elsewhere := org.Fallback.Provider == line.Provider && org.Fallback.Number == line.Number && !org.Fallback.Here
			all[i].owners, all[i].here = append(all[i].owners, org.Name), all[i].here || !elsewhere
		}
	}
	return all
}
