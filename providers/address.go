package providers

import "log/slog"

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
