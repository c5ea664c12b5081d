package directory

import (
	"regexp"
	"strings"
)

// outwardForm is the first half of a postcode; incodeForm the second. See BS 7666
// and https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema
var (
	outwardForm  = regexp.MustCompile(`^(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])$`)
	postcodeForm = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})$`)
	notInCode    = regexp.MustCompile(`[^A-Z0-9]+`)
)

// Outcode returns the first half of a postcode that is written in any case, whole
// or only its first half.
func Outcode(code string) (string, bool) {
	code = notInCode.ReplaceAllString(strings.ToUpper(code), "")
	if m := postcodeForm.FindStringSubmatch(code); m != nil && outwardForm.MatchString(m[1]) {
		return m[1], true
	}
	if outwardForm.MatchString(code) {
		return code, true
	}
	return "", false
}

// Outcodes returns the first halves of postcodes that words hold, such as those of
// the area "WB2, WB3".
func Outcodes(words string) []string {
	var all []string
	for _, word := range notInCode.Split(strings.ToUpper(words), -1) {
		if outwardForm.MatchString(word) {
			all = append(all, word)
		}
	}
	return all
}
