package messagebird

import (
	"strconv"
	"strings"
	"time"
)

// Forms of a date. Fractions of a second are read by all of them.
var dateForms = [...]string{
	time.RFC3339,
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04:05", // without an offset it is UTC
	"20060102150405",
}

// begun is before any text that can reach us: an earlier date is a mistake.
var begun = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// parseDate reads a date as MessageBird writes it in one place or another.
func parseDate(raw string) (time.Time, bool) {
	raw = repairDate(strings.TrimSpace(raw))
	for _, form := range dateForms {
		if at, err := time.Parse(form, raw); err == nil {
			return at.UTC(), at.After(begun)
		}
	}
	if seconds, err := strconv.ParseInt(raw, 10, 64); err == nil && len(raw) == 10 {
		at := time.Unix(seconds, 0).UTC()
		return at, at.After(begun)
	}
	return time.Time{}, false
}

// dateLength is how much of a date comes before fractions and the offset.
const dateLength = len("2006-01-02T15:04:05")

// repairDate puts back the plus that became a space in a query that was not
// escaped, and the T that some write as a space.
func repairDate(raw string) string {
	if len(raw) < dateLength {
		return raw
	}
	date, offset := []byte(raw[:dateLength]), raw[dateLength:]
	if date[10] == ' ' {
		date[10] = 'T'
	}
	return string(date) + strings.Replace(offset, " ", "+", 1)
}
