package main

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot/versions"
)

// replicasWithin is how long bots get to load what was published.
const replicasWithin = 10 * time.Second

// awaitReplicas waits until every bot answers with what was published, and names
// those that do not.
func (d *desk) awaitReplicas(ctx context.Context, io streams, org string, p versions.Publication) error {
	ctx, cancel := context.WithTimeout(ctx, replicasWithin)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		all, err := d.store.Standings(ctx)
		if err != nil {
			return err
		}
		late, faulty := lateReplicas(all, org, p.N)
		if late == "" && faulty == "" {
			if n := len(all); n > 0 {
				fmt.Fprintf(io.out, "%s with it.\n", map[bool]string{true: "The bot answers", false: fmt.Sprintf("All %d bots answer", n)}[n == 1])
			}
			return nil
		}
		select {
		case <-ctx.Done():
			fmt.Fprintf(io.out, "%s no answer with it yet: see  connective doctor\n", late)
			return nil
		case <-tick.C:
		}
		if faulty != "" {
			return fmt.Errorf("a bot cannot load it, and goes on with the version before: %s", faulty)
		}
	}
}

// lateReplicas names a bot that has not loaded a publication, and one that cannot.
func lateReplicas(all map[string][]versions.Standing, org string, n int64) (late, faulty string) {
	for id, standings := range all {
		loaded := false
		for _, s := range standings {
			if s.Org != org {
				continue
			}
			loaded = s.Loaded.N >= n
			if s.Newest.N >= n && s.Fault != "" {
				faulty = id + ": " + s.Fault
			}
		}
		if !loaded {
			late = id
		}
	}
	return late, faulty
}
