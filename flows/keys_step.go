package flows

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// stepKeys is what a step can have, in the order in which it is done.
func stepKeys() []key[Step] {
	return append(effectKeys(), append(askKeys(), goKeys()...)...)
}

// effectKeys are what a step does before it says anything.
func effectKeys() []key[Step] {
	return []key[Step]{
		{"was", takesName, "nothing", "The step's former name, for conversations that wait there.", func(_ *loader, v *yaml.Node, s *Step) bool {
			return oneName(v, namePattern, &s.Was)
		}},
		{"set", "names with the texts that they are given", "nothing", "Sets variables, or what is kept about the person (me.).", readSet},
		{"forget", "me. fields, or all", "nothing", "Wipes what is kept about the person.", func(_ *loader, v *yaml.Node, s *Step) (ok bool) {
			s.Forget, ok = names(v, pathPattern)
			return ok
		}},
		{"opt_in", "a consent's name", "nothing", "Records that the person agrees, with the words shown, the time and the message.", func(_ *loader, v *yaml.Node, s *Step) (ok bool) {
			s.OptIn, ok = names(v, namePattern)
			return ok
		}},
		{"opt_out", "a consent's name", "nothing", "Records that the person no longer agrees.", func(_ *loader, v *yaml.Node, s *Step) (ok bool) {
			s.OptOut, ok = names(v, namePattern)
			return ok
		}},
		{"join", "a group's id, or <variable>", "nothing", "Puts the person into a group.", func(_ *loader, v *yaml.Node, s *Step) bool {
			return groupRef(v, &s.Join)
		}},
		{"leave", "a group's id, or <variable>", "nothing", "Takes the person out of a group.", func(_ *loader, v *yaml.Node, s *Step) bool {
			return groupRef(v, &s.Leave)
		}},
		{"course", takesCourse, "nothing", "Puts the person into a course that counts from a day, moves the day, or takes them out.", readCourse},
		{"tell", takesTell, "nothing", "Tells others, or asks them.", readTell},
	}
}

// askKeys are what a step says, asks, and takes for an answer.
func askKeys() []key[Step] {
	return []key[Step]{
		{"say", takesText, "nothing", "Said, without waiting for a reply.", func(l *loader, v *yaml.Node, s *Step) bool { return textInto(l, v, &s.Say) }},
		{"ask", takesText, "nothing", "Said, then the conversation waits for a reply; it needs options or answer.", func(l *loader, v *yaml.Node, s *Step) bool { return textInto(l, v, &s.Ask) }},
		{"options", "choices with their names, a list of choices, or <variable>", "none", "A numbered list to choose from.", readOptions},
		{"answer", "text, name, number 1-5, postcode, date, time, phone, email or list 2-6", "none", "The kind of answer, in the person's own words.", readAnswer},
		{"hint", takesText, "the engine's words", "Said instead of \"Sorry, I didn't follow that\" when a reply doesn't fit.", func(l *loader, v *yaml.Node, s *Step) bool { return textInto(l, v, &s.Hint) }},
		{"exact", takesYes, "no", "Takes only the exact words of a choice; needed where a consent is given.", func(_ *loader, v *yaml.Node, s *Step) bool { return yesNo(v, &s.Exact) }},
		{"optional", takesYes, "no", "Adds that people may reply SKIP.", func(_ *loader, v *yaml.Node, s *Step) bool { return yesNo(v, &s.Opt) }},
		{"helpful", "<variable> with a tip", "nothing", "Counts the answer, yes or no, as what people think of the tip.", readHelpful},
		{"save", "a name, or me. and a profile field", "the step's name", "Where the answer is kept; me. keeps it about the person.", func(_ *loader, v *yaml.Node, s *Step) bool {
			return oneName(v, pathPattern, &s.Save)
		}},
		{"tries", "a number from 0 to 5", "2", "How many replies that don't fit are let through before else.", func(_ *loader, v *yaml.Node, s *Step) bool { return wholeNumber(v, 0, 5, &s.Tries) }},
		{"else", takesTarget, "a person is offered", "Where to go when the tries are used up.", func(l *loader, v *yaml.Node, s *Step) bool { return l.target(v, &s.Else) }},
		{"remind", takesDuration, "never", "Asks once more after this long, never in quiet hours.", func(_ *loader, v *yaml.Node, s *Step) bool { return duration(v, &s.Remind, nil) }},
		{"timeout", "a length of time, such as 2 hours, or after: and then:", "the flow's", "How long the question waits, and where it goes then; by itself it ends silently.", readTimeout},
	}
}

// goKeys are where a step goes.
func goKeys() []key[Step] {
	return []key[Step]{
		{"when", "conditions, each with where to go", "nothing", "Goes where the first condition that is true says; the last must be else.", readWhen},
		{"call", "a flow's name", "nothing", "Runs another flow and comes back.", func(_ *loader, v *yaml.Node, s *Step) bool { return oneName(v, namePattern, &s.Call) }},
		{"with", "names with the texts that they are given", "nothing", "What the called flow needs.", func(l *loader, v *yaml.Node, s *Step) bool { return l.assigns(v, &s.With) }},
		{"wait", takesWait, "nothing", "Parks the flow until then; the person can text anything else meanwhile.", readWait},
		{"hand_over", "a queue, or queue:, about: and if_nobody:", "nothing", "Lets staff talk to the person until they close the case.", readHandOver},
		{"then", takesTarget, "the next step; after the last, end", "Where to go next.", func(l *loader, v *yaml.Node, s *Step) bool { return l.target(v, &s.Then) }},
	}
}

func textInto(l *loader, v *yaml.Node, into **Text) (ok bool) {
	*into, ok = l.text(v)
	return ok
}

// readSet reads set:. Its words are stored, not sent, so they are not translated.
func readSet(l *loader, v *yaml.Node, s *Step) bool {
	from := len(l.flow.written)
	ok := l.assigns(v, &s.Set)
	for i := range l.flow.written[from:] {
		l.flow.written[from+i].fixed = true
	}
	return ok
}

// groupRef reads a group's id, or a <variable> that holds one.
func groupRef(v *yaml.Node, into *string) bool {
	text, ok := scalar(v)
	if !ok || !(rowID.MatchString(text) || isBlank(text)) {
		return false
	}
	*into = text
	return true
}

// isBlank tells whether a text is one blank and nothing else.
func isBlank(text string) bool {
	return len(text) > 2 && text[0] == '<' && text[len(text)-1] == '>' && pathPattern.MatchString(blankName(text))
}

// blankName is the name within <angle brackets>.
func blankName(text string) string { return strings.Trim(text, "<>") }

// timeoutKeys is what timeout: can have when it says where to go.
func timeoutKeys() []key[Timeout] {
	return []key[Timeout]{
		{"after", takesDuration, "the flow's", "How long the question waits.", func(_ *loader, v *yaml.Node, t *Timeout) bool { return duration(v, &t.After, nil) }},
		{"then", takesTarget, "end, silently", "Where the conversation goes then.", func(l *loader, v *yaml.Node, t *Timeout) bool { return l.target(v, &t.Then) }},
	}
}

func readTimeout(l *loader, v *yaml.Node, s *Step) bool {
	t := Timeout{After: l.flow.Timeout}
	if v.Kind == yaml.ScalarNode && !duration(v, &t.After, nil) {
		return false
	}
	if v.Kind != yaml.ScalarNode && !readKeys(l, v, "timeout", timeoutKeys(), &t) {
		return false
	}
	s.Timeout = &t
	return true
}

func readWhen(l *loader, v *yaml.Node, s *Step) bool {
	if v.Kind != yaml.MappingNode || len(v.Content) == 0 {
		return false
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, value := v.Content[i], v.Content[i+1]
		var to *Target
		if !l.target(value, &to) {
			l.wrongKind(value, "what follows a condition", takesTarget)
			to = &Target{Kind: ToEnd, Pos: l.pos(value)}
		}
		branch := Branch{Then: *to}
		if k.Value != "else" && (!l.condition(k, &branch.If) || branch.If == nil) {
			continue
		}
		s.When = append(s.When, branch)
	}
	return true
}

// handKeys is what hand_over: can have.
func handKeys() []key[HandOver] {
	return append([]key[HandOver]{
		{"queue", "a queue's name", "must be there", "The staff who answer.", func(_ *loader, v *yaml.Node, h *HandOver) bool { return oneName(v, namePattern, &h.Queue) }},
		{"about", takesText, "nothing", "What the staff see first.", func(l *loader, v *yaml.Node, h *HandOver) bool { return textInto(l, v, &h.About) }},
		{"if_nobody", takesText, "nothing", "Sent once when nobody has answered within the queue's answer_within.", func(l *loader, v *yaml.Node, h *HandOver) bool { return textInto(l, v, &h.IfNobody) }},
	}, referKeys()...)
}

func readHandOver(l *loader, v *yaml.Node, s *Step) bool {
	h := &HandOver{}
	if v.Kind == yaml.ScalarNode && !oneName(v, namePattern, &h.Queue) {
		return false
	}
	if v.Kind != yaml.ScalarNode && (!readKeys(l, v, "hand_over", handKeys(), h) || h.Queue == "") {
		return false
	}
	s.Hand = h
	return true
}
