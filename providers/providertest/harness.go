// Package providertest holds the tests that every provider must pass. An
// adapter's test builds a Harness, which knows the company's wire, and calls
// Run, which knows what must hold on any.
//
// Cases are numbered from 1 to 40. Run fails unless each of them is the
// suite's, the harness's own, or proved elsewhere for a reason that is written
// down.
package providertest

import (
	"flag"
	"net/http"
	"testing"
	"time"

	"github.com/connective-messaging/connective/providers"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Harness is one company's wire, as the suite needs it.
type Harness struct {
	// Open returns the adapter. It calls the API at url, accepts webhooks signed
	// with any of keys, and gives up on a call after a second or two. Without
	// keys it must fail.
	Open func(url string, keys ...string) (providers.Provider, error)
	// Secrets are what Open puts into the adapter and nobody may ever see.
	Secrets []string

	// ReadCall reads a send off the wire.
	ReadCall func(r *http.Request, body []byte) Call
	// Answers are how the API answers. Every Answer must be there.
	Answers map[Answer]func(w http.ResponseWriter, c Call)
	// Replies are recorded answers of the API to a send with one recipient.
	Replies []Reply

	// Sign signs a request as the company does at r.At.
	Sign func(r *providers.Request, key string)
	// Header is where the signature is.
	Header string
	// Lifetime is how long a signature holds, Skew what is added on both sides.
	// Both are zero if the company signs no time: a signature then holds for ever.
	Lifetime, Skew time.Duration
	// Alike reports whether the company signs two bodies as the same, which its
	// scheme then cannot tell apart; nil if it tells all apart.
	Alike func(a, b []byte) bool
	// Forge returns requests that look signed, by an algorithm that must not be
	// accepted.
	Forge func(r *providers.Request, key string) []*providers.Request
	// Bearer is true if what stands in Header is a secret alone, which the company
	// sends with whatever it calls: nothing of the request is covered.
	Bearer bool
	// Unaddressed is true if the signature covers the body and not the address.
	Unaddressed bool
	// Vectors are recorded signatures.
	Vectors []Vector

	// Arrives is what is left of a text where the company does not carry every
	// letter, and whether any call is made for it; nil if all texts go as they are.
	Arrives func(text string) (string, bool)
	// NoStops is true if the company keeps no list of its own of who has stopped.
	NoStops bool

	// App is the app whose people alone the company reaches; empty is phones.
	App string
	// Text returns one text in each form in which the company may send it,
	// unsigned. All must be read as the same.
	Text func(Text) []*providers.Request
	// Undated is true if the company does not say when a text was sent.
	Undated bool
	// Samples are recorded webhooks, unsigned.
	Samples []Sample

	// Own are cases that only the adapter can prove, by number.
	Own map[int]func(t *testing.T)
	// Elsewhere says where the other cases are proved, by number.
	Elsewhere map[int]string
	// Goldens is the folder of what must come out.
	Goldens string
}

// Answer is one way in which an API answers a send.
type Answer string

// The answers that every API has. The suite itself knows those that are no
// answers: broken ones, none, and too late.
const (
	TakesAll         Answer = "takes all"
	TakesAllBackward Answer = "takes all, listed the other way round"
	RefusesLast      Answer = "takes all but the last, who has opted out"
	BadKey           Answer = "bad key"
	NoCredit         Answer = "no credit"
	BadNumber        Answer = "bad number"
	SaysOptedOut     Answer = "opted out"
	TooManySeconds   Answer = "too many, seven seconds"
	TooManyDate      Answer = "too many, a date in an hour at most"
	TooMany          Answer = "too many"
)

// Call is one send, read off the wire.
type Call struct {
	From, Text, Ref string
	To              []string // as the house writes them, with a plus
}

// Reply is a recorded answer.
type Reply struct {
	Name   string
	Status int
	Body   []byte
}

// Text is a text from a person.
type Text struct {
	ID, From, To, Text string
	Sent               time.Time
}

// Sample is a recorded webhook.
type Sample struct {
	Name    string
	Request *providers.Request
}

// Vector is a recorded signature.
type Vector struct {
	Name, Key string
	Request   *providers.Request
	Valid     bool
}

const (
	lineNumber = "+447700900999"
	phone      = "+447700900123"
	keyOne     = "the-first-signing-key"
	keyTwo     = "the-second-signing-key"
	hook       = "https://bot.example.org/hooks/in?tenant=north&note=a%20b"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// Run proves all cases.
func Run(t *testing.T, h Harness) {
	s := suite{h}
	own := s.cases()
	for number := 1; number <= 40; number++ {
		c, ok := own[number]
		switch prove := h.Own[number]; {
		case ok:
			t.Run(c.name, c.prove)
		case prove != nil:
			t.Run(names[number], prove)
		case h.Elsewhere[number] == "":
			t.Errorf("case %d (%s) is proved nowhere", number, names[number])
		default:
			t.Logf("%s: %s", names[number], h.Elsewhere[number])
		}
	}
}

type suite struct{ Harness }

// person is the address of somebody with that number.
func (s suite) person(number string) providers.Address {
	if s.App != "" {
		return providers.InApp(s.App, number)
	}
	return providers.Address{Kind: providers.Phone, Value: number}
}

type proof struct {
	name  string
	prove func(*testing.T)
}

func (s suite) cases() map[int]proof {
	all := map[int]func(*testing.T){
		1: s.oneMessage, 2: s.everyLetter, 3: s.batches, 4: s.mixedSuccess, 5: s.refusals, 6: s.throttled, 7: s.noClearAnswer,
		8: s.cancelled, 9: s.notSent, 10: s.numbers, 11: s.tooLong, 13: s.secrecy,
		14: s.vectors, 15: s.proxy, 16: s.addresses, 17: s.bodies, 18: s.headers, 19: s.clock, 20: s.algorithms,
		21: s.rotation, 22: s.unsigned, 24: s.mutants,
		25: s.samples, 26: s.forms, 29: s.words, 31: s.repeats, 37: s.acks,
	}
	cases := map[int]proof{}
	for number, prove := range all {
		cases[number] = proof{names[number], prove}
	}
	return cases
}
