package sink

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// call is the body of POST /messages.
type call struct {
	Originator string   `json:"originator"`
	Recipients []string `json:"recipients"`
	Body       string   `json:"body"`
	Reference  string   `json:"reference"`
	ReportURL  string   `json:"reportUrl"`
	id         string
}

func (s *Sink) message(w http.ResponseWriter, r *http.Request) {
	var c call
	var raw bytes.Buffer
	if _, err := io.Copy(&raw, io.LimitReader(r.Body, maxRequest)); err != nil {
		return
	}
	switch err := json.Unmarshal(raw.Bytes(), &c); {
	case err != nil:
		refuse(w, http.StatusBadRequest, "21")
	case len(c.Recipients) == 0 || len(c.Recipients) > maxRecipients || c.Originator == "":
		refuse(w, http.StatusUnprocessableEntity, "9")
	case c.Body == "":
		refuse(w, http.StatusUnprocessableEntity, "10")
	default:
		c.id = fmt.Sprintf("%032x", s.ids.Add(1))
		mode, report := s.choose(c.Reference)
		s.perform(w, r, &c, mode, report)
	}
}

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
func (s *Sink) accept(c *call, n int, mode Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, to := range c.Recipients[:n] {
		a := Accept{
			Order: len(s.accepts) + 1, At: s.config.Now(), ID: c.id, Ref: c.Reference,
			From: plus(c.Originator), To: plus(to), Text: c.Body, Mode: mode,
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

// plus returns a number as the house writes it.
func plus(wire string) string {
	if wire != "" && wire[0] >= '0' && wire[0] <= '9' {
		return "+" + wire
	}
	return wire
}
