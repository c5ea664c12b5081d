package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/connective-messaging/connective/providers"
)

// giveBack tells the servers which texts this process has sent.
func (f *Failover) giveBack(ctx context.Context, changed []server) error {
	held := f.store.heldBy(changed)
	settled, _ := f.store.sends.all()
	var calls []call
	for _, x := range settled {
		if !slices.Contains(held, x.Claim.Partition) {
			continue
		}
		result, err := f.store.settlement(f.store.now(), x)
		if err != nil {
			return err
		}
		calls = append(calls, result, f.store.giveBackCall(x.Claim.Entry, x.Result))
	}
	return f.store.runAll(ctx, calls, "say which texts have left")
}

// giveBackCall says what became of a text.
func (s *Store) giveBackCall(e providers.Entry, r providers.Result) call {
	return call{s.scripts.giveBack, []string{messageKey(e.Partition, e.Ref), lostKey(e.Partition)}, []any{e.Ref, what(r), remembered}}
}

// doubt notes for each partition whether texts may have left of which neither
// the server nor a living process knows.
func (f *Failover) doubt(ctx context.Context, changed []server, known []lives) error {
	replicas, err := f.store.redis.HKeys(ctx, replicasKey).Result()
	if err != nil {
		return away(err, "list the replicas")
	}
	_, since := f.store.sends.all()
	regained := f.store.regained.Load() > f.before
	calls, doubts := make([]call, len(known)), 0
	for i, k := range known {
		w := witness{k, f.replica.id, f.store.life, since, f.former, replicas, regained}
		now := ""
		if !w.certain() {
			now, doubts = fmt.Sprint(ms(f.store.now())), doubts+1
		}
		calls[i] = f.store.doubtCall(k.partition, k.server.history, now)
	}
	f.store.log.Info("the last texts have been judged again", "regained", f.store.regained.Load()-f.before, "doubtful partitions", doubts)
	return f.store.runAll(ctx, calls, "note what may have left")
}
