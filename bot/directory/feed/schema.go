package feed

import (
	"bytes"
	_ "embed" // the schema
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// serviceSchema is what HSDS 3.0 in its UK profile demands of a service: kinds of
// values, what must be there, and lists of words, as the profile's schema reference
// has them (https://open-referral-uk-profile.readthedocs.io, version 3.0). It says
// nothing of fields that it does not know: the phones of contacts are not in the
// profile, and are needed here. As in the profile the forms of ids and dates are
// annotations.
//
//go:embed schema/service.json
var serviceSchema []byte

var compiledSchema = sync.OnceValue(func() *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(serviceSchema))
	if err != nil {
		panic(err) // it is embedded
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("service.json", doc); err != nil {
		panic(err)
	}
	return c.MustCompile("service.json")
})

// mostSchemaFaults is how many of them are told of one row.
const mostSchemaFaults = 20

// Against says where a service differs from the schema. It can be of use all the same:
// see Read. Of a row of version 1, which has a schema of its own, it says nothing.
func Against(raw json.RawMessage) []Fault {
	if depth(raw) > deepest {
		return nil
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil // Read says so
	}
	if fields, ok := v.(map[string]any); ok {
		for _, old := range []string{"service_taxonomys", "eligibilitys", "regular_schedules"} {
			if fields[old] != nil {
				return nil
			}
		}
	}
	var wrong *jsonschema.ValidationError
	if !errors.As(compiledSchema().Validate(v), &wrong) {
		return nil
	}
	return leaves(wrong, nil)
}

// leaves are the faults at the ends of what a validation found.
func leaves(e *jsonschema.ValidationError, all []Fault) []Fault {
	for _, cause := range e.Causes {
		all = leaves(cause, all)
	}
	if len(e.Causes) > 0 || len(all) >= mostSchemaFaults {
		return all
	}
	at := ""
	for _, part := range e.InstanceLocation {
		at += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(clip(part, 60))
	}
	add := func(where, what, mend string) {
		if len(all) < mostSchemaFaults {
			all = append(all, Fault{Where: where, What: what, Why: "the schema of HSDS 3.0 UK demands it", Mend: mend, Kept: true, Schema: true})
		}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range k.Missing {
			add(at+"/"+name, "this must be there", "Fill it in.")
		}
	case *kind.Type:
		add(at, "this is "+k.Got, fmt.Sprintf("It must be %s.", strings.Join(k.Want, " or ")))
	case *kind.Enum:
		var words []string
		for _, w := range k.Want {
			words = append(words, fmt.Sprint(w))
		}
		add(at, "this word is not known", "Write one of "+strings.Join(words, ", ")+".")
	default:
		add(at, "this is not as the schema has it", "Correct it in the system that makes the feed.")
	}
	return all
}
