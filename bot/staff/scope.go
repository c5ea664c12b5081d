package staff

import (
	"errors"
	"strings"
)

// ErrMayNot is returned for what the role does not allow.
var ErrMayNot = errors.New("the role does not allow that")

// Scope is whose things somebody may reach, and as what: one organisation, one
// account, one role. It comes from a live session (Session.Scope) and from
// nowhere else in the console: nothing that a request says can make one or
// change one. The zero Scope reaches nothing.
type Scope struct {
	org, account, name string
	role               Role
	machine            bool
	granted, behind    string // of a program
}

// AtTheMachine is the scope of whoever runs commands on the machine, where they
// could read everything anyway. The console never calls it, and a test of web
// holds that.
func AtTheMachine(org, name string) Scope {
	return Scope{org: org, account: Machine, name: name, role: Admin, machine: true}
}

// AsProgram is the scope of an organisation's program that has shown its token: no
// role, and the permissions named alone. Behind is the account that made the token.
func AsProgram(org, token, name, behind string, may ...Permission) Scope {
	granted := ""
	for _, p := range may {
		granted += "|" + string(p) + "|"
	}
	return Scope{org: org, account: ProgramAccount + token, name: name, granted: granted, behind: behind}
}

// ProgramAccount is what the accounts of programs begin with, before the id of the
// token.
const ProgramAccount = "token "

// Behind is the account that answers for a program; empty where a person acts
// themselves.
func (s Scope) Behind() string { return s.behind }

// Machine is the account that commands on the machine are logged under.
const Machine = "machine"

// Org is the organisation; empty for the zero Scope, and no organisation is.
func (s Scope) Org() string { return s.org }

// Account is the id of whose scope it is.
func (s Scope) Account() string { return s.account }

// Name is what they are called.
func (s Scope) Name() string { return s.name }

// Role is what they are to the organisation.
func (s Scope) Role() Role { return s.role }

// May reports whether the scope allows something.
func (s Scope) May(p Permission) bool {
	return s.org != "" && (s.role.May(p) || s.granted != "" && strings.Contains(s.granted, "|"+string(p)+"|"))
}

// Must returns ErrMayNot unless the scope allows something.
func (s Scope) Must(p Permission) error {
	if !s.May(p) {
		return ErrMayNot
	}
	return nil
}
