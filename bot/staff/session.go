package staff

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	// Idle is how long a session lives in which nothing is asked for.
	Idle = 15 * time.Minute
	// Longest is how long any session lives.
	Longest = 8 * time.Hour
	// unfinished is how long somebody may take between password and code.
	unfinished = 10 * time.Minute
)

// Why a session gives no scope.
var (
	// ErrOver is returned for a session that is not there, was idle for too long,
	// has lived for too long, or was ended.
	ErrOver = errors.New("the session is over")
	// ErrUnfinished is returned for a session whose code is still to come.
	ErrUnfinished = errors.New("the session has no code yet")
	// ErrChoose is returned for a session of somebody who has several
	// organisations, and has named none.
	ErrChoose = errors.New("the session has no organisation yet")
	// ErrNowhere is returned for somebody who is of no organisation any more.
	ErrNowhere = errors.New("the account is of no organisation")
)

// Stage is how far somebody is who signs in.
type Stage string

// The stages of a session.
const (
	AwaitCode  Stage = "code"  // the password was right
	AwaitSetUp Stage = "setup" // the password was right, and there is no source of codes yet
	Entered    Stage = "in"
)

// Session is one browser of somebody who has signed in, or is about to. Only a
// password, a code or an identity provider makes one; what a request says cannot.
type Session struct{ k kept }

// kept is what the store keeps of a session.
type kept struct {
	Account string    `json:"account"`
	Epoch   int64     `json:"epoch"`
	Stage   Stage     `json:"stage"`
	Org     string    `json:"org,omitempty"`
	Begun   time.Time `json:"begun"`
	Seen    time.Time `json:"seen"`
	From    string    `json:"from,omitempty"`   // the address that it was begun from
	Secret  string    `json:"secret,omitempty"` // of the codes, until one was right
	Known   bool      `json:"known,omitempty"`  // it was read from the store
}

// begin begins a session of an account whose password, code or provider was right.
func begin(a Account, stage Stage, from string, now time.Time) Session {
	k := kept{Account: a.ID, Epoch: a.Epoch, Stage: stage, Begun: now.UTC(), Seen: now.UTC(), From: from}
	if orgs := a.Orgs(); len(orgs) == 1 {
		k.Org = orgs[0]
	}
	return Session{k}
}

// MarshalJSON writes the session for the store.
func (s Session) MarshalJSON() ([]byte, error) { return json.Marshal(s.k) }

// UnmarshalJSON reads a session that the store has kept.
func (s *Session) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, &s.k); err != nil {
		return fmt.Errorf("read a session: %w", err)
	}
	s.k.Known = true
	return nil
}

// Written reads a session as it is about to be written: Known is as it was.
func Written(text []byte) (Session, error) {
	var s Session
	if err := json.Unmarshal(text, &s.k); err != nil {
		return s, fmt.Errorf("read a session: %w", err)
	}
	return s, nil
}

// Account is whose session it is; empty for the zero Session.
func (s Session) Account() string { return s.k.Account }

// Stage is how far they are.
func (s Session) Stage() Stage { return s.k.Stage }

// Begun, Seen and From tell when the session began, when something was last
// asked for in it, and from which address it was begun.
func (s Session) Begun() time.Time { return s.k.Begun }

// Seen is when something was last asked for in the session.
func (s Session) Seen() time.Time { return s.k.Seen }

// From is the address that the session was begun from.
func (s Session) From() string { return s.k.From }

// Known reports whether the store had the session already. It may then be written
// only if it is still there, so that one that was ended does not come back.
func (s Session) Known() bool { return s.k.Known }

// Ends is when the session is over if nothing more is asked for in it.
func (s Session) Ends() time.Time {
	longest, idle := Longest, Idle
	if s.k.Stage != Entered {
		longest = unfinished
	}
	end := s.k.Begun.Add(longest)
	if quiet := s.k.Seen.Add(idle); quiet.Before(end) {
		end = quiet
	}
	return end
}

// SeenAt is the session after something was asked for in it.
func (s Session) SeenAt(now time.Time) Session {
	s.k.Seen = now.UTC()
	return s
}

// Choose is the session with the organisation of that name, which must be one of
// the account's: ErrNowhere if it is not.
func (s Session) Choose(a Account, org string) (Session, error) {
	if _, of := a.Roles[org]; !of || a.ID != s.k.Account {
		return s, ErrNowhere
	}
	s.k.Org = org
	return s, nil
}

// alive returns ErrOver unless the session can go on, whatever its stage.
func (s Session) alive(a Account, now time.Time) error {
	if s.k.Account == "" || a.ID != s.k.Account || a.Disabled || a.Epoch != s.k.Epoch || !now.Before(s.Ends()) {
		return ErrOver
	}
	return nil
}

// Scope is what the session's account, as it is now, may reach. Errors are
// ErrOver, ErrUnfinished, ErrChoose and ErrNowhere.
func (s Session) Scope(a Account, now time.Time) (Scope, error) {
	if err := s.alive(a, now); err != nil {
		return Scope{}, err
	}
	if s.k.Stage != Entered {
		return Scope{}, ErrUnfinished
	}
	if len(a.Roles) == 0 {
		return Scope{}, ErrNowhere
	}
	role := a.Roles[s.k.Org]
	if !role.Known() {
		return Scope{}, ErrChoose
	}
	return Scope{org: s.k.Org, account: a.ID, name: a.Name, role: role}, nil
}
