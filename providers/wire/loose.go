package wire

import "encoding/json"

// Loose is a value that comes as a number or as a string. Everything else, null
// too, is empty.
type Loose string

// UnmarshalJSON keeps a number's digits as they are, since one of fifteen
// digits would not survive as a float.
func (l *Loose) UnmarshalJSON(raw []byte) error {
	*l = ""
	switch c := raw[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*l = Loose(s)
	case c == '-' || c >= '0' && c <= '9':
		*l = Loose(raw)
	}
	return nil
}
