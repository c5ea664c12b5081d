package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// The owner of a text is the person's id, the mark of the number, and the
// connection of the organisation unless it is the installation's own.
func ownerOf(person, number, via string) string {
	return strings.TrimSpace(person + " " + number + " " + via)
}

func personOf(owner string) string { id, _, _ := strings.Cut(owner, " "); return id }

func numberOf(owner string) string {
	_, rest, _ := strings.Cut(owner, " ")
	number, _, _ := strings.Cut(rest, " ")
	return number
}

// queueOf is the queue of a text: to one number, from one connection. A company
// that cannot be reached must not hold up what leaves by another.
func queueOf(owner string) string {
	_, rest, _ := strings.Cut(owner, " ")
	return strings.Replace(rest, " ", ":", 1)
}

// Claim gives leave to send texts, each once. A text that Redis did not answer
// for is Waiting: it is read again, or found by Sweep if the claim was made. The
// error is for none having been answered.
func (s *Store) Claim(ctx context.Context, now time.Time, entries []providers.Entry) ([]providers.Claim, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	calls := make([]call, len(entries))
	claims := make([]providers.Claim, len(entries))
	for i, e := range entries {
		claims[i] = providers.Claim{Entry: e, State: providers.Waiting, Token: cmp.Or(e.Token, s.claimToken())}
		calls[i] = s.claimCall(now, claims[i])
	}
	asked, who := asking(ctx)
	answers, err := s.run(asked, calls)
	if err != nil {
		return nil, away(err, "claim texts")
	}
	answered := false
	for i, a := range answers {
		if err = s.claimed(&claims[i], a); err != nil {
			s.log.Error("claim a text", "error", err)
		}
		answered = answered || a.Err() == nil
	}
	if !answered {
		return nil, err
	}
	if !s.histories.maySend(who) {
		return claims, s.leave(ctx, now, claims)
	}
	s.sends.begin(claims, now)
	return claims, nil
}

// leave puts back what was claimed from a server that this process has not been
// through a failover with: it may have forgotten that the texts have left.
func (s *Store) leave(ctx context.Context, now time.Time, claims []providers.Claim) error {
	var back []providers.Settlement
	for i := range claims {
		if claims[i].State == providers.Claimed {
			back = append(back, providers.Settlement{Claim: claims[i], Result: providers.Result{Verdict: providers.Rejected, Class: providers.Throttled}})
			claims[i].State = providers.Waiting
		}
	}
	return s.Settle(ctx, now, back)
}

func (s *Store) claimCall(now time.Time, c providers.Claim) call {
	p, person, number, queue := c.Partition, personOf(c.Owner), numberOf(c.Owner), queueOf(c.Owner)
	return call{s.scripts.claim, []string{
		messageKey(p, c.Ref), stopKey(p, person), personKey(p, person), busyKey(p, queue), waitKey(p, queue),
		sendingKey(p), laterKey(p), streamKey(p, c.Priority), streamKey(p, providers.Reply), streamKey(p, providers.Bulk),
		spokeKey(p, number), lostKey(p), unknownKey(p), cappedKey(p, number), hourKey(p, number),
	}, []any{ms(now), c.Token, c.StreamID, c.Ref, readers, messageKey(p, ""), broadcastKey(p, ""), s.capsHour(), providers.RepeatedFor.Milliseconds()}}
}

// capsHour is "1" where what a number is sent within an hour is counted.
func (s *Store) capsHour() string {
	if s.capped {
		return "1"
	}
	return ""
}

// claimed reads what claim.lua answered.
func (s *Store) claimed(c *providers.Claim, answer *redis.Cmd) error {
	words, err := answer.Slice()
	if err != nil {
		return away(err, "claim a text")
	}
	state, _ := words[0].(string)
	if providers.ClaimState(state) != providers.Claimed {
		c.State = providers.ClaimState(state)
		return nil
	}
	sealed, _ := words[1].(string)
	attempt, _ := words[2].(int64)
	left, _ := words[3].(int64)
	var b body
	if err := s.openJSON(sealed, "text:"+c.Ref, &b); err != nil {
		return fmt.Errorf("open a text of the outbox: %w", err) // it is never sent: Sweep lists it
	}
	c.State, c.Attempt = providers.Claimed, int(attempt)
	c.Message = providers.Message{Ref: c.Ref, To: b.To, From: b.From, Via: b.Via, Text: b.Text, Choices: b.Choices, Template: b.Template}
	if heard, _ := words[6].(string); heard != "" {
		at, _ := strconv.ParseInt(heard, 10, 64) // written by the commit
		c.Message.Heard = time.UnixMilli(at)
	}
	way, _ := words[4].(string)
	if err := s.openWay(way, &c.Message); err != nil {
		return err // it is never sent: Sweep lists it
	}
	if since, _ := words[5].(string); since != "" {
		at, _ := strconv.ParseInt(since, 10, 64) // written by result.lua
		c.Doubt = time.UnixMilli(at)
	}
	if left > 0 {
		c.Message.ValidFor = time.Duration(left) * time.Millisecond
	}
	return nil
}

// Settle records what the provider answered.
func (s *Store) Settle(ctx context.Context, now time.Time, settled []providers.Settlement) error {
	s.sends.end(settled) // whether or not Redis hears of it
	calls := make([]call, len(settled))
	for i, x := range settled {
		c, err := s.settlement(now, x)
		if err != nil {
			return err
		}
		calls[i] = c
	}
	answers, err := s.run(ctx, calls)
	if err != nil {
		return away(err, "record results")
	}
	if err := firstError(answers); err != nil {
		return away(err, "record a result")
	}
	return nil
}

func (s *Store) settlement(now time.Time, x providers.Settlement) (call, error) {
	c, r, outcome := x.Claim, x.Result, what(x.Result)
	p, person, number, queue := c.Partition, personOf(c.Owner), numberOf(c.Owner), queueOf(c.Owner)
	keys := []string{
		messageKey(p, c.Ref), stopKey(p, person), ledgerKey(p, person), busyKey(p, queue), waitKey(p, queue), sendingKey(p), laterKey(p),
		unknownKey(p), streamKey(p, providers.Reply), streamKey(p, providers.Bulk), earlyKey(p, c.Ref), hourKey(p, number),
	}
	if r.ProviderID != "" {
		known := r.ProviderID + ":" + number
		keys = append(keys, sentKey(p, known), earlyKey(p, known))
	}
	var entry []byte
	if outcome == "opted_out" {
		var err error
		if entry, err = s.optedOut(person, now, c.Ref); err != nil {
			return call{}, err
		}
	}
	again := ms(now.Add(retryAfter(c, r)))
	way, doubt, err := s.next(x)
	if err != nil {
		return call{}, err
	}
	if doubt != "" {
		outcome = "retry"
	}
	return call{s.scripts.result, keys, []any{c.Token, ms(now), outcome, c.Ref, again, r.Code, entry, messageKey(p, ""), broadcastKey(p, ""), s.capsHour(), s.newsOfFailures(p), string(r.Class), person, way, doubt}}, nil
}

// next is what result.lua keeps of how a text goes on: its way, sealed, and "1" if it
// may have left.
func (s *Store) next(x providers.Settlement) (way []byte, doubt string, err error) {
	if x.Next == nil {
		return nil, "", nil
	}
	text, err := json.Marshal(x.Next.Route)
	if err != nil {
		return nil, "", fmt.Errorf("write the way of a text: %w", err)
	}
	if x.Next.Doubt {
		doubt = "1"
	}
	return s.shared.seal(text, "way:"+x.Claim.Ref), doubt, nil
}

// openWay has a text leave by the way that it took, if not its own.
func (s *Store) openWay(sealed string, m *providers.Message) error {
	if sealed == "" {
		return nil
	}
	var way providers.Route
	if err := s.openJSON(sealed, "way:"+m.Ref, &way); err != nil {
		return fmt.Errorf("open the way of a text: %w", err)
	}
	m.Via, m.From = way.Via, way.From
	return nil
}

// optedOut is what the ledger says of a STOP that a provider told us of.
func (s *Store) optedOut(person string, now time.Time, ref string) ([]byte, error) {
	return s.ledgerEntry(person, bot.Consent{Name: "stop", Words: "the provider says so", At: now.UTC(), Event: ref})
}

// what is the word of result.lua for a provider's answer.
func what(r providers.Result) string {
	switch {
	case r.Verdict == providers.Accepted:
		return "sent"
	case r.Verdict == providers.Uncertain, r.Class == providers.OutcomeUnknown:
		return "unknown"
	case r.Class == providers.OptedOut:
		return "opted_out"
	case r.Class == providers.Permanent, r.Class == providers.NoSubscriber, r.Class == providers.UnsupportedClass, r.Class == providers.WindowClosed, r.Class == providers.ClassNone:
		return "failed"
	}
	return "retry"
}

// retryAfter is how long a text waits that was certainly not sent.
func retryAfter(c providers.Claim, r providers.Result) time.Duration {
	if r.RetryAfter > 0 {
		return min(r.RetryAfter, time.Hour)
	}
	return min(time.Second<<min(c.Attempt, 9), 5*time.Minute)
}
