package feed

import "fmt"

// Fault is one thing that is wrong with a row.
type Fault struct {
	Row     int    `json:"row"`               // in the feed, from 1
	Service string `json:"service,omitempty"` // its id, if it has one
	Where   string `json:"where"`             // a JSON pointer within the service (RFC 6901)
	What    string `json:"what"`
	Why     string `json:"why"`
	Mend    string `json:"mend"`
	Kept    bool   `json:"kept"`             // the row was kept all the same, without this
	Page    int    `json:"page,omitempty"`   // of the feed, from 1; 0 for a file
	Schema  bool   `json:"schema,omitempty"` // it differs from the schema alone: all of it was kept
}

// String is the fault in one line.
func (f Fault) String() string {
	name, verdict := f.Service, "left out"
	if name == "" {
		name = "no id"
	}
	if f.Kept {
		verdict = "kept without it"
	}
	if f.Schema {
		verdict = "kept"
	}
	row := ""
	if f.Page > 0 {
		row = fmt.Sprintf("page %d, ", f.Page)
	}
	return fmt.Sprintf(row+"row %d (%s) %s: %s: %s. %s", f.Row, name, f.Where, f.What, f.Why, f.Mend+" ["+verdict+"]")
}
