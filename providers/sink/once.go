package sink

// known is a call that was accepted, by its key.
type known struct {
	id, body string
	running  bool // it is not answered yet
}

// begin looks whether a call was accepted before. It is then the same text, with
// the same id; or it is refused, as the first is not answered yet or had another
// body.
func (s *Sink) begin(c *Call) (again bool, refusal Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Key == "" {
		return false, ""
	}
	switch first := s.known[c.Key]; {
	case first == nil:
		s.known[c.Key] = &known{c.ID, c.Body, true}
		return false, ""
	case first.body != c.Body:
		return false, Reused
	case first.running:
		return false, Running
	default:
		first.running = true
		c.ID = first.id
		s.repeats++
		return true, ""
	}
}

// end lets the next call with the same key be answered.
func (s *Sink) end(c *Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.known[c.Key]; first != nil {
		first.running = false
	}
}
