package versions

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// keptFor is how long a version's files are kept after people stopped getting
// it, even when nobody is in the middle of it.
const keptFor = 31 * 24 * time.Hour

// Retirable returns the versions of a history whose files nobody needs any more:
// people have not got them for 31 days, nobody is in the middle of them, and
// they move nobody who is in the middle of an older one. Open loads a version, or
// returns nil.
func Retirable(history []Publication, census Census, now time.Time, open func(Publication) (*flows.Org, error)) ([]string, error) {
	needed := map[string]bool{}
	oldest := 0
	for place := range census {
		at, err := Follow(history, place.Frame(), open)
		if err != nil {
			return nil, err
		}
		if at >= 0 {
			needed[history[at].Version] = true
			oldest = max(oldest, at)
		}
	}
	var out []string
	for i, p := range history {
		if i == 0 || p.Move && i < oldest || now.Sub(history[i-1].At) < keptFor {
			needed[p.Version] = true
		}
	}
	for _, p := range history {
		if !needed[p.Version] && !slices.Contains(out, p.Version) {
			out = append(out, p.Version)
		}
	}
	return out, nil
}
