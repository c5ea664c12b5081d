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
func (s *Sink) perform(w http.ResponseWriter, r *http.Request, c *call, mode Mode, report Report) {
	switch mode {
	case Fail:
		refuse(w, http.StatusInternalServerError, "99")
		return
	case TooMany:
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusTooManyRequests, "0")
		return
	case BadKey:
		refuse(w, http.StatusUnauthorized, "2")
		return
	case NoCredit:
		refuse(w, http.StatusPaymentRequired, "25")
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
	n := len(c.Recipients)
	if mode == Partial && n > 1 {
		n /= 2
	}
	s.accept(c, n, mode)
	s.report(c, c.Recipients[:n], report)
	s.respond(w, r, c, n, mode)
}

// respond is what the caller hears of texts that were accepted.
func (s *Sink) respond(w http.ResponseWriter, r *http.Request, c *call, accepted int, mode Mode) {
	switch {
	case mode == FailAccepted:
		refuse(w, http.StatusInternalServerError, "99")
	case mode == CutAccepted:
		breakOff(w)
	case mode == HangAccepted:
		select {
		case <-r.Context().Done():
		case <-s.context.Done():
		}
		breakOff(w)
	case mode == SlowAccepted:
		s.drip(w, r, c.answer())
	case accepted < len(c.Recipients):
		refuse(w, http.StatusUnprocessableEntity, "9")
	default:
		answer(w, http.StatusCreated, c.answer())
	}
}

// answer is the body that MessageBird gives; recipients are numbers there.
func (c *call) answer() []byte {
	total := strconv.Itoa(len(c.Recipients))
	b := make([]byte, 0, 128+128*len(c.Recipients))
	b = append(b, `{"id":"`+c.id+`","direction":"mt","type":"sms","recipients":{"totalCount":`+total+`,"totalSentCount":`+total+`,"items":[`...)
	for i, to := range c.Recipients {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"recipient":`...)
		b = appendNumber(b, to)
		b = append(b, `,"status":"sent","statusErrorCode":null,"messagePartCount":1}`...)
	}
	return append(b, `]}}`...)
}

// appendNumber writes a number of JSON, or a string if it is none.
func appendNumber(b []byte, to string) []byte {
	if n, err := strconv.ParseUint(to, 10, 64); err == nil {
		return strconv.AppendUint(b, n, 10)
	}
	return strconv.AppendQuote(b, to)
}

func answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller is gone, or it is not
}

func refuse(w http.ResponseWriter, status int, code string) {
	answer(w, status, []byte(`{"errors":[{"code":`+code+`,"description":"no","parameter":null}]}`))
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
