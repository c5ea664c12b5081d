package flows

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

var timeForm = regexp.MustCompile(`^(?:at )?([0-9]{1,2})(?:[:.h]?([0-9]{2}))? ?([ap])?\.?(?:m)?$`)

// readTime reads a time of day: 9:30, 0930, 2pm, 14.00. A lone 9 may be morning
// or evening, so it is none.
func readTime(text string) (string, bool) {
	m := timeForm.FindStringSubmatch(locales.Fold(text))
	if m == nil || m[2] == "" && m[3] == "" {
		return "", false
	}
	hour, minute := whole(m[1]), 0
	if m[2] != "" {
		minute = whole(m[2])
	}
	if m[3] != "" {
		if hour < 1 || hour > 12 {
			return "", false
		}
		hour %= 12
		if strings.HasPrefix(m[3], "p") {
			hour += 12
		}
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), hour < 24 && minute < 60
}
