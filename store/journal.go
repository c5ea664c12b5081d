package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Errors of the journal.
var (
	ErrJournalFull   = errors.New("the journal is full")
	ErrJournalClosed = errors.New("the journal is closed")
	ErrJournalInUse  = errors.New("another process has this journal open: give each its own CONNECTIVE_DATA")
)

// Journal is the second copy of every text that was answered for: files in a
// folder of this machine, sealed, synced before Take returns. All of its
// methods can be called at once by many.
type Journal struct {
	dir        string
	bounds     bounds
	lock       *os.File
	seal       box
	older      []box
	jobs       chan *journalJob
	closing    chan struct{}
	closeOnce  sync.Once
	ended      chan struct{}
	nextID     atomic.Uint64
	unfinished []bot.Ticket
	found      Found
	lastDone   time.Time             // as a start found it
	fault      atomic.Pointer[error] // of the last write; nil while the disk works
	synced     atomic.Pointer[func(time.Duration)]

	// Only the writer uses what follows, once it runs.
	segments map[int64]*segment
	open     map[uint64]*segment // unfinished texts, and where they are
	current  *segment
	file     disk
	retryAt  time.Time // after a fault
	dropped  time.Time // when old files were last looked for
	lent     bool      // the reserve was given up, the disk is full
}

// Found is what opening a journal came upon.
type Found struct {
	Unfinished int // texts to judge again
	Torn       int // files that end in the middle of a record: nobody was told that it was kept
	Spoilt     int // places where the disk has changed what was written; the records around them were read
}

// OpenJournal opens the journal in a folder, which is made if it is missing.
// What a crash cut short at the end of a file is dropped: nobody was told that
// it was kept.
func OpenJournal(dir string, k Keys) (*Journal, error) { return openJournal(dir, k, usualBounds()) }

func openJournal(dir string, k Keys, b bounds) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the journal's folder: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	j := &Journal{
		dir: dir, bounds: b, lock: lock, seal: newBox(k.Journal[:]),
		jobs: make(chan *journalJob, 1024), closing: make(chan struct{}), ended: make(chan struct{}),
		segments: map[int64]*segment{}, open: map[uint64]*segment{},
	}
	for _, old := range k.OldJournal {
		j.older = append(j.older, newBox(old[:]))
	}
	j.nextID.Store(uint64(b.now().UnixNano()))
	j.lent = setAside(j.reserve(), b.reserve) != nil
	if err := errors.Join(j.readAll(), j.begin(b.now())); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	go j.write()
	return j, nil
}

// Take puts texts on the disk. Callers that come at the same moment share one
// sync. The error wraps bot.ErrUnavailable.
func (j *Journal) Take(ctx context.Context, texts []providers.Inbound) ([]bot.Ticket, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	now := j.bounds.now()
	tickets := make([]bot.Ticket, len(texts))
	records := make([]record, len(texts))
	for i, in := range texts {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("write a text to the journal: %w", err)
		}
		id := j.nextID.Add(1)
		tickets[i] = bot.Ticket{ID: id, Inbound: in}
		records[i] = record{kind: recordTaken, id: id, at: now, body: j.seal.seal(text, sealName(id))}
		if len(records[i].body)+fixBytes > mostBody {
			return nil, fmt.Errorf("write a text to the journal: it is too long: %w", bot.ErrUnavailable)
		}
	}
	if err := j.put(ctx, records, true); err != nil {
		return nil, err
	}
	return tickets, nil
}

// sealName binds a sealed text to its record.
func sealName(id uint64) string { return fmt.Sprint("journal:", id) }

// Tried notes, synced, that judging a text begins once more.
func (j *Journal) Tried(ctx context.Context, t bot.Ticket) error {
	return j.put(ctx, []record{{kind: recordTried, id: t.ID, at: j.bounds.now()}}, true)
}

// Spared notes that the last Tried does not count. It is not synced: to lose it
// only means that the text goes to people a try earlier.
func (j *Journal) Spared(t bot.Ticket) error {
	return j.put(context.Background(), []record{{kind: recordSpared, id: t.ID, at: j.bounds.now()}}, false)
}

// Done notes that a text is handled. It is not synced: to lose it only means
// that the text is judged again, and found to be handled. Of one that a life before
// this one has tried it is written at once: a program that dies again and again in its
// first second would else count against it each time, and in the end keep it apart as
// one that nobody has read.
func (j *Journal) Done(t bot.Ticket) error {
	done := []record{{kind: recordDone, id: t.ID, at: j.bounds.now()}}
	return j.hand(context.Background(), &journalJob{records: done, prompt: t.Tries > 0, done: make(chan error, 1)})
}

// Unfinished returns the texts that were found unfinished when the journal was
// opened, in the order in which they arrived.
func (j *Journal) Unfinished() []bot.Ticket { return append([]bot.Ticket(nil), j.unfinished...) }

// Found tells what opening the journal came upon.
func (j *Journal) Found() Found { return j.found }

// OnSync has a function told how long each sync of the disk took. It must return
// at once.
func (j *Journal) OnSync(f func(took time.Duration)) { j.synced.Store(&f) }

// Writable returns nil while texts can be kept.
func (j *Journal) Writable() error {
	if err := j.fault.Load(); err != nil {
		return *err
	}
	return nil
}

// Close writes what waits and ends.
func (j *Journal) Close() error {
	j.closeOnce.Do(func() { close(j.closing) })
	<-j.ended
	return errors.Join(j.file.Close(), j.lock.Close())
}
