package sink

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// choose draws what happens to a call.
func (s *Sink) choose(ref string) (Mode, Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries[ref]++
	draw := draws(s.config.Seed, ref+"#"+strconv.Itoa(s.tries[ref]))
	mode, report := s.modes.pick(draw(), OK), s.reports.pick(draw(), Silent)
	s.counts[mode]++
	return mode, report
}

// accept remembers the first n recipients of a call.
func (s *Sink) accept(c *Call, n int, mode Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, to := range c.To[:n] {
		a := Accept{
			Order: len(s.accepts) + 1, At: s.config.Now(), ID: c.ID, Ref: c.Ref,
			From: c.From, To: to, Text: c.Text, Mode: mode,
		}
		s.accepts = append(s.accepts, a)
		s.write(a)
	}
}

func (s *Sink) write(a Accept) {
	if s.config.Log == nil || s.logErr != nil {
		return
	}
	line, err := json.Marshal(a)
	if err == nil {
		_, err = s.config.Log.Write(append(line, '\n'))
	}
	if err != nil {
		s.logErr = fmt.Errorf("write the log of accepts: %w", err)
	}
}
