package programs

import (
	"github.com/connective-messaging/connective/bot/staff"
)

// Caller is whose things a request may reach, and how: one organisation, and the
// rights of one token. It comes from a token that was shown (Desk.Admit) and from
// nowhere else. The zero Caller reaches nothing.
type Caller struct{ token Token }

// Org is the organisation; empty for the zero Caller, and no organisation is.
func (c Caller) Org() string { return c.token.Org }

// Token is the id of the token.
func (c Caller) Token() string { return c.token.ID }

// Program is what the token's program is called.
func (c Caller) Program() string { return c.token.Name }

// Maker is the account that made the token, and answers for what it does.
func (c Caller) Maker() string { return c.token.By }

// May reports whether the caller has a right.
func (c Caller) May(r Right) bool { return c.token.Org != "" && c.token.May(r) }

// Scope is as whom the audit log knows the caller. It has no role, so that it may
// do nothing that the console asks roles for.
func (c Caller) Scope() staff.Scope { return staff.AsProgram(c.token.Org, c.token.ID, c.token.Name) }
