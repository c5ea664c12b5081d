package web

import (
	"strings"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// testers are the people from whose phones an author texts, the first first.
var testers = []option{{"ann", "Ann"}, {"bob", "Bob"}, {"cerys", "Cerys"}, {"dev", "Dev"}}

// lapses are how much time can be let pass.
var lapses = []option{
	{"10 minutes", "10 minutes"}, {"1 hour", "1 hour"}, {"3 hours", "3 hours"}, {"1 day", "1 day"}, {"2 days", "2 days"}, {"1 week", "1 week"}, {"4 weeks", "4 weeks"},
}

// option is one of a list to choose from.
type option struct{ Value, Words string }

// phoneLook is the phone beside the source.
type phoneLook struct {
	None      bool // nothing can be texted: the flows never were without errors
	Old       bool // it answers with what people get, as the files have errors
	Who       option
	People    []option
	Lapses    []option
	Languages []option
	Language  string
	Acts      []actLook
	Sent      int // how much was done, so that a form that is sent twice does it once
	Now       string
	Open      stepLook
	Case      bool
	Stopped   bool
	Problem   string
	Text      string // what was written and could not be sent
	Staff     string // the same, of staff
	Here      bool   // the phone was used last, so the keyboard stays there
}

// actLook is one thing that an author did, with what came of it.
type actLook struct {
	Kind    string // text, staff, time
	Who     string // whoever texted
	Words   string
	Rule    string
	Meaning string
	Misfit  string
	Path    []stepLook
	Said    []saidLook
	Changed []string
}

// saidLook is one text that somebody was sent.
type saidLook struct {
	To, Text, Alphabet string
	Parts              int
}

// stepLook is a step, with the address of its line.
type stepLook struct{ Name, Address string }

// phoneOf plays the conversation so far on the draft, or on what people get as
// long as the draft has errors.
func phoneOf(e edit, v rehearsal.Verdict, org *flows.Org, t talk) phoneLook {
	p := phoneLook{None: org == nil, Old: v.Org == nil, People: testers, Lapses: lapses, Who: testers[0], Sent: len(t.sent)}
	if org == nil {
		return p
	}
	for _, who := range testers {
		if who.Value == t.who {
			p.Who = who
		}
	}
	p.Language = t.begins.Language
	for _, tag := range org.Languages {
		p.Languages = append(p.Languages, option{tag, languageName(tag)})
	}
	if len(t.sent) == 0 {
		return p
	}
	played := rehearsal.Play(org, t.begins, t.sent)
	for _, act := range played.Acts {
		p.Acts = append(p.Acts, actOf(e, org, act))
	}
	standing := played.Standing(p.Who.Value)
	p.Case, p.Stopped = standing.Case, standing.Stopped
	p.Open = stepOf(e, org, standing.Open)
	p.Now = played.Now().In(org.Timezone).Format("Mon 2 Jan 2006, 15:04")
	return p
}

func actOf(e edit, org *flows.Org, act rehearsal.Shown) actLook {
	look := actLook{Misfit: act.Misfit, Changed: act.Changed, Rule: act.Rule(), Meaning: transcript.Understood[act.Rule()]}
	look.Kind, look.Who, look.Words = readLine(act.Line)
	if len(act.Turns) > 0 {
		for _, step := range act.Turns[0].Path {
			look.Path = append(look.Path, stepOf(e, org, step))
		}
	}
	for _, s := range act.Said {
		count := providers.Segments(s.Text)
		look.Said = append(look.Said, saidLook{nameOf(s.Who), s.Text, alphabets[count.Encoding], count.Parts})
	}
	return look
}

// alphabets are the names of the alphabets in which texts go out.
var alphabets = map[providers.Encoding]string{providers.GSM7: "GSM alphabet", providers.UCS2: "UCS-2 alphabet"}

// readLine takes a line of the talk apart.
func readLine(line string) (kind, who, words string) {
	if who, words, found := strings.Cut(line, " > "); found && !strings.Contains(who, " ") {
		return "text", nameOf(who), words
	}
	if to, words, found := strings.Cut(line, "> "); found {
		return "staff", nameOf(strings.TrimPrefix(to, "staff to ")), words
	}
	if who, found := strings.CutPrefix(line, "staff closes "); found {
		return "time", "", "Staff closed the conversation with " + nameOf(who) + "."
	}
	return "time", "", strings.TrimPrefix(line, "after ") + " later"
}

func nameOf(who string) string {
	for _, t := range testers {
		if t.Value == who {
			return t.Words
		}
	}
	return who
}

// stepOf finds the line of a step, "flow/step".
func stepOf(e edit, org *flows.Org, step string) stepLook {
	look := stepLook{Name: step}
	id, name, _ := strings.Cut(step, "/")
	if flow := org.Flows[id]; flow != nil && flow.Step(name) != nil {
		look.Address = lineAddress(flow.Step(name).Pos.Line)
		if e.name != id+".yaml" {
			look.Address = addressOf(e.draft.Org, id+".yaml") + look.Address
		}
	}
	return look
}
