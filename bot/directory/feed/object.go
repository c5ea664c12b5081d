package feed

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// reading is one row being read, and what was found wrong with it.
type reading struct {
	faults []Fault
}

func (r *reading) refuse(where, what, why, mend string) {
	r.faults = append(r.faults, Fault{Where: where, What: what, Why: why, Mend: mend})
}

func (r *reading) note(where, what, why, mend string) {
	r.faults = append(r.faults, Fault{Where: where, What: what, Why: why, Mend: mend, Kept: true})
}

// bad tells whether the row must be left out.
func (r *reading) bad() bool {
	for _, f := range r.faults {
		if !f.Kept {
			return true
		}
	}
	return false
}

// object is one JSON object of a row. Fields that are not asked for are kept out.
type object struct {
	r      *reading
	at     string // JSON pointer
	fields map[string]any
}

func (o object) pointer(key string) string {
	return o.at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func (o object) has(key string) bool { return o.fields[key] != nil }

func (o object) wrong(key, want string) {
	o.r.refuse(o.pointer(key), "this is "+kindOf(o.fields[key]), "it must be "+want, "Correct it in the system that makes the feed.")
}

// kindOf is what a value of JSON is, in words.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case bool:
		return "true or false"
	case json.Number:
		return "the number " + clip(v.String(), 20)
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("%T", v)
}

// raw returns a text as it is written, empty if there is none.
func (o object) raw(key string) string {
	v, there := o.fields[key]
	if !there || v == nil {
		return ""
	}
	text, ok := v.(string)
	if !ok {
		o.wrong(key, "text")
	}
	return text
}

// text returns a text for people, without HTML, of at most so many letters; a
// longer one is cut at a word.
func (o object) text(key string, most int) string {
	raw := o.raw(key)
	if len(raw) > 8*most+4096 { // markup can be long; nobody writes so much of it
		raw = strings.ToValidUTF8(raw[:8*most+4096], "")
		o.r.note(o.pointer(key), "this is very long", "only its beginning was read", fmt.Sprintf("Write at most %d letters.", most))
	}
	plain := Plain(raw)
	if short := cutAtWord(plain, most); short != plain {
		o.r.note(o.pointer(key), "this is too long", "only its beginning is kept", fmt.Sprintf("Write at most %d letters.", most))
		return short
	}
	return plain
}

// whole returns a whole number from 0 to a limit, nil if there is none.
func (o object) whole(key string, most int) *int {
	v, there := o.fields[key]
	if !there || v == nil {
		return nil
	}
	want := fmt.Sprintf("a whole number from 0 to %d, without quotation marks", most)
	number, ok := v.(json.Number)
	if !ok {
		o.wrong(key, want)
		return nil
	}
	f, err := number.Float64()
	if err != nil || f != math.Trunc(f) || f < 0 || f > float64(most) {
		o.wrong(key, want)
		return nil
	}
	n := int(f)
	return &n
}

// degrees returns a number between two limits, 0 if there is none. What cannot be a
// place on earth is not kept, and does not spoil the row.
func (o object) degrees(key string, most float64) float64 {
	v, there := o.fields[key]
	if !there || v == nil {
		return 0
	}
	number, ok := v.(json.Number)
	if !ok {
		o.wrong(key, "a number, without quotation marks")
		return 0
	}
	f, err := number.Float64()
	if err != nil || math.Abs(f) > most {
		o.r.note(o.pointer(key), "this is not a place on earth", fmt.Sprintf("it must be from -%g to %g", most, most), "Correct it, or leave it out.")
		return 0
	}
	return f
}

// one returns an object within this one; it is empty if there is none.
func (o object) one(key string) object {
	v, there := o.fields[key]
	inner := object{r: o.r, at: o.pointer(key)}
	if !there || v == nil {
		return inner
	}
	fields, ok := v.(map[string]any)
	if !ok {
		o.wrong(key, "an object")
	}
	inner.fields = fields
	return inner
}

// mostInList is how many entries of one list are read.
const mostInList = 200

// list returns the objects of a list within this one.
func (o object) list(key string) []object {
	v, there := o.fields[key]
	if !there || v == nil {
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		o.wrong(key, "a list")
		return nil
	}
	if len(items) > mostInList {
		o.r.note(o.pointer(key), fmt.Sprintf("this list has %d entries", len(items)), fmt.Sprintf("only the first %d are read", mostInList), "Shorten it.")
		items = items[:mostInList]
	}
	var all []object
	for i, item := range items {
		at := fmt.Sprintf("%s/%d", o.pointer(key), i)
		fields, ok := item.(map[string]any)
		if !ok {
			o.r.refuse(at, "this is "+kindOf(item), "it must be an object", "Correct it in the system that makes the feed.")
			continue
		}
		all = append(all, object{o.r, at, fields})
	}
	return all
}

func clip(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
