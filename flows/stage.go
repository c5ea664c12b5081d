package flows

import (
	"slices"
	"strings"
	"time"
)

// childStage is a part of a child's life, by age in whole months.
type childStage struct {
	name        string
	from, below int
}

// stages are the parts of a child's life, the first first. Before it is born a
// child is expected.
var stages = []childStage{{"newborn", 0, 3}, {"baby", 3, 12}, {"toddler", 12, 36}, {"preschool", 36, 60}, {"school", 60, 132}, {"teen", 132, 228}}

// expecting is the stage of a child that is not born yet.
const expecting = "expecting"

// Stages are the names that a tip's stages can have: expecting, newborn (under 3
// months), baby (under 1 year), toddler (under 3), preschool (under 5), school
// (under 11) and teen (under 19).
func Stages() []string {
	all := []string{expecting}
	for _, s := range stages {
		all = append(all, s.name)
	}
	return all
}

// StageOf returns the stage of a child on a day, by the day on which it was born or
// is due; empty for whoever is grown up.
func StageOf(born, today time.Time) string {
	months := 12*(today.Year()-born.Year()) + int(today.Month()) - int(born.Month())
	if today.Day() < born.Day() && !lastOfMonth(today) {
		months--
	}
	if born.After(today) {
		return expecting
	}
	for _, s := range stages {
		if months >= s.from && months < s.below {
			return s.name
		}
	}
	return ""
}

// lastOfMonth tells whether a day is the last of its month: whoever was born on the
// 31st is a month older then.
func lastOfMonth(day time.Time) bool { return day.AddDate(0, 0, 1).Day() == 1 }

// suits tells whether a row is for a child that a variable tells of: a stage, or the
// day of birth. Without either it is.
func (t *turn) suits(row Row, child string) bool {
	if child == "" || row[tipStage] == "" {
		return true
	}
	stage := strings.ToLower(t.named(child))
	if born, err := time.ParseInLocation(dayOnly, stage, t.org.zone()); err == nil {
		stage = StageOf(born, t.w.Now.In(t.org.zone()))
	} else if !slices.Contains(Stages(), stage) {
		return true
	}
	return slices.Contains(strings.Fields(strings.ToLower(row[tipStage])), stage)
}
