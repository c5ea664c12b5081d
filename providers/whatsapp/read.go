package whatsapp

import (
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// raws are the parts of a webhook, each read by itself: one that cannot be read
// must not lose the others, nor bring all of them again for a week.
type raws []json.RawMessage

// UnmarshalJSON takes anything; what is no list has no parts.
func (r *raws) UnmarshalJSON(raw []byte) error {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		all = nil
	}
	*r = all
	return nil
}

// value is what one change brings.
type value struct {
	Metadata    json.RawMessage `json:"metadata"`
	Messages    raws            `json:"messages"`
	Statuses    raws            `json:"statuses"`
	Preferences raws            `json:"user_preferences"`
}

// values are the changes of a webhook that bring texts or reports.
func values(r *providers.Request) (iter.Seq[value], error) {
	var all struct {
		Entry raws `json:"entry"`
	}
	if len(r.Body) == 0 {
		return func(func(value) bool) {}, nil
	}
	if err := json.Unmarshal(r.Body, &all); err != nil {
		return nil, fmt.Errorf("%w: it is no JSON of Meta's", providers.ErrMalformed)
	}
	return func(yield func(value) bool) {
		for _, raw := range all.Entry {
			var entry struct {
				Changes raws `json:"changes"`
			}
			_ = json.Unmarshal(raw, &entry) // then it has no changes
			for _, raw := range entry.Changes {
				var change struct {
					Value json.RawMessage `json:"value"`
				}
				_ = json.Unmarshal(raw, &change)
				if v, ok := read[value](change.Value); ok && !yield(v) {
					return
				}
			}
		}
	}, nil
}

// read reads one part; false if it is not of that kind.
func read[T any](raw json.RawMessage) (T, bool) {
	var v T
	if len(raw) == 0 || raw[0] != '{' {
		return v, false
	}
	return v, json.Unmarshal(raw, &v) == nil
}

// line is the number that a change is about.
func (v value) line() providers.Address {
	m, _ := read[struct {
		Number wire.Loose `json:"display_phone_number"`
	}](v.Metadata)
	shown := digits(string(m.Number)) // with spaces and signs, for people
	if shown == "" {
		return providers.Address{}
	}
	return providers.Address{Kind: providers.Phone, Value: "+" + shown}
}

// personOf is the address of somebody: by their number, else by what WhatsApp calls
// those who show none. It is empty where neither is there.
func personOf(number, name string) providers.Address {
	number = strings.TrimPrefix(number, "+")
	switch {
	case wire.IsNumber(number) && number[0] != '0' && len(number) <= 15:
		return providers.InApp(Name, "+"+number)
	case wire.Printable(name) && len(name) <= longestName && !strings.HasPrefix(name, "+"):
		return providers.InApp(Name, name)
	}
	return providers.Address{}
}

// momentOf reads a time, of seconds or of milliseconds since 1970; zero if it is
// none.
func momentOf(raw string) time.Time {
	n, err := strconv.ParseInt(raw, 10, 64)
	switch {
	case err != nil || n <= 0 || n > latest*1000:
		return time.Time{}
	case n > latest:
		return time.UnixMilli(n).UTC()
	}
	return time.Unix(n, 0).UTC()
}

const latest = 99_999_999_999 // the year 5138, in seconds
