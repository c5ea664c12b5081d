package providers

import (
	"log/slog"
	"strings"
)

// AddressKind tells what an Address is.
type AddressKind string

// The kinds of address. Only phones and opaque addresses can be answered.
const (
	Phone     AddressKind = "phone"     // E.164 with a leading +
	Opaque    AddressKind = "opaque"    // a provider's own name for a person, without a number
	Letters   AddressKind = "letters"   // an alphanumeric sender, at most 11 characters
	ShortCode AddressKind = "shortcode" // 3 to 8 digits
)

// Address is where a text comes from or goes to. Printing one in any way shows
// at most its last three characters, so that no number reaches a log.
type Address struct {
	Kind  AddressKind `json:"kind"`
	Value string      `json:"value"`
}

// InApp is the address of a person in an app that carries texts, by the app's name
// and by what it calls the person: a number in E.164, or a name without one. It is
// another address than the person's phone: what is known of one line is not known
// of the other.
func InApp(app, name string) Address { return Address{Opaque, app + ":" + name} }

// App is the app of an address that InApp made, and what it calls the person; empty
// for every other address.
func (a Address) App() (app, name string) {
	if a.Kind != Opaque {
		return "", ""
	}
	app, name, found := strings.Cut(a.Value, ":")
	if !found {
		return "", ""
	}
	return app, name
}

// Number is the phone number of a person, with +: of a phone, and of somebody whom
// an app calls by theirs. It is empty where nobody knows it.
func (a Address) Number() string {
	if a.Kind == Phone {
		return a.Value
	}
	if _, name := a.App(); strings.HasPrefix(name, "+") {
		return name
	}
	return ""
}

// Answerable reports whether a text to the address can reach a person.
func (a Address) Answerable() bool {
	return a.Value != "" && (a.Kind == Phone || a.Kind == Opaque)
}

// Masked returns "…" and the last three characters of the address.
func (a Address) Masked() string {
	r := []rune(a.Value)
	if len(r) <= 3 {
		return "…"
	}
	return "…" + string(r[len(r)-3:])
}

// String returns the masked address.
func (a Address) String() string { return a.Masked() }

// GoString returns the masked address, so that %#v shows no number either.
func (a Address) GoString() string { return string(a.Kind) + ":" + a.Masked() }

// LogValue returns the masked address.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.Masked()) }
