package sink

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

const dropPause = 5 * time.Millisecond // between the drops of a slow answer

// perform does what was drawn for a call. What accepts does so first, so that
// no fault can hide a text.
func (s *Sink) perform(w http.ResponseWriter, r *http.Request, c *Call, mode Mode, report Report) {
	switch mode {
	case Fail:
		s.config.Wire.Refuse(w, Broken)
		return
	case TooMany:
		w.Header().Set("Retry-After", "1")
		s.config.Wire.Refuse(w, Busy)
		return
	case BadKey:
		s.config.Wire.Refuse(w, WrongKey)
		return
	case NoCredit:
		s.config.Wire.Refuse(w, Credit)
		return
	case Cut:
		breakOff(w)
		return
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html><body><h1>502 Bad Gateway</h1></body></html>"))
		return
	}
	n := len(c.To)
	if mode == Partial && n > 1 {
		n /= 2
	}
	again, refusal := s.begin(c)
	if refusal != "" {
		s.config.Wire.Refuse(w, refusal)
		return
	}
	if !again {
		s.accept(c, n, mode)
		s.report(c, c.To[:n], report)
	}
	if mode == HangAccepted {
		defer s.end(c)
	} else {
		s.end(c) // before the answer: whoever has it may call again at once
	}
	s.respond(w, r, c, n, mode)
}

// respond is what the caller hears of texts that were accepted.
func (s *Sink) respond(w http.ResponseWriter, r *http.Request, c *Call, accepted int, mode Mode) {
	switch {
	case mode == FailAccepted:
		s.config.Wire.Refuse(w, Broken)
	case mode == CutAccepted:
		breakOff(w)
	case mode == HangAccepted:
		select {
		case <-r.Context().Done():
		case <-s.context.Done():
		}
		breakOff(w)
	case mode == SlowAccepted:
		s.drip(w, r, s.config.Wire.Good(c))
	case accepted < len(c.To):
		s.config.Wire.Refuse(w, BadFields)
	default:
		Answer(w, http.StatusCreated, s.config.Wire.Good(c))
	}
}

// Answer writes a whole answer in JSON.
func Answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller is gone, or it is not
}

// drip writes an answer in ten drops.
func (s *Sink) drip(w http.ResponseWriter, r *http.Request, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusCreated)
	flush := http.NewResponseController(w)
	for size := len(body)/10 + 1; len(body) > 0; {
		n := min(size, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		body = body[n:]
		_ = flush.Flush() // what cannot be flushed comes with the rest
		pause := time.NewTimer(dropPause)
		select {
		case <-pause.C:
		case <-r.Context().Done():
			pause.Stop()
			return
		}
	}
}

// breakOff resets the connection, as a crash does.
func breakOff(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // net/http then closes it
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	conn.Close()
}
