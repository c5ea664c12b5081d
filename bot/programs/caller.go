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

// May reports whether the caller has a right.
func (c Caller) May(r Right) bool { return c.token.Org != "" && c.token.May(r) }

// granted is what the rights allow of what the console asks roles for.
var granted = map[Right]staff.Permission{
	ReadBroadcasts: staff.SeeBroadcasts, WriteBroadcasts: staff.WriteBroadcasts, SendBroadcasts: staff.WriteBroadcasts,
	WriteWebhooks: staff.ManageWebhooks,
}

// Scope is as whom desks and the audit log know the caller: the program, with the
// permissions that its rights stand for, and none to approve anything.
func (c Caller) Scope() staff.Scope {
	var may []staff.Permission
	for _, r := range c.token.Rights {
		if p, known := granted[r]; known {
			may = append(may, p)
		}
	}
	behind := c.token.By
	if behind == staff.Machine {
		behind = c.token.ByName
	}
	return staff.AsProgram(c.token.Org, c.token.ID, c.token.Name, behind, may...)
}
