package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/connective-messaging/connective/store"
)

// checkPublished tells which versions people get, whether the folder holds
// others, and which bots cannot load them.
func checkPublished(ctx context.Context, s *store.Store, settings Settings) (notes, faults []string) {
	heads, err := s.Heads(ctx)
	if err != nil {
		return nil, lines(err)
	}
	f, err := readFolder(settings.Flows, nil)
	inFolder := map[string]string{}
	if err == nil { // else it was told under flows
		for _, org := range f.book.ByID() {
			inFolder[org.ID] = org.Version
		}
	}
	for _, org := range slices.Sorted(maps.Keys(heads)) {
		history, err := s.History(ctx, org)
		if err != nil || len(history) == 0 {
			faults = append(faults, "what was published of "+org+" cannot be read: publish it again with  connective flows publish DIR")
			continue
		}
		p := history[0]
		note := fmt.Sprintf("%s: people get version %s, %s by %s on %s", org, short(p.Version), p.How, p.By, p.At.Format("2 Jan 2006"))
		if version := inFolder[org]; version != "" && version != p.Version {
			note += "; the folder holds other files, which nobody gets before  connective flows publish"
		}
		notes = append(notes, note)
	}
	for org := range inFolder {
		if _, published := heads[org]; !published {
			notes = append(notes, org+" is not published: serve does that at its next start, or  connective flows publish")
		}
	}
	standings, err := s.Standings(ctx)
	faults = append(faults, lines(err)...)
	for _, id := range slices.Sorted(maps.Keys(standings)) {
		for _, standing := range standings[id] {
			if standing.Fault != "" {
				faults = append(faults, fmt.Sprintf("%s cannot load the newest version of %s, so its people get the one before: %s", id, standing.Org, standing.Fault))
			}
		}
	}
	return notes, faults
}
