package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

type chatCommand struct {
	Dir   string `arg:"" optional:"" help:"The folder of one organisation, or of all. Without it: the pretend town." type:"path"`
	Flows string `help:"The same as DIR." type:"path" placeholder:"DIR"`
	Org   string `help:"Which organisation, if the folder has several." placeholder:"ORG"`
	From  string `help:"The phone that texts." default:"+447700900101" placeholder:"NUMBER"`
	As    string `help:"The name of the person who texts, where several will." placeholder:"NAME"`
	Lang  string `help:"The language to begin in, such as cy." placeholder:"TAG"`
	At    string `help:"The day and time to begin at, such as \"Sat 22:00\"." placeholder:"TIME"`
}

const phoneCommands = `  /after 2 days  let time pass (also 30m, 2h, 3d)
  /as bob        text as somebody else; /as alone: as the first person again
  /staff WORDS   answer as the staff
  /close         close the conversation as the staff
  /undo          take the last thing back
  /why           how the last text was understood, and what waits now
  /save NAME     write the talk down as a transcript, NAME.chat
  /quit          end
Begin with // to text something that begins with /.`

// Help shows an example.
func (chatCommand) Help() string {
	return `Each line is a text. Below each answer stands how many parts it takes, and
what else has changed. When a file of the folder changes, the talk is played
again from the beginning. Lines that begin with / are for you:
` + phoneCommands + `

Examples:
  connective chat
  connective chat flows/millbrook --at "Sat 22:00"
  printf 'JOIN\nYES\n' | connective chat`
}

// Run is a phone until its input ends.
func (c chatCommand) Run(ctx context.Context, io streams) error {
	from, err := c.source()
	if err != nil {
		return err
	}
	org, err := c.organisation(from)
	if err != nil {
		return err
	}
	begins, err := c.begins(org)
	if err != nil {
		return err
	}
	p := newPhone(from, c.folder(), org, begins, io)
	return p.read(ctx, io)
}

// folder is where the flows are on disk; nothing for the pretend town.
func (c chatCommand) folder() string {
	if c.Dir != "" {
		return c.Dir
	}
	return c.Flows
}

func (c chatCommand) source() (source, error) {
	if dir := c.folder(); dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return source{}, fmt.Errorf("there is no folder %s", dir)
		}
		return onDisk(dir), nil
	}
	town, err := fs.Sub(flows.Examples, "examples/wenbridge")
	if err != nil {
		return source{}, fmt.Errorf("open the pretend town: %w", err)
	}
	return source{fsys: town}, nil
}

// begins is how the talk begins.
func (c chatCommand) begins(org *flows.Org) (transcript.Begins, error) {
	b := transcript.Begins{Language: c.Lang, Who: c.As, At: time.Now(), From: providers.ParseAddress(c.From, "GB")}
	if c.Lang != "" && !slices.Contains(org.Languages, c.Lang) {
		return b, fmt.Errorf("%s is not in %s: it has %s", org.Name, c.Lang, strings.Join(org.Languages, ", "))
	}
	if !b.From.Answerable() {
		return b, errors.New("--from must be a whole number, such as +447700900101")
	}
	if c.As != "" && !isName(c.As) {
		return b, errNoName
	}
	var err error
	if c.At != "" {
		b.At, err = nextTime(c.At, b.At.In(org.Timezone))
	}
	return b, err
}

// organisation finds the one to text with.
func (c chatCommand) organisation(from source) (*flows.Org, error) {
	f, err := from.read(nil)
	if err != nil {
		return nil, err
	}
	if n := errorsOf(f.findings); n > 0 {
		return nil, fmt.Errorf("the flows have %s: see  connective flows lint %s", counted(n, "error"), c.folder())
	}
	if all := f.book.ByID(); c.Org == "" && len(all) == 1 {
		return all[0], nil
	}
	if org := f.book.Orgs[c.Org]; org != nil {
		return org, nil
	}
	var names []string
	for _, org := range f.book.ByID() {
		names = append(names, org.ID)
	}
	return nil, fmt.Errorf("choose one with --org: %s", strings.Join(names, ", "))
}

// read takes lines until there are no more. Meanwhile, at a terminal, the folder
// is looked at once a second; in a pipe, before each line.
func (p *phone) read(ctx context.Context, io streams) error {
	file, ok := io.in.(*os.File)
	terminal := ok && isTerminal(file)
	prompt := func() {}
	if terminal {
		fmt.Fprintf(io.out, "You are texting %s. /quit ends, /help tells more.\n", p.org.Name)
		prompt = func() { fmt.Fprint(io.out, p.prompt()) }
	}
	lines, failed := linesOf(ctx, io)
	look := time.NewTicker(watched)
	defer look.Stop()
	if !terminal {
		look.Stop()
	}
	for prompt(); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
			if p.reload() {
				prompt()
			}
		case line, more := <-lines:
			if !more {
				return <-failed
			}
			if !terminal {
				p.reload()
			}
			if strings.TrimSpace(line) == "/quit" {
				return nil
			}
			p.line(line)
			prompt()
		}
	}
}

// linesOf reads lines beside everything else. When there are no more, failed
// says why.
func linesOf(ctx context.Context, io streams) (lines <-chan string, failed <-chan error) {
	out, end := make(chan string), make(chan error, 1)
	go func() {
		defer close(out)
		scanner := bufio.NewScanner(io.in)
		for scanner.Scan() {
			select {
			case out <- scanner.Text():
			case <-ctx.Done():
				end <- nil
				return
			}
		}
		if err := scanner.Err(); err != nil {
			end <- fmt.Errorf("read what is typed: %w", err)
			return
		}
		end <- nil
	}()
	return out, end
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

var weekdays = map[string]time.Weekday{
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
}

// nextTime reads "Sat 22:00", "22:00" or "2026-05-01 17:00"; a weekday is the
// next one, today included.
func nextTime(text string, now time.Time) (time.Time, error) {
	if t, err := time.ParseInLocation("2006-01-02 15:04", text, now.Location()); err == nil {
		return t, nil
	}
	day, clock, found := strings.Cut(strings.ToLower(text), " ")
	if !found {
		day, clock = "", day
	}
	t, err := time.Parse("15:04", clock)
	wanted, known := weekdays[day[:min(3, len(day))]]
	if err != nil || (day != "" && !known) {
		return now, errors.New(`--at must be like "Sat 22:00", "22:00" or "2026-05-01 17:00"`)
	}
	at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, now.Location())
	for known && at.Weekday() != wanted {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}
