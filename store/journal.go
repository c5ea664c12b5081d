package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Bounds of the journal.
const (
	segmentBytes = 64 << 20       // a new file after so much
	segmentAge   = time.Hour      // … or after so long
	keepFor      = 24 * time.Hour // finished files go after this
	mostBytes    = 1 << 30        // more counts as a full disk
)

// Errors of the journal.
var (
	ErrJournalFull   = errors.New("the journal is full")
	ErrJournalClosed = errors.New("the journal is closed")
)

// Journal is the second copy of every text that was answered for: files in a
// folder of this machine, sealed, synced before Take returns. All of its
// methods can be called at once by many.
type Journal struct {
	dir        string
	seal       box
	older      []box
	jobs       chan *journalJob
	closed     chan struct{}
	ended      chan struct{}
	mu         sync.Mutex
	nextID     uint64
	unfinished []bot.Ticket
	open       map[uint64]int64 // unfinished texts → the segment they are in
	segments   map[int64]*segmentInfo
	fault      error // of the last write; nil while the disk works
	torn       int
	file       disk
	current    int64
}

// segmentInfo is what is known of one file.
type segmentInfo struct {
	bytes  int64
	newest time.Time
	open   int // texts in it that are unfinished
}

// journalJob is something to write: with sync, its writer waits.
type journalJob struct {
	records []record
	sync    bool
	done    chan error
}

// OpenJournal opens the journal in a folder, which is made if it is missing.
// What a crash cut short at the end of a file is dropped: nobody was told that
// it was kept.
func OpenJournal(dir string, k Keys) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the journal's folder: %w", err)
	}
	j := &Journal{
		dir: dir, seal: newBox(k.Journal[:]), jobs: make(chan *journalJob, 1024), closed: make(chan struct{}), ended: make(chan struct{}),
		open: map[uint64]int64{}, segments: map[int64]*segmentInfo{}, nextID: uint64(time.Now().UnixNano()),
	}
	for _, old := range k.OldJournal {
		j.older = append(j.older, newBox(old[:]))
	}
	if err := j.readAll(); err != nil {
		return nil, err
	}
	if err := j.rotate(time.Now()); err != nil {
		return nil, err
	}
	go j.write()
	return j, nil
}

// Take puts texts on the disk. Callers that come at the same moment share one
// sync. The error wraps bot.ErrUnavailable.
func (j *Journal) Take(ctx context.Context, texts []providers.Inbound) ([]bot.Ticket, error) {
	now := time.Now()
	tickets := make([]bot.Ticket, len(texts))
	records := make([]record, len(texts))
	j.mu.Lock()
	for i, in := range texts {
		j.nextID++
		tickets[i] = bot.Ticket{ID: j.nextID, Inbound: in}
	}
	j.mu.Unlock()
	for i, in := range texts {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("write a text to the journal: %w", err)
		}
		records[i] = record{kind: recordTaken, id: tickets[i].ID, at: now, body: j.seal.seal(text, "journal")}
	}
	if err := j.put(ctx, records, true); err != nil {
		return nil, err
	}
	return tickets, nil
}

// Tried notes, synced, that judging a text begins once more.
func (j *Journal) Tried(ctx context.Context, t bot.Ticket) error {
	return j.put(ctx, []record{{kind: recordTried, id: t.ID, at: time.Now()}}, true)
}

// Done notes that a text is handled. It is not synced: to lose it only means
// that the text is judged again, and found to be handled.
func (j *Journal) Done(t bot.Ticket) error {
	return j.put(context.Background(), []record{{kind: recordDone, id: t.ID, at: time.Now()}}, false)
}

func (j *Journal) put(ctx context.Context, records []record, sync bool) error {
	job := &journalJob{records: records, sync: sync}
	if sync {
		job.done = make(chan error, 1)
	}
	select {
	case j.jobs <- job:
	case <-j.closed:
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, ErrJournalClosed)
	case <-ctx.Done():
		return fmt.Errorf("%w: the journal is too slow", bot.ErrUnavailable)
	}
	if !sync {
		return nil
	}
	// What has been handed over is awaited: whether it was kept must be known.
	select {
	case err := <-job.done:
		if err != nil {
			return fmt.Errorf("%w: %w", bot.ErrUnavailable, err)
		}
		return nil
	case <-j.ended:
		return fmt.Errorf("%w: %w", bot.ErrUnavailable, ErrJournalClosed)
	}
}

// Unfinished returns the texts that were found unfinished when the journal was
// opened, in the order in which they arrived.
func (j *Journal) Unfinished() []bot.Ticket {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]bot.Ticket(nil), j.unfinished...)
}

// Torn is how many records were found cut short when the journal was opened.
func (j *Journal) Torn() int { return j.torn }

// Writable returns nil while texts can be kept.
func (j *Journal) Writable() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.fault
}

// Close writes what waits and ends.
func (j *Journal) Close() error {
	close(j.closed)
	<-j.ended
	return j.file.Close()
}

func (j *Journal) path(segment int64) string {
	return filepath.Join(j.dir, fmt.Sprintf("%020d.journal", segment))
}
