package providers

import (
	"context"
	"time"
)

// Hook is an address that a company must be told, and where it is told.
type Hook struct{ Address, Where string }

// Guide is a Provider that knows how it is set up at its company, in plain words.
type Guide interface {
	// Hooks are the addresses of webhooks, all of which begin with base.
	Hooks(base string) []Hook
	// Mend says what ends that the company refuses every text, by what it answers;
	// empty if the class says all there is.
	Mend(class Class, code string) string
}

// Findings are what was found out at a company, in plain words: what is well or
// cannot be found out there, and what is wrong, each with how it is mended.
type Findings struct{ Notes, Faults []string }

// Note adds what is well, or cannot be found out.
func (f *Findings) Note(words string) { f.Notes = append(f.Notes, words) }

// Fault adds what is wrong.
func (f *Findings) Fault(words string) { f.Faults = append(f.Faults, words) }

// SenderChecker is a Provider that can ask its company about a number of ours.
type SenderChecker interface {
	// CheckSender asks whether the number is the account's and can text, and whether
	// what people text to it comes to hook, our address for texts, as far as the API
	// tells; an empty hook leaves that out. It sends nobody anything. What it finds names
	// no number.
	CheckSender(ctx context.Context, number, hook string) Findings
}

// SecretChecker is a Provider whose company tells whether it signs webhooks with a key
// that we know. Where none does, only a text to the number shows it.
type SecretChecker interface {
	// CheckSecret asks the company so. It may have the company call our address, with
	// nothing in it.
	CheckSecret(ctx context.Context) Findings
}

// Probe is a webhook that brings nothing: no text, no report, nothing that is kept.
// How it is answered tells whether the address works.
type Probe struct {
	// Good is signed as the company signs, with the first key that is set up.
	Good *Request
	// Forged is the same by somebody who does not know the key.
	Forged *Request
	// Key is what people call the secret that proves it, such as auth token.
	Key string
	// Says is what the answer to Good must be, where the company looks at it; else empty.
	Says string
}

// Prober is a Provider that can make webhooks to try out its addresses.
type Prober interface {
	// Probes are a webhook to each address that the company calls, all of which begin
	// with base. The company's clock is now.
	Probes(base string, now time.Time) []Probe
}
