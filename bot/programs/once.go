package programs

import (
	"context"
	"errors"
	"time"
)

// What an idempotency key is known for (draft-ietf-httpapi-idempotency-key-header).
const (
	// KeyKept is how long a key is known.
	KeyKept = 24 * time.Hour
	// LongestRequest is how long a request may be under way. A process that has
	// not answered by then is gone, and the request may be done again.
	LongestRequest = 30 * time.Second
)

// Errors of a Memory.
var (
	ErrUnderWay = errors.New("a request with this key is under way")
	ErrOther    = errors.New("the key was used for another request")
)

// Once is a request that is done once.
type Once struct {
	Token string // whose key it is
	Key   string // as the program chose it
	Says  []byte // method, address and body
}

// Answer is what a request was answered.
type Answer struct {
	Status int    `json:"status"`
	Type   string `json:"type"`
	Body   []byte `json:"body"`
}

// Begun is a request that may be done, or its answer, if it was done before.
type Begun struct {
	Answer *Answer
	// Name is what everything that the request makes is called after: the same
	// whenever it is done again, so that nothing is made twice.
	Name  string
	Again bool   // it was begun before, by a process that is gone
	Call  string // to finish it with
}

// Memory knows which requests were done. Errors are ErrUnderWay and ErrOther, or
// wrap bot.ErrUnavailable.
type Memory interface {
	Undertake(ctx context.Context, o Once, now time.Time) (Begun, error)
	// Answered keeps the answer for KeyKept; nil lets the request be done again at
	// once.
	Answered(ctx context.Context, o Once, call string, a *Answer) error
}
