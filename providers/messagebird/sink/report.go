package sink

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers/messagebird"
)

const (
	reportTimeout  = 3 * time.Second
	reportAttempts = 40
	reportPause    = 100 * time.Millisecond // more after each attempt
	longestPause   = 2 * time.Second
)

// word is one status report to come.
type word struct{ status, code string }

// words are what each Report tells, in order.
var words = map[Report][]word{
	Delivered:  {{"sent", ""}, {"delivered", ""}},
	OptedOut:   {{"delivery_failed", "103"}},
	Lost:       {{"delivery_failed", "27"}},
	Twice:      {{"delivered", ""}, {"delivered", ""}},
	Early:      {{"delivered", ""}},
	OutOfOrder: {{"delivered", ""}, {"sent", ""}},
}

// report tells of each recipient. Without a reference MessageBird reports
// nothing.
func (s *Sink) report(c *call, to []string, report Report) {
	if c.ReportURL == "" || c.Reference == "" || len(words[report]) == 0 {
		return
	}
	for _, recipient := range to {
		if report == Early && s.tell(c, recipient, words[report][0]) == nil {
			s.reported.Add(1)
			continue
		}
		s.pending.Go(func() { s.insist(c, recipient, words[report]) })
	}
}

// insist sends the reports of one recipient, each until it is taken.
func (s *Sink) insist(c *call, recipient string, all []word) {
	for _, w := range all {
		wait := reportPause
		for attempt := 1; ; attempt++ {
			if s.tell(c, recipient, w) == nil {
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
func (s *Sink) tell(c *call, recipient string, w word) error {
	made := messagebird.Simulator{Key: s.config.SigningKey, Now: s.config.Now}.StatusTo(c.ReportURL, messagebird.StatusReport{
		ID: c.id, Reference: c.Reference, Recipient: recipient, Status: w.status, Code: w.code, At: s.config.Now(),
	})
	ctx, cancel := context.WithTimeout(s.context, reportTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, made.Method, made.URL, nil)
	if err != nil {
		return fmt.Errorf("make a report: %w", err)
	}
	r.Header = made.Header
	response, err := s.config.Client.Do(r)
	if err != nil {
		return fmt.Errorf("send a report: %w", err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, maxRequest)); err != nil {
		return fmt.Errorf("read the answer to a report: %w", err)
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("a report was answered %d", response.StatusCode)
	}
	return nil
}
