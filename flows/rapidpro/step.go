package rapidpro

// step is a step of a flow while it is made. A nil step is the end.
type step struct {
	name   string
	todo   []string // what of it is not imported
	set    []assign
	forget []string // keys of contact fields
	join   string   // groups by RapidPro's name
	leave  string
	said   []message
	asks   *question
	when   []branch
	call   string // flows by their id here
	leaves string
	hands  *handOver
	to     *step
}

// assign gives a result or a contact field a value.
type assign struct {
	what  ref
	value phrase
}

// message is a text in each of its languages; the flow's own is "".
type message map[string]phrase

// handOver gives the conversation to staff.
type handOver struct {
	queue string
	about phrase
}

// branch is a way that is taken if a test of a value is true.
type branch struct {
	of        ref
	test      test
	condition string // the test as flows have it; see decide
	to        *step
}

// question is a wait for a reply, as RapidPro has it.
type question struct {
	result  string // the key of its result
	choices []choice
	other   *step // where a reply goes that fits none
	retries bool  // it is asked again then
	hint    message
	minutes int // how long it waits; 0 is the flow's
	late    *step
	answer  string // the kind of answer, once it is settled; empty for options
}

// choice is one category of a question, with the tests that lead to it.
type choice struct {
	id    string
	name  string // what RapidPro calls it
	label message
	tests []test
	also  map[string][]string // the words that choose it, by language; the flow's own is ""
	to    *step
}

// plain tells whether a step does no more than effects and words, and goes on.
func (s *step) plain() bool {
	return s.asks == nil && len(s.when) == 0 && s.call == "" && s.leaves == "" && s.hands == nil
}

// waits tells whether a step waits for somebody.
func (s *step) waits() bool { return s.asks != nil || s.call != "" || s.hands != nil }

// quiet tells whether a step changes nothing.
func (s *step) quiet() bool {
	return len(s.set) == 0 && len(s.forget) == 0 && s.join == "" && s.leave == ""
}

// ways returns pointers to everywhere that a step leads, in their order.
func (s *step) ways() []**step {
	var all []**step
	if s.asks != nil {
		for i := range s.asks.choices {
			all = append(all, &s.asks.choices[i].to)
		}
	}
	for i := range s.when {
		all = append(all, &s.when[i].to)
	}
	if s.leaves == "" {
		all = append(all, &s.to)
	}
	if s.asks != nil && !s.asks.retries {
		all = append(all, &s.asks.other)
	}
	if s.asks != nil {
		all = append(all, &s.asks.late)
	}
	return all
}

// reached returns the steps that a flow can come to, each before those that it
// leads to where it can.
func reached(first *step) []*step {
	var all []*step
	seen := map[*step]bool{}
	waiting := []*step{first}
	for len(waiting) > 0 {
		s := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		all = append(all, s)
		ways := s.ways()
		for i := len(ways) - 1; i >= 0; i-- {
			waiting = append(waiting, *ways[i])
		}
	}
	return all
}

// into counts the ways that lead to each step. Beginning counts as one.
func into(first *step) map[*step]int {
	count := map[*step]int{first: 1}
	for _, s := range reached(first) {
		for _, way := range s.ways() {
			if *way != nil {
				count[*way]++
			}
		}
	}
	return count
}
