package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot/staff"
)

var _ staff.Log = (*Store)(nil)

const (
	// notedFor is how long it is known that a line was written, in case its answer
	// was lost.
	notedFor = 24 * 60 * 60
	// auditPage is how many lines are read at once.
	auditPage = 500
	// mostNoting is how often a line is tied anew to a chain that others write to.
	mostNoting = 100
)

// Append adds a line to the end of an organisation's audit log. Of many that are
// added at once each follows the one before: a line that another one came before
// is tied to that one, and tried again.
func (s *Store) Append(ctx context.Context, org string, e staff.Entry) error {
	if org == "" || e.ID == "" {
		return fmt.Errorf("write the audit log: a line needs an organisation and an id")
	}
	select { // within one process nobody needs to try again
	case s.auditing <- struct{}{}:
		defer func() { <-s.auditing }()
	case <-ctx.Done():
		return away(ctx.Err(), "write the audit log")
	}
	for range mostNoting {
		head, err := s.auditHead(ctx, org)
		if err != nil {
			return err
		}
		e.N, e.Before = head.N+1, head.Hash
		text, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("write the audit log: %w", err)
		}
		next := staff.Head{N: e.N, Hash: e.Hash()}
		answers, err := s.run(ctx, []call{{s.scripts.note,
			[]string{auditKey(org), auditHeadKey(org), auditNotedKey(org, e.ID)},
			[]any{head.Hash, e.N, s.auditLine(org, e.N, text), next.Hash, s.shared.seal([]byte(next.String()), "head:"+org), notedFor}}})
		if err != nil {
			return away(err, "write the audit log")
		}
		done, err := answers[0].Int()
		if err != nil {
			return away(err, "write the audit log")
		}
		if done == 1 {
			return nil
		}
	}
	return fmt.Errorf("write the audit log: %w (too many write at once)", errAway)
}

// auditLine is a line as it is kept: its number, a space, and the entry, sealed
// with its place, so that it can be read nowhere else.
func (s *Store) auditLine(org string, n int64, text []byte) string {
	return fmt.Sprintf("%d %s", n, s.shared.seal(text, auditPlace(org, n)))
}

func auditPlace(org string, n int64) string { return fmt.Sprintf("audit:%s:%d", org, n) }

// auditHead is the last line that was written, as the script will compare it.
func (s *Store) auditHead(ctx context.Context, org string) (staff.Head, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	fields, err := s.redis.HMGet(ctx, auditHeadKey(org), "n", "h").Result()
	if err != nil {
		return staff.Head{}, away(err, "read the end of the audit log")
	}
	n, _ := fields[0].(string)
	hash, _ := fields[1].(string)
	number, _ := strconv.ParseInt(n, 10, 64) // the script refuses what is none
	return staff.Head{N: number, Hash: hash}, nil
}

// sealedHead is the last line as it was noted with our key, which nobody can write
// who has Redis alone; none if somebody has changed the note.
func (s *Store) sealedHead(ctx context.Context, org string) (staff.Head, error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	sealed, err := s.redis.HGet(ctx, auditHeadKey(org), "s").Bytes()
	if err != nil {
		return staff.Head{}, away(err, "read the end of the audit log")
	}
	text, err := s.shared.open(sealed, "head:"+org)
	if err != nil {
		return staff.Head{}, nil
	}
	return staff.ReadHead(string(text))
}

// auditPart reads the lines from one place to another, 0 for the first.
func (s *Store) auditPart(ctx context.Context, org string, from, to int64, each func(n int64, e *staff.Entry)) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	lines, err := s.redis.LRange(ctx, auditKey(org), from, to).Result()
	if err != nil {
		return away(err, "read the audit log")
	}
	for _, line := range lines {
		number, sealed, _ := strings.Cut(line, " ")
		n, _ := strconv.ParseInt(number, 10, 64) // 0 is the place of none
		var e staff.Entry
		if s.openJSON(sealed, auditPlace(org, n), &e) != nil || e.N != n {
			each(n, nil)
			continue
		}
		each(n, &e)
	}
	return nil
}

// Entries returns at most so many lines of the audit log of the scope's organisation,
// the newest first: those before line number before, or the last if that is 0.
func (s *Store) Entries(ctx context.Context, by staff.Scope, before int64, most int) ([]staff.Entry, error) {
	if err := by.Must(staff.ReadAudit); err != nil {
		return nil, err
	}
	head, err := s.auditHead(ctx, by.Org())
	if err != nil {
		return nil, err
	}
	if before < 1 || before > head.N {
		before = head.N + 1
	}
	from, to := before-1-int64(most), before-2
	if to < 0 {
		return nil, nil
	}
	var out []staff.Entry
	err = s.auditPart(ctx, by.Org(), max(from, 0), to, func(_ int64, e *staff.Entry) {
		if e != nil {
			out = append([]staff.Entry{*e}, out...)
		}
	})
	return out, err
}

// VerifyAudit looks at the whole audit log of the scope's organisation, and tells
// of every entry that was changed, is missing, or is not where it was written. A
// head that was kept elsewhere, or nil, must be found in it.
func (s *Store) VerifyAudit(ctx context.Context, by staff.Scope, known *staff.Head) (staff.Verdict, error) {
	if err := by.Must(staff.ReadAudit); err != nil {
		return staff.Verdict{}, err
	}
	noted, err := s.sealedHead(ctx, by.Org()) // before the lines: more may be written meanwhile
	if err != nil {
		return staff.Verdict{}, err
	}
	var heads []staff.Head
	if noted.N > 0 {
		heads = append(heads, noted)
	}
	if known != nil {
		heads = append(heads, *known)
	}
	chain := staff.NewChain(heads...)
	for from := int64(0); ; from += auditPage {
		n := 0
		err := s.auditPart(ctx, by.Org(), from, from+auditPage-1, func(number int64, e *staff.Entry) {
			n++
			if e == nil {
				chain.Unreadable(number)
				return
			}
			chain.Entry(*e)
		})
		if err != nil {
			return staff.Verdict{}, err
		}
		if n < auditPage {
			break
		}
	}
	verdict := chain.End()
	if noted.N == 0 && verdict.Head.N > 1 { // the first may have been written since
		verdict.Faults = append(verdict.Faults, "the note of the last entry was changed or is missing")
	}
	return verdict, nil
}

// Audited lists the organisations that have an audit log, for commands on the
// machine.
func (s *Store) Audited(ctx context.Context, of []string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	p := s.redis.Pipeline()
	there := make([]*redis.IntCmd, len(of))
	for i, org := range of {
		there[i] = p.Exists(ctx, auditKey(org), auditHeadKey(org))
	}
	_, _ = p.Exec(ctx) // each has its own error
	var out []string
	for i, cmd := range there {
		if cmd.Err() != nil {
			return nil, away(cmd.Err(), "see whose audit logs there are")
		}
		if cmd.Val() > 0 {
			out = append(out, of[i])
		}
	}
	return out, nil
}
