package broadcast

import "time"

// Pace is how many texts a second have got an outcome since a broadcast began,
// and how long the rest will take at that pace; both 0 while that cannot be told:
// before the first second is over, and unless it is sending.
func (b Broadcast) Pace(c Counts, now time.Time) (perSecond float64, left time.Duration) {
	took := now.Sub(b.Begun).Seconds()
	if b.State != Sending || took < 1 || c.Settled() == 0 {
		return 0, 0
	}
	perSecond = float64(c.Settled()) / took
	return perSecond, time.Duration(float64(c.Left())/perSecond) * time.Second
}

// Left is how many people there are of whom it is not known yet what they get:
// those who have not been looked at, and the queued without an outcome.
func (c Counts) Left() int { return max(0, c.People-c.Expanded) + max(0, c.Queued-c.Settled()) }
