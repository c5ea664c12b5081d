package flows

import (
	"sync"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// Book is every organisation loaded from one folder. It never changes after
// Load, so that a turn under way keeps the set it began with.
type Book struct {
	Orgs   map[string]*Org // by id, the name of the organisation's folder
	Broken []*Org          // with an error in their files: who they are, without flows
}

// Org is one organisation: what org.yaml says, its flows and its lists.
type Org struct {
	ID        string
	Version   string // of the files, see Files.Version; empty for an organisation made by hand
	Folder    string // that it was loaded from, in its file system
	Name      string
	Number    string // E.164 with +
	Provider  string // the connection that its texts come and leave by; empty is the installation's own
	Fallback  Fallback
	App       AppLine
	GSMOnly   bool   // broadcasts with letters outside GSM-7 are refused
	Word      string // for organisations that share a number
	Shared    bool   // another organisation has the same number
	Language  string
	Languages []string // the first is Language
	Timezone  *time.Location
	Quiet     Quiet
	Welcome   string   // the flow for a first text from an unknown phone
	MenuFlows []string // flow ids
	OwnWords  string   // the flow for a need that somebody texts without choosing anything
	Hours     map[string]*Hours
	Queues    []Queue // in the file's order
	Consents  []Consent
	Profile   []ProfileField
	Watch     Watch
	Closings  Closings
	FollowUp  bool             // whoever was shown a service is asked a week later whether they got what they needed
	ShowStale bool             // a service that nobody has assured for a year is marked, not hidden
	AskRight  time.Duration    // how often services are asked whether what is shown of them is right; 0 is never
	StillYou  time.Duration    // the silence after which people are asked whether it is still them; zero is as SilentFor says
	Lists     map[string]*List // by file name without .csv; "groups" and "services" as org.yaml names them
	Flows     map[string]*Flow
	texts     *locales.Catalog   // every text of every flow and list, by id
	own       *Flow              // the texts of org.yaml itself, as those of a flow; see own_words.go
	file      string             // org.yaml, for findings
	savers    map[string][]saver // the questions that fill a variable or me. field; see compile.go
	starts    map[string]string  // flow ids by start word, folded; see compile.go
	scheduled []*Flow            // flows that start by the clock, by id; see compile.go
	askers    []string           // the me. fields of whoever asked that flows tell of; see compile.go
	bare      map[string]string  // the same, without accents
	took      func(Arrow)        // told each arrow that is taken; nil outside tests
	given     map[given]*Text    // the words that flows give to those they call; see compile.go
	older     map[Pin]*Flow      // flows as they were for conversations under way; see With
}

// LineKind is what people reach a line with.
type LineKind string

// SMS is a line for texts to a number. Every other kind is the name of an app.
const SMS LineKind = "sms"

// Line is where an organisation's texts come in and from where they leave.
type Line struct {
	Kind     LineKind
	Number   string // E.164 with +
	Provider string // the connection; empty is the installation's own
}

// Line is the organisation's own line, by which everything to phones leaves that
// is not an answer.
func (o *Org) Line() Line { return Line{SMS, o.Number, o.Provider} }

// Quiet is the part of the day in which nothing unasked is sent. From and Until
// are minutes after midnight, 0 to 1439, local time; From may be later than
// Until. Equal values mean no quiet hours.
type Quiet struct{ From, Until int }

// Queue is a group of staff who answer.
type Queue struct {
	Name         string
	Hours        string        // a name in Org.Hours; empty is always open
	AnswerWithin time.Duration // counted in open hours; zero promises nothing
}

// Consent is one purpose a person can agree to.
type Consent struct{ Name, Words string }

// ProfileField is one thing kept about a person, why, and for how long.
type ProfileField struct {
	Name, Type, Why string
	Keep            time.Duration
}

// Watch is what an organisation adds to the built-in crisis words.
type Watch struct {
	Words []string
	Queue string // where the urgent case goes; empty is the first queue
	Say   string // replaces nothing: said instead of the built-in safe text only for the organisation's own words
}

// List is one CSV file: rows with an id and a name.
type List struct {
	Name     string
	Columns  []string
	Rows     []Row
	lines    map[string]int      // where each row stands, by id
	byID     map[string]Row      // of a long list; see NewList
	withheld map[string][]string // ids of rows whose words are not sent in a language, as no speaker has checked them
	made     struct {
		once sync.Once
		it   any
	}
}

// NewList returns a list whose rows are found by their ids at once, however many
// there are.
func NewList(name string, columns []string, rows []Row) *List {
	l := &List{Name: name, Columns: columns, Rows: rows, byID: make(map[string]Row, len(rows))}
	for _, row := range rows {
		l.byID[row["id"]] = row
	}
	return l
}

// Made returns what is made of a list once, for all who ask: a list never changes.
func (l *List) Made(of func(*List) any) any {
	l.made.once.Do(func() { l.made.it = of(l) })
	return l.made.it
}

// Row is one row of a List, by column.
type Row map[string]string

// Flow is one conversation that an organisation wrote.
type Flow struct {
	ID        string
	Org       string
	File      string
	Title     Text
	About     string
	Language  string
	Languages []string
	Start     Start
	Needs     []string
	Record    string
	Timeout   time.Duration     // for every question that sets none
	Parts     int               // the most segments that one text may take, 1 to 4
	Steps     []*Step           // in the file's order; the first is the start
	Shape     string            // hash of the compiled flow without its words; see version_shape.go
	places    map[string]Pos    // where the value of a key stands, by "step.key"; for findings
	written   []written         // every text, as written
	drafts    map[string]*Draft // by language; see draft.go
	index     map[string]int
	turns     map[string]*turnPlan // per step where a turn can begin; see compile.go
	titles    map[string]choice    // the flow as a line of the menu, by language
	home      *Org                 // of an older version: the organisation it is played in; see Under

	translated map[string]map[string]translated // what the translation files say, by language and place
}

// Start is what begins a flow.
type Start struct {
	Words []string // at most 3 words each
	Every []Schedule
	To    Audience // for whom Every starts it
	After []After
}

// Pos is a place in a file. Line and Column start at 1.
type Pos struct {
	File         string
	Line, Column int
}

// Step returns the flow's step of that name, or nil.
func (f *Flow) Step(name string) *Step {
	if i, ok := f.index[name]; ok {
		return f.Steps[i]
	}
	return nil
}

// List returns the rows' list of that name, or nil.
func (o *Org) List(name string) *List { return o.Lists[name] }

// Row returns the row with that id, or nil.
func (l *List) Row(id string) Row {
	if l == nil {
		return nil
	}
	if l.byID != nil {
		return l.byID[id]
	}
	for _, r := range l.Rows {
		if r["id"] == id {
			return r
		}
	}
	return nil
}
