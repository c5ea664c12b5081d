package providers

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Request is one webhook call: the body read and limited, the URL as the
// public saw it (configured base and raw request target).
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
	At     time.Time
}

// Proof is what a verified signature says of its request.
type Proof struct {
	ReplayKey string // the token's own id; empty if the scheme has none
	Until     time.Time
}

// Caps is what a provider can do.
type Caps struct {
	MaxBatch     int  // recipients in one call, at least 1
	MaxUnitsGSM  int  // longest text in GSM-7 units
	MaxUnitsUCS2 int  // longest text in UTF-16 code units
	Idempotent   bool // a repeated send with the same Ref, within two hours and whatever its ValidFor, is one text
	Lookup       bool // a send can be looked up by Ref
	// LookupSettles is how long after its call a text that a look-up does not find was
	// certainly never taken; 0 is that this is never certain.
	LookupSettles time.Duration
	AnswersSTOP   bool // the provider confirms STOP itself

	MaxBody int64  // largest webhook that it sends, in bytes; 0 is one that holds a text
	App     string // whose people alone it reaches, see InApp; empty is phones
}

// Takes reports whether a provider takes a text of that length.
func (c Caps) Takes(n Count) bool {
	most := c.Most(n.Encoding)
	return most == 0 || n.Units <= most
}

// Most is the longest text in an alphabet that a provider takes, in units; 0 is not
// known.
func (c Caps) Most(e Encoding) int {
	if e == UCS2 {
		return c.MaxUnitsUCS2
	}
	return c.MaxUnitsGSM
}

// Outcome is how a webhook call ended, for Provider.Ack to answer.
type Outcome string

// The outcomes of a webhook call.
const (
	Taken        Outcome = "taken" // durable, or a repeat, or nothing for us
	BadSignature Outcome = "bad_signature"
	Malformed    Outcome = "malformed"
	TooLarge     Outcome = "too_large"
	Busy         Outcome = "busy" // neither disk nor Redis could hold it
)

// Errors that Verify and the readers return, to be told apart with errors.Is.
var (
	ErrUnsigned  = errors.New("the request carries no signature")
	ErrSignature = errors.New("the signature does not fit the request")
	ErrMalformed = errors.New("the request cannot be read")
)

// Provider is one company's wire, both ways. It is the one larger interface of
// the house: an adapter is of use only whole.
type Provider interface {
	Name() string
	Caps() Caps
	// Send returns one Result for each Message, in order. The error is for a
	// batch that was not tried at all.
	Send(ctx context.Context, batch []Message) ([]Result, error)
	// Verify proves that the request comes from the provider and is whole.
	// Errors wrap ErrUnsigned or ErrSignature.
	Verify(r *Request) (Proof, error)
	// ParseInbound and ParseStatus return only their own kind; nothing of that
	// kind is (nil, nil). Errors wrap ErrMalformed.
	ParseInbound(r *Request) ([]Inbound, error)
	ParseStatus(r *Request) ([]Status, error)
	// Ack writes the answer that this provider wants.
	Ack(w http.ResponseWriter, o Outcome)
}

// Named is a provider under the name of its connection: what it reads says that
// it came by that.
func Named(name string, p Provider) Provider {
	if name == p.Name() {
		return p
	}
	return named{p, name}
}

type named struct {
	Provider
	name string
}

func (n named) Name() string { return n.name }

func (n named) ParseInbound(r *Request) ([]Inbound, error) {
	texts, err := n.Provider.ParseInbound(r)
	for i := range texts {
		texts[i].Provider = n.name
	}
	return texts, err
}

func (n named) ParseStatus(r *Request) ([]Status, error) {
	reports, err := n.Provider.ParseStatus(r)
	for i := range reports {
		reports[i].Provider = n.name
	}
	return reports, err
}

// Checker is a Provider that can check its key and, where its company tells it, the
// balance. The text says what was found, in plain words.
type Checker interface {
	Check(ctx context.Context) (string, error)
}

// Challenger is a Provider that asks something when its webhook's address is set up,
// before it signs anything.
type Challenger interface {
	// Challenge returns what to answer to such a call; false is any other.
	Challenge(r *Request) (string, bool)
}

// ChallengerOf is the Challenger that a provider is, whatever its connection is
// called.
func ChallengerOf(p Provider) (Challenger, bool) {
	if n, renamed := p.(named); renamed {
		p = n.Provider
	}
	c, ok := p.(Challenger)
	return c, ok
}

// Poller is a Provider that can be asked for texts whose webhook never came.
type Poller interface {
	// Poll returns the texts received since then, oldest first, as their webhooks
	// would be read: one that comes both ways has the same EventID.
	Poll(ctx context.Context, since time.Time) ([]Inbound, error)
}

// PollerOf is the Poller that a provider is, whatever its connection is called.
func PollerOf(p Provider) (Poller, bool) {
	n, renamed := p.(named)
	if !renamed {
		poller, ok := p.(Poller)
		return poller, ok
	}
	poller, ok := n.Provider.(Poller)
	return namedPoller{poller, n.name}, ok
}

type namedPoller struct {
	poller Poller
	name   string
}

func (n namedPoller) Poll(ctx context.Context, since time.Time) ([]Inbound, error) {
	texts, err := n.poller.Poll(ctx, since)
	for i := range texts {
		texts[i].Provider = n.name
	}
	return texts, err
}
