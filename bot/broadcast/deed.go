package broadcast

import "github.com/connective-messaging/connective/bot/staff"

// What staff do with broadcasts, as the audit log tells it.
const (
	WroteIt    staff.Deed = "wrote a broadcast"
	SentIt     staff.Deed = "sent a broadcast"
	ApprovedIt staff.Deed = "approved a broadcast"
	PausedIt   staff.Deed = "paused a broadcast"
	ResumedIt  staff.Deed = "resumed a broadcast"
	EndedIt    staff.Deed = "cancelled a broadcast"
	TriedIt    staff.Deed = "sent a test of a broadcast"
	WasRefused staff.Deed = "was refused" // what the entry before says was not done
	SawMissed  staff.Deed = "looked at whom a broadcast has not reached"
	SawTexts   staff.Deed = "looked at the texts of a broadcast"
)
