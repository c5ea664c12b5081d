package store

import "context"

// send lets texts be sent from the servers, once they know of this life.
func (f *Failover) send(ctx context.Context, servers []server) error {
	if err := f.tellLife(ctx, servers); err != nil {
		return err
	}
	f.store.histories.sendFrom(servers)
	f.former = former{histories: f.store.histories.current()}
	if err := f.journal.keepFormer(f.former); err != nil {
		f.store.log.Warn("which Redis this was could not be noted; the next start judges the last texts again", "error", err)
	}
	return nil
}

// mark tells the servers once a minute that this process lives.
func (f *Failover) mark(ctx context.Context, servers []server) error {
	if f.store.now().Sub(f.marked) < markEvery {
		return nil
	}
	return f.tellLife(ctx, servers)
}

func (f *Failover) tellLife(ctx context.Context, servers []server) error {
	if err := f.store.tellLife(ctx, servers, f.replica.id); err != nil {
		return err
	}
	f.marked = f.store.now()
	return nil
}

// Leave ends this life: every result is recorded, and the servers know it.
func (f *Failover) Leave(ctx context.Context) error {
	if f.store.embedded != nil || f.store.histories.shut() || f.store.sends.underWay() > 0 {
		return nil
	}
	if err := f.store.forgetLife(ctx, f.replica.id); err != nil {
		return err
	}
	f.former.left = true
	return f.journal.keepFormer(f.former)
}
