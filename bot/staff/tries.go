package staff

import (
	"context"
	"fmt"
	"net/netip"
	"time"
)

// Limit is how often somebody may fail: Free times at once, then after a delay
// that begins with First, doubles each time, and is Most at most. After Kept
// without a failure all is forgotten.
type Limit struct {
	Free              int64
	First, Most, Kept time.Duration
}

// The limits of signing in. Many people may sit behind one address, so that its
// delays are short: they are for who tries one password on many accounts.
var (
	AccountLimit = Limit{Free: 10, First: 30 * time.Second, Most: time.Hour, Kept: 24 * time.Hour}
	AddressLimit = Limit{Free: 10, First: time.Second, Most: 30 * time.Second, Kept: 15 * time.Minute}
)

// Tries counts failures. Try counts one and returns how many there were, or counts
// none and returns how long they must wait. Wait counts nothing. Clear forgets all.
// Errors wrap bot.ErrUnavailable.
type Tries interface {
	Try(ctx context.Context, who string, l Limit, now time.Time) (n int64, wait time.Duration, err error)
	Wait(ctx context.Context, who string, now time.Time) (time.Duration, error)
	Clear(ctx context.Context, who string) error
}

// TooMany is returned to who has failed too often. It says the same for accounts
// that exist and for those that do not.
type TooMany struct{ Wait time.Duration }

// Error tells how long to wait.
func (t TooMany) Error() string {
	return fmt.Sprintf("too many tries: wait %s", t.Wait.Round(time.Second))
}

// Delay is how long somebody who has failed n times must wait for the next try.
func (l Limit) Delay(n int64) time.Duration {
	if n < l.Free {
		return 0
	}
	delay := l.First
	for range min(n-l.Free, 40) {
		if delay *= 2; delay >= l.Most {
			return l.Most
		}
	}
	return min(delay, l.Most)
}

// neighbourhood is what is counted as one address: an address of version 4, or
// the 64 bits of one of version 6 that one household or office gets.
func neighbourhood(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil {
		return from
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return from
	}
	return p.String()
}
