package broadcast

import (
	"errors"
	"fmt"
)

// Errors of a Desk, as organisers read them.
var (
	ErrNoOrg    = errors.New("no organisation of that name is published")
	ErrNobody   = errors.New("nobody would get it: the preview says who is left out and why")
	ErrYourOwn  = errors.New("it must be approved by somebody who has neither written it nor asked to send it")
	ErrLate     = errors.New("that time has passed: say a later one, or none to send it now")
	ErrTooQuiet = errors.New("it would be too late to be of use when it may leave: quiet hours, or the hours that it names, are in the way; send it later, or make it worth sending for longer")
	ErrNever    = errors.New("it would never run: its last day is before the first that it names")
)

// StateError is an act that a broadcast's state does not allow.
type StateError struct {
	Act   string
	State State
}

func (e *StateError) Error() string {
	return fmt.Sprintf("it cannot be %s: it is %s", e.Act, e.State)
}

// AgainError is a broadcast that says the same to the same people as one of the
// last day.
type AgainError struct{ ID string }

func (e *AgainError) Error() string {
	return fmt.Sprintf("the same words went to the same people within the last day (%s): say that you want it once more", e.ID)
}

// KeyError is a request under the key of another one that said something else.
type KeyError struct{ ID string }

func (e *KeyError) Error() string {
	return fmt.Sprintf("that key made another broadcast (%s): use a new key for each", e.ID)
}
