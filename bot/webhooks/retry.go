package webhooks

import "time"

// PatientFor is how long handing over is tried. An endpoint of which nothing was
// taken for as long is turned off.
const PatientFor = 3 * 24 * time.Hour

// waits are between one try and the next; the last is used again.
var waits = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour,
}

// next is when something is tried again that failed for the tries-th time, 1 is the
// first; false if it was tried for long enough. Chance is from 0 to 1, and spreads
// what failed together.
func next(begun, now time.Time, tries int, chance float64) (time.Time, bool) {
	wait := waits[min(max(tries, 1), len(waits))-1]
	at := now.Add(wait + time.Duration((chance-0.5)*0.4*float64(wait)))
	return at, at.Before(begun.Add(PatientFor))
}
