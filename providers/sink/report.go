package sink

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	reportTimeout  = 3 * time.Second
	reportAttempts = 40
	reportPause    = 100 * time.Millisecond // more after each attempt
	longestPause   = 2 * time.Second
)

// Fate is what became of one text.
type Fate string

// The fates that a report can tell.
const (
	WasSent      Fate = "sent"
	WasDelivered Fate = "delivered"
	HadStopped   Fate = "stopped" // the person had said STOP to the company
	WasAway      Fate = "away"    // the phone was off
)

// fates are what each Report tells, in order.
var fates = map[Report][]Fate{
	Delivered:  {WasSent, WasDelivered},
	OptedOut:   {HadStopped},
	Lost:       {WasAway},
	Twice:      {WasDelivered, WasDelivered},
	Early:      {WasDelivered},
	OutOfOrder: {WasDelivered, WasSent},
}

// report tells of each recipient. Without a reference nothing is reported.
func (s *Sink) report(c *Call, to []string, report Report) {
	if c.ReportURL == "" || c.Ref == "" || len(fates[report]) == 0 {
		return
	}
	for _, recipient := range to {
		if report == Early && s.tell(c, recipient, fates[report][0]) == nil {
			s.reported.Add(1)
			continue
		}
		s.pending.Go(func() { s.insist(c, recipient, fates[report]) })
	}
}

// insist sends the reports of one recipient, each until it is taken.
func (s *Sink) insist(c *Call, recipient string, all []Fate) {
	for _, what := range all {
		wait := reportPause
		for attempt := 1; ; attempt++ {
			if s.tell(c, recipient, what) == nil {
				s.reported.Add(1)
				break
			}
			if attempt == reportAttempts || !s.pause(wait) {
				s.failed.Add(1)
				break
			}
			wait = min(2*wait, longestPause)
		}
	}
}

func (s *Sink) pause(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.context.Done():
		return false
	}
}

// tell makes one report, once.
func (s *Sink) tell(c *Call, recipient string, what Fate) error {
	made := s.config.Wire.Report(c, recipient, what, s.config.Now())
	ctx, cancel := context.WithTimeout(s.context, reportTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, made.Method, made.URL, bytes.NewReader(made.Body))
	if err != nil {
		return fmt.Errorf("make a report: %w", err)
	}
	r.Header = made.Header
	response, err := s.config.Client.Do(r)
	if err != nil {
		return fmt.Errorf("send a report: %w", err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, MaxRequest)); err != nil {
		return fmt.Errorf("read the answer to a report: %w", err)
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("a report was answered %d", response.StatusCode)
	}
	return nil
}
