package people

import "github.com/connective-messaging/connective/bot/staff"

// The deeds of the register, as the audit log has them.
const (
	ImportedPeople staff.Deed = "imported people"
	ExportedPeople staff.Deed = "exported people"
	ForgotPerson   staff.Deed = "forgot a person"
	TookOut        staff.Deed = "took somebody out of a group"
	EndedCourse    staff.Deed = "ended a course for somebody"
	SawNumber      staff.Deed = "saw the number of a person"
)
