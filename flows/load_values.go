package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

// The forms of names.
var (
	namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)
	pathPattern = regexp.MustCompile(`^(me\.)?[a-z][a-z0-9_]{0,30}$`)
)

// What keys take, as findings and the reference say it.
const (
	takesText     = "a text"
	takesName     = "a name: small letters, digits and _, beginning with a letter, at most 31"
	takesNames    = "a list of names, such as [first, second]"
	takesWords    = "a list of words, such as [JOIN, HELLO]"
	takesDuration = "a length of time, such as 2 hours"
	takesYes      = "yes or no"
	takesTarget   = "a step, or end, menu, back, again, or flow NAME"
	takesLanguage = "a language's short name, such as en or cy"
)

// scalar returns a node's words, if it is one text that is not empty.
func scalar(v *yaml.Node) (string, bool) {
	if v.Kind != yaml.ScalarNode {
		return "", false
	}
	text := strings.TrimSpace(v.Value)
	return text, text != ""
}

// scalars returns the nodes of a list of texts; one text alone is a list of one.
func scalars(v *yaml.Node) ([]*yaml.Node, bool) {
	if _, ok := scalar(v); ok {
		return []*yaml.Node{v}, true
	}
	if v.Kind != yaml.SequenceNode {
		return nil, false
	}
	for _, item := range v.Content {
		if _, ok := scalar(item); !ok {
			return nil, false
		}
	}
	return v.Content, true
}

// names returns a list of names that fit a pattern.
func names(v *yaml.Node, pattern *regexp.Regexp) ([]string, bool) {
	items, ok := scalars(v)
	if !ok {
		return nil, false
	}
	var list []string
	for _, item := range items {
		text, _ := scalar(item)
		if !pattern.MatchString(text) {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

// oneName reads a name into a field.
func oneName(v *yaml.Node, pattern *regexp.Regexp, into *string) bool {
	text, ok := scalar(v)
	if !ok || !pattern.MatchString(text) {
		return false
	}
	*into = text
	return true
}

// yesNo reads yes or no into a field.
func yesNo(v *yaml.Node, into *bool) bool {
	text, _ := scalar(v)
	switch strings.ToLower(text) {
	case "yes", "true":
		*into = true
	case "no", "false":
		*into = false
	default:
		return false
	}
	return true
}

// wholeNumber reads a whole number between two limits into a field.
func wholeNumber(v *yaml.Node, least, most int, into *int) bool {
	text, _ := scalar(v)
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return false
	}
	*into = n
	return true
}

// units are the lengths of time that flows are written in.
var units = map[string]time.Duration{
	"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour,
}

// longUnits are the ones that personal data may be kept for, beside units.
var longUnits = map[string]time.Duration{"month": 30 * 24 * time.Hour, "year": 365 * 24 * time.Hour}

// duration reads a length of time such as 2 hours into a field.
func duration(v *yaml.Node, into *time.Duration, more map[string]time.Duration) bool {
	text, _ := scalar(v)
	amount, unit, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(amount)
	unit = strings.TrimSuffix(strings.TrimSpace(unit), "s")
	size := units[unit] + more[unit]
	if err != nil || n < 1 || n > 1000 || size == 0 {
		return false
	}
	*into = time.Duration(n) * size
	return true
}

// languageTag reads a language into a field.
func languageTag(v *yaml.Node, into *string) bool {
	text, ok := scalar(v)
	if !ok {
		return false
	}
	if _, err := language.Parse(text); err != nil {
		return false
	}
	*into = text
	return true
}

// languageTags reads a list of languages.
func languageTags(v *yaml.Node) ([]string, bool) {
	items, ok := scalars(v)
	if !ok {
		return nil, false
	}
	tags := make([]string, len(items))
	for i, item := range items {
		if !languageTag(item, &tags[i]) {
			return nil, false
		}
	}
	return tags, true
}
