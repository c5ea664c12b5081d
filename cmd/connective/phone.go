package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// phone is a phone in the terminal, from which several people may text: the real
// mind on a store in memory, with a clock that can be moved on.
type phone struct {
	from  source
	dir   string // of the flows, on disk; nothing for the pretend town
	mark  string // of the folder, as it was read last
	org   *flows.Org
	talk  *transcript.Live
	first string // the name of the person who began
	who   string // who texts now
	out   io.Writer
	grey  bool // the terminal can show it
}

func newPhone(from source, dir string, org *flows.Org, begins transcript.Begins, io streams) *phone {
	p := &phone{
		from: from, dir: dir, mark: from.fingerprint(), org: org, talk: transcript.NewLive(org, begins),
		first: begins.Who, who: begins.Who, out: io.out,
	}
	file, ok := io.out.(*os.File)
	p.grey = ok && isTerminal(file) && os.Getenv("NO_COLOR") == ""
	return p
}

func (p *phone) prompt() string { return named(p.who, "> ") }

// named puts a person's name before something, if they have one.
func named(who, what string) string {
	if who == "" {
		return what
	}
	return who + " " + what
}

// aside prints a line that no phone shows.
func (p *phone) aside(format string, values ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, values...)) {
		line = "  " + strings.TrimRight(line, "\n")
		if p.grey {
			line = "\x1b[90m" + line + "\x1b[0m"
		}
		fmt.Fprintln(p.out, line)
	}
}

var personNames = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func isName(name string) bool { return personNames.MatchString(name) && name != "staff" }

var errNoName = errors.New("a name has small letters, digits and _, such as bob")

// line does what one line asks for.
func (p *phone) line(line string) {
	command, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if !strings.HasPrefix(command, "/") || strings.HasPrefix(command, "//") {
		p.do(named(p.who, strings.TrimRight("> "+strings.TrimPrefix(line, "/"), " ")))
		return
	}
	does := map[string]func(string){
		"/staff": p.staff, "/close": p.close, "/after": p.after, "/as": p.as, "/undo": p.undo, "/why": p.why, "/save": p.save,
		"/help": func(string) { p.aside("%s", phoneCommands) },
	}[command]
	if does == nil {
		p.aside("(there is no %s; /help lists what there is)", command)
		return
	}
	does(strings.TrimSpace(rest))
}

// do does what a line of a transcript says, and shows what came of it.
func (p *phone) do(line string) {
	did, err := p.talk.Do(line)
	if err != nil {
		p.aside("(%s)", err)
		return
	}
	p.show(did)
}

// show prints what came of an act.
func (p *phone) show(did transcript.Act) {
	for _, s := range did.Said {
		count := providers.Segments(s.Text)
		fmt.Fprintln(p.out, named(s.Who, "< "+strings.ReplaceAll(s.Text, "\n", "\n  ")))
		p.aside("(%s · %s)", counted(count.Parts, "part"), alphabets[count.Encoding])
	}
	if len(did.Said) == 0 {
		p.aside("(nothing is sent)")
	}
	for _, words := range did.Changed {
		p.aside("= %s", words)
	}
	if n := len(did.Turns); n > 0 && did.Turns[0].Heard != nil {
		p.aside("(understood by: %s)", did.Turns[0].Rule)
	}
}

// alphabets are the names of the alphabets in which texts go out.
var alphabets = map[providers.Encoding]string{providers.GSM7: "GSM", providers.UCS2: "UCS-2"}

// staff answers as the staff.
func (p *phone) staff(words string) {
	if words == "" {
		p.aside("(/staff needs what the staff write)")
		return
	}
	if p.who == "" {
		p.do("staff> " + words)
		return
	}
	p.do("staff to " + p.who + "> " + words)
}

func (p *phone) close(string) { p.do(strings.TrimSpace("staff closes " + p.who)) }

var shortLength = regexp.MustCompile(`^(\d+) ?(m|h|d|w)$`)

// after lets time pass: in the words of a transcript, or short.
func (p *phone) after(length string) {
	if m := shortLength.FindStringSubmatch(length); m != nil {
		length = m[1] + " " + map[string]string{"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[m[2]]
	}
	p.do("after " + length)
}

// as changes who texts.
func (p *phone) as(name string) {
	switch {
	case name == "":
		p.who = p.first
	case !isName(name):
		p.aside("(%s)", errNoName)
	default:
		p.who = name
	}
}

// undo takes the last act back, and shows where the talk stands then.
func (p *phone) undo(string) {
	acts := p.talk.Acts()
	if !p.talk.Undo() {
		p.aside("(there is nothing to take back)")
		return
	}
	p.aside("(taken back: %s)", acts[len(acts)-1].Line)
	if acts = p.talk.Acts(); len(acts) > 0 {
		p.replay(acts[len(acts)-1])
	}
}

// replay prints an act as if it was typed.
func (p *phone) replay(did transcript.Act) {
	fmt.Fprintln(p.out, did.Line)
	if did.Failed != "" {
		p.aside("(this cannot be done any more: %s)", did.Failed)
		return
	}
	p.show(did)
}

// reload plays the talk again if the folder has changed, and reports whether it
// has printed anything.
func (p *phone) reload() bool {
	mark := p.from.fingerprint()
	if mark == p.mark {
		return false
	}
	p.mark = mark
	f, err := p.from.read(nil)
	if err != nil {
		p.aside("\n(the changed files cannot be read: %s)", err)
		return true
	}
	org := f.book.Orgs[p.org.ID]
	if org == nil {
		fmt.Fprintln(p.out)
		for _, finding := range f.findings {
			if finding.Severity == flows.Error {
				p.aside("%s", finding)
				break
			}
		}
		p.aside("(%s: the talk goes on with the flows of before)", counted(errorsOf(f.findings), "error"))
		return true
	}
	p.org = org
	p.aside("\n(the files have changed: the talk from the beginning)")
	for _, did := range p.talk.Change(org) {
		p.replay(did)
	}
	return true
}

var fileNames = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// save writes the talk down beside the flows; behind others, if the file is
// there.
func (p *phone) save(name string) {
	name = strings.TrimSuffix(name, ".chat")
	switch {
	case !fileNames.MatchString(name):
		p.aside("(/save needs a name of letters, digits, - and _, such as joining)")
		return
	case len(p.talk.Acts()) == 0:
		p.aside("(there is nothing to write down yet)")
		return
	}
	file := filepath.Join(p.dir, p.org.Folder, name+".chat")
	before, err := os.ReadFile(file)
	if err == nil {
		before = []byte(strings.TrimRight(string(before), "\n") + "\n\n")
	} else if !errors.Is(err, os.ErrNotExist) {
		p.aside("(%s cannot be read: %s)", file, err)
		return
	}
	title := strings.NewReplacer("-", " ", "_", " ").Replace(name)
	if err := os.WriteFile(file, append(before, p.talk.Written(title)...), 0o644); err != nil {
		p.aside("(%s cannot be written: %s)", file, err)
		return
	}
	p.aside("(written to %s; run it with  connective flows test)", fromHere(file))
}

// fromHere is the path of a file as people here would write it.
func fromHere(file string) string {
	here, err := os.Getwd()
	if err != nil {
		return file
	}
	if short, err := filepath.Rel(here, file); err == nil && !strings.HasPrefix(short, "..") {
		return short
	}
	return file
}
