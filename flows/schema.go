package flows

import (
	"encoding/json"
	"maps"
	"slices"
)

// schemaVersion is the edition of JSON Schema that the schemas are written in.
const schemaVersion = "https://json-schema.org/draft/2020-12/schema"

// mustBeThere is how the tables of keys say that a key cannot be left out.
const mustBeThere = "must be there"

// Schema is a JSON Schema of one kind of file, with which an editor completes
// keys, shows what each does, and marks those that are wrong.
type Schema struct {
	Name string // "flow", "org" or "translation"
	Text []byte // JSON, indented
}

// File returns the name of the schema's file, such as flow.schema.json.
func (s Schema) File() string { return s.Name + ".schema.json" }

// Schemas returns the schemas of a flow, of org.yaml and of a translation. They
// are made from the tables of keys, so that they never say anything else than
// the loader. The loader and its checks know more: what the schemas let through
// may still be wrong.
func Schemas() []Schema {
	return []Schema{
		newSchema("flow", "A flow", "One conversation. Its file's name is what other files call it.", fields(flowKeys())),
		newSchema("org", "org.yaml", "An organisation: its number, opening hours, staff, and what it keeps about people.", fields(orgKeys())),
		newSchema("translation", "A translation", "The texts of a flow in another language.", fields(translationKeys(&translation{}))),
	}
}

func newSchema(name, title, about string, top shape) Schema {
	top["$schema"] = schemaVersion
	top["title"] = title
	top["description"] = about
	text, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		panic(err) // shapes hold texts, numbers and lists alone
	}
	return Schema{Name: name, Text: append(text, '\n')}
}

// shape is a part of a schema: what a value may be.
type shape map[string]any

// fields is the shape of a mapping that has a table's keys.
func fields[T any](table []key[T]) shape {
	properties, needed := shape{}, []string{}
	for _, k := range table {
		s := maps.Clone(shapeOf(k.takes))
		s["description"] = k.about()
		properties[k.name] = s
		if k.deflt == mustBeThere {
			needed = append(needed, k.name)
		}
	}
	s := shape{"type": "object", "properties": properties, "additionalProperties": false}
	if len(needed) > 0 {
		s["required"] = needed
	}
	return s
}

// about is what an editor shows about a key.
func (k key[T]) about() string {
	return k.note + "\n\nTakes: " + k.takes + ".\n\nWithout it: " + k.deflt + "."
}

// shapeOf returns the shape of what a key takes; anything at all if it is not
// known, which a test refuses.
func shapeOf(takes string) shape {
	if s, known := valueShapes()[takes]; known {
		return s
	}
	if mapping, known := mappingShapes()[takes]; known {
		return mapping()
	}
	return shape{}
}

// either is a value of one of several shapes.
func either(shapes ...shape) shape { return shape{"anyOf": shapes} }

// oneOf is one of some words, which an editor can offer.
func oneOf(words ...string) shape { return shape{"enum": words} }

// form is a text of a certain form.
func form(pattern string) shape { return shape{"type": "string", "pattern": pattern} }

// loose is a text of a certain form, or a number: everything is text, so that an
// author may leave out the quotes.
func loose(pattern string) shape {
	return shape{"type": []string{"string", "number"}, "pattern": pattern}
}

// listOf is a list, or one thing alone.
func listOf(item shape) shape {
	return either(item, shape{"type": "array", "items": item})
}

// named is a mapping whose keys the author chooses.
func named(pattern string, value shape) shape {
	return shape{"type": "object", "propertyNames": shape{"pattern": pattern}, "additionalProperties": value}
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
