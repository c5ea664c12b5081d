package flows

import "fmt"

// publishFaults is what can only be found when a version is to be published: it
// depends on who is in the middle of the one before.
func publishFaults() []check {
	return []check{{
		Code:     "gone-step",
		Severity: Warning,
		What:     "People are waiting at a step that this version does not have.",
		Why:      "Nobody is lost: they finish on the version that they began with. But a mistake that the step had stays with them, and the old version is kept until the last of them is through.",
		Mend:     "If another step has taken its place, write was: and the old name in it, and publish with --move. The new step must take the same kind of answer, with the same ids, and keep it under the same name. If nothing has taken its place, publish as it is.",
	}}
}

// GoneStep says that people wait at a step of a flow which they could not go on
// from in this version, and why; false if they could.
func (o *Org) GoneStep(frame Frame, people int) (Finding, bool) {
	if _, ok := o.Move(frame); ok {
		return Finding{}, false
	}
	f := Finding{
		Code: "gone-step", Severity: Warning, Pos: Pos{File: frame.Flow + ".yaml"},
		Message: fmt.Sprintf("%s waiting at %q, which this version doesn't have.", areWaiting(people), frame.Step),
		Why:     "they finish on the old one.",
		Fix:     "add  was: " + frame.Step + "  to the step that replaces it, and publish with --move, to move them.",
	}
	flow := o.Flows[frame.Flow]
	if flow == nil {
		f.Message = fmt.Sprintf("%s in the flow %q, which this version doesn't have.", areWaiting(people), frame.Flow)
		f.Fix = "nothing, if it is meant to end."
		return f, true
	}
	f.Pos.File = flow.File
	for _, step := range []*Step{flow.Step(frame.Step), flow.renamed(frame.Step)} {
		if step != nil {
			f.Pos = step.Pos
			f.Message = fmt.Sprintf("%s waiting at %q, which takes other answers in this version.", areWaiting(people), frame.Step)
			f.Fix = "nothing, if you mean it. To move them, keep the kind of answer, the ids of the choices and the name that the answer is kept under."
			break
		}
	}
	return f, true
}

func areWaiting(people int) string {
	if people == 1 {
		return "1 person is"
	}
	return fmt.Sprintf("%d people are", people)
}
