package people

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// importing is one import under way.
type importing struct {
	*Desk
	job    Job
	org    *flows.Org
	run    string         // names it in the ledger
	seen   map[uint64]int // lines by number: 100,000 of them take some 3 MB
	page   []*entry
	report Report
	each   func(Outcome) error
}

// entry is one row under way.
type entry struct {
	Outcome
	said  Said
	open  bool // it is still to be written
	tried bool // it may have been
}

func (e *entry) refuse(faults ...Fault) {
	e.Verdict, e.Faults, e.open = Refused, faults, false
}

// add judges a row by itself.
func (i *importing) add(row Row) {
	e := &entry{Outcome: Outcome{Row: row}, said: Judge(i.org, row, i.job.Group, i.Now())}
	i.page = append(i.page, e)
	e.Notes = e.said.Notes
	if e.said.To.Value != "" {
		e.Person = e.said.To.Masked()
	}
	if len(e.said.Faults) > 0 {
		e.refuse(e.said.Faults...)
		return
	}
	if i.MayText != nil {
		if err := i.MayText(e.said.To); err != nil {
			e.refuse(Fault{Reason: NotAllowed, Column: ColumnNumber, What: whyNot(err)})
			return
		}
	}
	if line, twice := i.before(e.said.To, row.Line); twice {
		e.refuse(Fault{Reason: Twice, Column: ColumnNumber, Line: line})
		return
	}
	e.said.In.Event, e.said.In.By, e.open = fmt.Sprintf("import:%s:%d", i.run, row.Line), i.job.By, true
}

// before is the line above in which the same number was. Who is in an app comes in no
// list, but by themselves.
func (i *importing) before(to providers.Address, line int) (first int, twice bool) {
	if to.Kind != providers.Phone {
		return 0, false
	}
	number, _ := strconv.ParseUint(to.Value[1:], 10, 64) // a British mobile
	if first, twice = i.seen[number]; !twice {
		i.seen[number] = line
	}
	return first, twice
}

// flush writes the page and tells what became of its rows.
func (i *importing) flush(ctx context.Context) error {
	for try := 0; try < mostTries; try++ {
		again, err := i.write(ctx)
		if errors.Is(err, bot.ErrUnavailable) && pause(ctx, try) {
			continue
		}
		if err != nil {
			return err
		}
		if !again {
			break
		}
	}
	page := i.page
	i.page = nil
	for _, e := range page {
		if e.open {
			e.refuse(Fault{Reason: Busy})
		}
		i.report.count(e.Outcome)
		if err := i.each(e.Outcome); err != nil {
			return err
		}
	}
	return nil
}

// write judges what is open against what is kept, and writes it. It tells whether
// anything is to be judged again.
func (i *importing) write(ctx context.Context) (again bool, err error) {
	var open []*entry
	var numbers []providers.Address
	for _, e := range i.page {
		if e.open {
			open, numbers = append(open, e), append(numbers, e.said.To)
		}
	}
	if len(open) == 0 {
		return false, nil
	}
	known, err := i.Register.Known(ctx, i.org.ID, numbers)
	if err != nil {
		return false, fmt.Errorf("see who is known: %w", err)
	}
	var turns []bot.Turn
	var writes []*entry
	for at, e := range open {
		e.ID = known[at].Thread.ID
		turn, changes, err := i.judge(ctx, known[at], e.said.In)
		if err != nil {
			return false, err
		}
		if changes = e.settle(turn, changes); changes {
			turns, writes = append(turns, turn.Turn), append(writes, e)
		}
	}
	return i.enrol(ctx, turns, writes)
}

// judged is a turn, or why there is none.
type judged struct {
	bot.Turn
	refused error
}

func (i *importing) judge(ctx context.Context, k Known, in bot.Import) (judged, bool, error) {
	org := i.org
	if i.Versions != nil {
		var err error
		if org, err = i.Versions.Beside(ctx, org, k.Thread.Conversation); err != nil {
			return judged{}, false, fmt.Errorf("find the flows of a conversation: %w", err)
		}
	}
	turn, changes, refused := bot.JudgeImport(org, k.Thread, k.Ledger, in, i.Now())
	return judged{turn, refused}, changes, nil
}

// settle notes what has been decided of a row, and tells whether it is to be
// written.
func (e *entry) settle(j judged, changes bool) bool {
	switch {
	case j.refused != nil:
		e.refuse(faultOf(j.refused))
		return false
	case !changes && e.tried: // it was written, and the answer lost
		e.open = false
		return false
	case !changes:
		e.Verdict, e.open = Unchanged, false
		return false
	case e.tried: // it was not, and counts as it did
		return true
	case j.Version == 0:
		e.Verdict = Added
	default:
		e.Verdict = Updated
	}
	return true
}

// enrol writes the turns of a page. A dry run only says what would be.
func (i *importing) enrol(ctx context.Context, turns []bot.Turn, writes []*entry) (again bool, err error) {
	if i.job.DryRun || len(turns) == 0 {
		for _, e := range writes {
			e.open = false
		}
		return false, nil
	}
	for _, e := range writes {
		e.tried = true
	}
	written, err := i.Register.Enrol(ctx, turns)
	if err != nil {
		return false, fmt.Errorf("write people: %w", err)
	}
	for at, e := range writes {
		switch err := written[at]; {
		case err == nil, errors.Is(err, bot.ErrDuplicate):
			e.open = false
		case errors.Is(err, bot.ErrStale), errors.Is(err, bot.ErrStopped):
			again = true // judged again, it is told whether they stopped or were erased
		default:
			return false, err
		}
	}
	return again, nil
}

// faultOf says why somebody's row was refused.
func faultOf(err error) Fault {
	var back *bot.WithdrawnError
	var course *bot.CourseError
	switch {
	case errors.As(err, &course):
		return courseFault(course)
	case errors.Is(err, bot.ErrEnded):
		return Fault{Reason: CourseEnded, Column: ColumnCourse}
	case errors.Is(err, bot.ErrErased):
		return Fault{Reason: Erased, Column: ColumnNumber}
	case errors.Is(err, bot.ErrStopped):
		return Fault{Reason: Stopped, Column: ColumnNumber}
	case errors.As(err, &back):
		return Fault{Reason: Withdrawn, Column: ColumnGroups, What: back.At.Format("2 January 2006")}
	}
	return Fault{Reason: NotNumber, Column: ColumnNumber}
}

// whyNot is why a number is not texted, without what all of them begin with.
func whyNot(err error) string {
	text := err.Error()
	if inner := errors.Unwrap(err); inner != nil && len(text) > len(inner.Error())+2 {
		return text[len(inner.Error())+2:]
	}
	return text
}
