package store

import "strconv"

// engaged notes who has texted, texted STOP, or joined a group, soon after a
// broadcast.
func (w *writes) engaged() error {
	t := w.turn
	if t.Heard == nil || !t.Texted.Fresh(w.store.now()) {
		return nil
	}
	did := []string{repliedKey(w.p, t.Texted.Broadcast)}
	if t.Stop != nil && *t.Stop {
		did[0] = stoppedByKey(w.p, t.Texted.Broadcast)
	}
	if len(t.Joined) > 0 {
		did = append(did, joinedKey(w.p, t.Texted.Broadcast))
	}
	for _, key := range did {
		w.do("SADD", key, w.id)
		w.do("EXPIRE", key, strconv.Itoa(broadcastKept))
	}
	return nil
}
