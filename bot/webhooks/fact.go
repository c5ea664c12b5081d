package webhooks

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is what has happened, in a word.
type Kind string

// What can have happened.
const (
	PersonJoined      Kind = "person.joined"      // a group
	PersonLeft        Kind = "person.left"        // a group
	PersonStopped     Kind = "person.stopped"     // everything
	PersonStarted     Kind = "person.started"     // takes a STOP back
	CaseOpened        Kind = "case.opened"        // somebody waits for a person
	CaseClosed        Kind = "case.closed"        //
	BroadcastFinished Kind = "broadcast.finished" // nothing more comes of it
	MessageFailed     Kind = "message.failed"     // a text did not reach somebody
)

// Kinds are all of them, in the order in which they are offered.
var Kinds = []Kind{PersonJoined, PersonLeft, PersonStopped, PersonStarted, CaseOpened, CaseClosed, BroadcastFinished, MessageFailed}

// ErrNoKind is returned for an endpoint that is to be told nothing.
var ErrNoKind = errors.New("say what it is to be told: " + listed())

// ReadKinds reads kinds by their names, each once.
func ReadKinds(names []string) ([]Kind, error) {
	var out []Kind
	for _, name := range names {
		k := Kind(strings.TrimSpace(name))
		if !slices.Contains(Kinds, k) {
			return nil, fmt.Errorf("there is no event %q: there is %s", k, listed())
		}
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if len(out) == 0 {
		return nil, ErrNoKind
	}
	return out, nil
}

func listed() string {
	names := make([]string, len(Kinds))
	for i, k := range Kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// Fact is something that has happened. People, cases and broadcasts are named by
// their ids.
type Fact struct {
	ID        string    `json:"id"` // the same if it is written twice
	Org       string    `json:"org"`
	Kind      Kind      `json:"kind"`
	At        time.Time `json:"at"`
	Person    string    `json:"person,omitempty"`
	Group     string    `json:"group,omitempty"`
	Case      string    `json:"case,omitempty"`
	Broadcast string    `json:"broadcast,omitempty"`
	State     string    `json:"state,omitempty"` // of the broadcast
	Why       string    `json:"why,omitempty"`   // a class of failures, no words of a provider
}

// Body is what an endpoint is sent: type, timestamp and data, as Standard Webhooks
// has them.
func (f Fact) Body() []byte {
	text, err := json.Marshal(struct {
		Type Kind      `json:"type"`
		At   time.Time `json:"timestamp"`
		Data data      `json:"data"`
	}{f.Kind, f.At.UTC().Truncate(time.Millisecond), data{f.Person, f.Group, f.Case, f.Broadcast, f.State, f.Why}})
	if err != nil {
		panic(err) // it is made of strings and a time
	}
	return text
}

type data struct {
	Person    string `json:"person,omitempty"`
	Group     string `json:"group,omitempty"`
	Case      string `json:"case,omitempty"`
	Broadcast string `json:"broadcast,omitempty"`
	State     string `json:"state,omitempty"`
	Why       string `json:"why,omitempty"`
}
