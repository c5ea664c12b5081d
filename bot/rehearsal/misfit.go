package rehearsal

import (
	"strings"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

// answers are the rules by which a text is taken for an answer. An author who
// changes a label does not change which choice was meant.
var answers = map[string]bool{
	"number": true, "label": true, "start of a label": true, "a word of it": true, "one typo": true, "answer": true, "skip": true,
}

// misfit says how a text goes otherwise now than when it was sent. Steps that
// were renamed with was: are the same.
func misfit(org *flows.Org, then Sent, now transcript.Act) string {
	switch open := renamed(org, then.Open); {
	case now.Failed != "":
		return "This cannot be done any more: " + now.Failed + "."
	case then.Rule == "" || now.Rule() == "":
		return ""
	case now.Rule() == "retry" && then.Rule != "retry" && open == now.Open && open != "":
		return "This was an answer to " + then.Open + ". Now nothing understands it."
	case now.Rule() == "retry" && then.Rule != "retry":
		return "This was understood when you sent it" + at(then.Open) + ". Now nothing understands it" + at(now.Open) + "."
	case open != "" && now.Open == "":
		return "This was sent while " + then.Open + " was asked. Now no question is open here."
	case open != now.Open && open == "":
		return "No question was open when you sent this. Now " + now.Open + " is asked here."
	case open != now.Open:
		return "This was sent while " + then.Open + " was asked. Now " + now.Open + " is asked here."
	case then.Rule != now.Rule() && !(answers[then.Rule] && answers[now.Rule()]):
		return "When you sent this: " + transcript.Understood[then.Rule] + ". Now: " + transcript.Understood[now.Rule()] + "."
	case renamed(org, then.To) != leadsTo(now) && then.To != "" && leadsTo(now) != "":
		return "This led to " + then.To + " when you sent it. Now it leads to " + leadsTo(now) + "."
	}
	return ""
}

// at names the question at which something was sent.
func at(open string) string {
	if open == "" {
		return ""
	}
	return " at " + open
}

// leadsTo is the step that a text led to first; nothing if to none.
func leadsTo(act transcript.Act) string {
	if len(act.Turns) == 0 || len(act.Turns[0].Path) == 0 {
		return ""
	}
	return act.Turns[0].Path[0]
}

// renamed is what a step, "flow/step", is called now.
func renamed(org *flows.Org, step string) string {
	id, name, _ := strings.Cut(step, "/")
	flow := org.Flows[id]
	if flow == nil || flow.Step(name) != nil {
		return step
	}
	for _, s := range flow.Steps {
		if s.Was == name {
			return id + "/" + s.Name
		}
	}
	return step
}
