package store

import "strconv"

// engaged notes who has texted, or texted STOP, soon after a broadcast.
func (w *writes) engaged() error {
	t := w.turn
	if t.Heard == nil || !t.Texted.Fresh(w.store.now()) {
		return nil
	}
	key := repliedKey(w.p, t.Texted.Broadcast)
	if t.Stop != nil && *t.Stop {
		key = stoppedByKey(w.p, t.Texted.Broadcast)
	}
	w.do("SADD", key, w.id)
	w.do("EXPIRE", key, strconv.Itoa(broadcastKept))
	return nil
}
