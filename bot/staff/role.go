package staff

import "slices"

// Role is what somebody is to one organisation. Nobody has two in the same one.
type Role string

// The roles, from the one that may least.
const (
	Viewer    Role = "viewer"    // reads conversations
	Responder Role = "responder" // answers them
	Lead      Role = "lead"      // shares them out, and sees what was done
	Editor    Role = "editor"    // writes flows, and sees no conversation
	Admin     Role = "admin"     // may do everything
)

// Roles are all roles, in the order in which they are offered.
var Roles = []Role{Viewer, Responder, Lead, Editor, Admin}

// Permission is one thing that a role may do.
type Permission string

// The permissions. Enter is what everybody has who is of the organisation.
const (
	Enter       Permission = "enter"
	SeeCases    Permission = "see cases"
	SeeNumber   Permission = "see number" // with a reason, which is logged
	Reply       Permission = "reply"
	Claim       Permission = "claim"
	Assign      Permission = "assign"
	Close       Permission = "close"
	Start       Permission = "start conversation"
	EditFlows   Permission = "edit flows"
	Publish     Permission = "publish"
	ManageStaff Permission = "manage staff"
	ReadAudit   Permission = "read audit"
	Export      Permission = "export"
	SeeFigures  Permission = "see figures"

	ManageTokens   Permission = "manage tokens" // of programs
	ManageWebhooks Permission = "manage webhooks"

	SeeBroadcasts    Permission = "see broadcasts"
	WriteBroadcasts  Permission = "write broadcasts" // and send, pause and end them
	ApproveBroadcast Permission = "approve broadcast"

	SeeGroups  Permission = "see groups"
	KeepPeople Permission = "keep people" // import, invite, put into groups and take out

	SeeServices  Permission = "see services"
	KeepServices Permission = "keep services" // see to what services say of their records
)

// granted is which roles have which permission, beside the admin, who has all.
var granted = map[Permission][]Role{
	Enter:       {Viewer, Responder, Lead, Editor},
	SeeCases:    {Viewer, Responder, Lead},
	SeeNumber:   {Lead},
	Reply:       {Responder, Lead},
	Claim:       {Responder, Lead},
	Assign:      {Lead},
	Close:       {Responder, Lead},
	Start:       {Responder, Lead},
	EditFlows:   {Editor},
	Publish:     {Editor},
	ManageStaff: {},
	ReadAudit:   {Lead},
	Export:      {Lead},
	SeeFigures:  {Lead},

	ManageTokens:   {},
	ManageWebhooks: {},

	SeeBroadcasts:    {Viewer, Responder, Lead, Editor},
	WriteBroadcasts:  {Lead, Editor},
	ApproveBroadcast: {Lead},

	SeeGroups:  {Viewer, Responder, Lead, Editor},
	KeepPeople: {Lead, Editor},

	SeeServices:  {Viewer, Responder, Lead, Editor},
	KeepServices: {Lead, Editor},
}

// May reports whether the role has the permission. A permission or a role that
// does not exist has nothing and gives nothing.
func (r Role) May(p Permission) bool {
	roles, known := granted[p]
	return known && (r == Admin || slices.Contains(roles, r))
}

// Known reports whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles, r) }
