package wire

import "strings"

// IsNumber reports whether s is of digits alone, at least one.
func IsNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
