package flows

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Refer asks a service by e-mail to call the person, who has just agreed to it.
type Refer struct {
	To     string        // the <variable> of the question that they chose the service with
	Shares string        // the <variable> with what the service reads beside their number; empty is nothing
	Within time.Duration // in which the service is to answer; then staff go on
}

// Referred is a service that is to be asked, as it was when the person agreed.
type Referred struct {
	Service string // its id in the list
	Name    string
	Email   string // empty where the record has none: staff ask it then
	Shares  string // what the person wrote
	Safe    bool   // about a need of which no text may tell anything
	Within  time.Duration
}

// referWithin is how long a service has to answer, where the flow does not say.
const referWithin = 3 * 24 * time.Hour

// What the keys of a referral take.
const (
	takesService = "<variable> with a service"
	takesShared  = "<variable> with what the service reads"
)

// needSafe is the need of which nobody else may learn; see FollowUp in bot.
const needSafe = "safe"

// referKeys are what hand_over: can have to ask a service.
func referKeys() []key[HandOver] {
	return []key[HandOver]{
		{"refer", takesService, "nothing", "Asks the service by e-mail to call the person, who has agreed to that in this very turn. Its answer goes back to them by itself; without an answer staff go on.", func(_ *loader, v *yaml.Node, h *HandOver) bool {
			return blankInto(v, &h.Refer.To)
		}},
		{"shares", takesShared, "the number alone", "What the service reads beside their number. For refer:.", func(_ *loader, v *yaml.Node, h *HandOver) bool {
			return blankInto(v, &h.Refer.Shares)
		}},
		{"within", takesDuration, "3 days", "How long the service has to answer before staff go on. For refer:.", func(_ *loader, v *yaml.Node, h *HandOver) bool {
			return duration(v, &h.Refer.Within, nil)
		}},
	}
}

// refers is what a step asks of a service; nil for nothing, or where no service
// was chosen.
func (t *turn) refers(r Refer) *Referred {
	name, ok := variableName(r.To)
	if !ok {
		return nil
	}
	row, list := t.row(name)
	if row == nil || list.Name != fromServices {
		return nil
	}
	to := &Referred{Service: row["id"], Name: row["name"], Email: row["email"], Within: r.Within}
	if to.Within == 0 {
		to.Within = referWithin
	}
	for need := range strings.FieldsSeq(row["need"]) {
		to.Safe = to.Safe || need == needSafe
	}
	t.whole(func() { to.Shares = t.named(r.Shares) })
	return to
}
