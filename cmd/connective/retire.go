package main

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// retire deletes the files of versions that nobody needs any more.
func (d *desk) retire(ctx context.Context, io streams, org *flows.Org) error {
	history, err := d.store.History(ctx, org.ID)
	if err != nil || len(history) == 0 {
		return err
	}
	census, err := d.store.Waiting(ctx, org.ID)
	if err != nil {
		return err
	}
	old, err := versions.Retirable(history, census, time.Now(), d.opener(ctx, org))
	if err != nil {
		return err
	}
	kept, err := d.store.Kept(ctx, org.ID, old)
	if err != nil {
		return err
	}
	deleted := 0
	for i, version := range old {
		if !kept[i] {
			continue
		}
		done, err := d.store.Retire(ctx, org.ID, version, history[0].N)
		if err != nil {
			return err
		}
		if done {
			deleted++
		}
	}
	if deleted > 0 {
		fmt.Fprintf(io.out, "Deleted %s that nobody is in any more.\n", counted(deleted, "old version"))
	}
	return nil
}
