package transcript

import "strings"

// expect compares the next text that the person was sent with what is written.
func (s *stage) expect(l line) {
	s.tail, s.tailWho = l.last, l.who
	for i, text := range s.said {
		if text.who != l.who {
			continue
		}
		s.said = append(s.said[:i:i], s.said[i+1:]...)
		if !matches(l.text, text.text) {
			s.fail(l, "the text was not as written", l.text, text.text)
			s.edits = append(s.edits, edit{l.n, l.last, written(l.who, text.text)})
		}
		return
	}
	s.fail(l, s.someone(l.who)+" was sent nothing here", l.text, "")
	s.edits = append(s.edits, edit{l.n, l.last, nil})
}

// expectEffect looks for what is written among what has happened since the
// last act, and among what is kept about the person now.
func (s *stage) expectEffect(l line) {
	var facts []string
	for _, f := range s.facts {
		if l.who == "" || f.who == l.who {
			facts = append(facts, f.words)
		}
	}
	for _, p := range s.people {
		if p.name == l.who {
			facts = append(facts, p.stateFacts()...)
		}
	}
	facts = append(facts, s.mailing.facts()...)
	if !happened(l.text, facts) {
		s.fail(l, "this did not happen", l.text, strings.Join(facts, "\n"))
	}
}

// finish reports every text of the last act that nothing expected.
func (s *stage) finish() {
	var added []string
	who := s.tailWho
	for _, text := range s.said {
		s.fail(s.act, s.someone(text.who)+" was also sent a text that is not written here", "", text.text)
		if len(added) > 0 && who == text.who || len(added) == 0 && s.tail > s.act.n && who == text.who {
			added = append(added, "")
		}
		added = append(added, written(text.who, text.text)...)
		who = text.who
	}
	if len(added) > 0 {
		s.edits = append(s.edits, edit{s.tail + 1, s.tail, added})
	}
	s.said = nil
}

func (s *stage) someone(who string) string {
	if who == "" {
		return "the resident"
	}
	return who
}
