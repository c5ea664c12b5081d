package messagebird

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// readFields reads a webhook in any of its three forms. Everything that can be
// read is, so that no text is lost for a stray character.
func readFields(r *providers.Request) (*fields, error) {
	if len(r.Body) == 0 {
		return readPairs(wire.Query(r.URL)), nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	isJSON := strings.HasSuffix(kind, "json")
	if err != nil || kind == "text/plain" { // nobody said what it is
		isJSON = bytes.HasPrefix(bytes.TrimLeft(r.Body, " \t\r\n"), []byte("{"))
		kind = "application/x-www-form-urlencoded"
	}
	switch {
	case isJSON:
		return readJSON(r.Body)
	case kind == "application/x-www-form-urlencoded":
		return readPairs(string(r.Body)), nil
	}
	return nil, fmt.Errorf("%w: it is neither a form nor JSON", providers.ErrMalformed)
}

// readPairs reads a query or a form.
func readPairs(pairs string) *fields {
	f := &fields{}
	for key, value := range wire.Pairs(pairs) {
		f.put(nameOfRaw(key), value)
	}
	return f
}

// readJSON reads an object's own fields.
func readJSON(raw []byte) (*fields, error) {
	from := json.NewDecoder(bytes.NewReader(raw))
	if open, err := from.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("%w: the JSON is no object", providers.ErrMalformed)
	}
	f := &fields{}
	for from.More() {
		var value json.RawMessage
		key, err := from.Token()
		if err == nil {
			err = from.Decode(&value)
		}
		text, ok := key.(string)
		if err != nil || !ok {
			return nil, fmt.Errorf("%w: the JSON breaks off or is wrong", providers.ErrMalformed)
		}
		if n := nameOfRaw(text); n != none {
			f.put(n, scalar(value, n == media))
		}
	}
	if _, err := from.Token(); err != nil || len(bytes.TrimSpace(raw[from.InputOffset():])) > 0 {
		return nil, fmt.Errorf("%w: the JSON breaks off or goes on too long", providers.ErrMalformed)
	}
	return f, nil
}

// scalar returns a JSON value as a form would have it; of lists and objects
// nothing, or their JSON if a list is wanted.
func scalar(raw json.RawMessage, list bool) string {
	switch raw[0] {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	case '[', '{':
		if list {
			return string(raw)
		}
	case 'n': // null
	default:
		return string(raw)
	}
	return ""
}
