package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

const (
	longestID  = 100 // bytes of an id that is kept as it is
	noDateSpan = 10 * time.Minute
)

// EventID returns what a repeat of a text has in common with it. A text without
// an id of its own goes by its content and date; without a date too, by its
// content in these ten minutes, since nothing else tells a person's second "yes"
// from a repeat of the first.
func EventID(given, date string, arrived time.Time, content ...string) string {
	switch {
	case given != "" && len(given) <= longestID:
		return given
	case given != "":
		return Digest(given)
	case date == "":
		date = arrived.UTC().Truncate(noDateSpan).Format(time.RFC3339)
	}
	return Digest(append([]string{date}, content...)...)
}

// Digest names content; the lengths keep its parts from running together.
func Digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return "hash-" + hex.EncodeToString(h.Sum(nil)[:16])
}
