package flows

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// varLetters is how many letters a variable holds, at most.
const varLetters = 640

// MarshalJSON writes one text as "x" and a list as ["x","y"].
func (v Value) MarshalJSON() ([]byte, error) {
	if v.Many != nil {
		return json.Marshal(v.Many)
	}
	if simple(v.One) {
		return append(append(append(make([]byte, 0, len(v.One)+2), '"'), v.One...), '"'), nil
	}
	return json.Marshal(v.One)
}

// simple reports whether a text is the same in JSON but for its quotes.
func simple[T string | []byte](text T) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c >= utf8.RuneSelf, c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	if n := len(data) - 1; n > 0 && data[0] == '"' && simple(data[1:n]) {
		v.One = string(data[1:n])
		return nil
	}
	target := any(&v.One)
	if len(data) > 0 && data[0] == '[' {
		v.Many = []string{}
		target = &v.Many
	}
	if err := json.Unmarshal(data, target); err != nil {
		return fmt.Errorf("read the value of a variable: %w", err)
	}
	return nil
}

// Items returns what the value holds as a list; a single text is a list of one,
// and no text is an empty list.
func (v Value) Items() []string {
	switch {
	case v.Many != nil:
		return v.Many
	case v.One == "":
		return nil
	}
	return []string{v.One}
}

// String returns the value as one text, the items of a list between spaces, as
// lists stand in columns and me. fields.
func (v Value) String() string {
	if v.Many == nil {
		return v.One
	}
	return strings.Join(v.Many, " ")
}

// Empty tells whether the value holds nothing.
func (v Value) Empty() bool { return v.One == "" && len(v.Many) == 0 }

// bounded returns the value with no text longer than varLetters and no more
// items than a list of choices may have.
func (v Value) bounded() Value {
	if v.Many == nil {
		return Value{One: clip(v.One, varLetters)}
	}
	items := make([]string, 0, len(v.Many))
	left := varLetters
	for _, item := range v.Many {
		item = clip(item, left)
		if left -= len([]rune(item)); left <= 0 || len(items) == maxChoices {
			break
		}
		items = append(items, item)
	}
	return Value{Many: items}
}

// clip cuts a text after so many letters.
func clip(text string, letters int) string {
	if len(text) <= letters {
		return text
	}
	n := 0
	for i := range text {
		if n == letters {
			return text[:i]
		}
		n++
	}
	return text
}
