package main

import (
	"context"
	"time"
)

// tellOthers does what turns have asked to be done for many people, and begins
// the flows whose hour has come. It looks once a second, and again at once while
// there is something to do.
func (h *house) tellOthers(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		for done := 1; done > 0 && ctx.Err() == nil; {
			var err error
			if done, err = h.bot.Work(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("not everybody could be told what others tell them; trying again within a minute", "why", err)
				break
			}
		}
	}
}
