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

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

type chatCommand struct {
	Flows string `help:"The folder of one organisation, or of all. Without it: the pretend town." type:"path" placeholder:"DIR"`
	Org   string `help:"Which organisation, if the folder has several." placeholder:"ORG"`
	From  string `help:"The phone that texts." default:"+447700900101" placeholder:"NUMBER"`
	Lang  string `help:"The language to begin in, such as cy." placeholder:"TAG"`
	At    string `help:"The day and time to begin at, such as \"Sat 22:00\"." placeholder:"TIME"`
}

// Help shows an example.
func (chatCommand) Help() string {
	return `Each line is a text. Lines that begin with / are for you:
  /staff WORDS   answer as the staff
  /close         close the conversation as the staff
  /after 2h      let time pass (30m, 2h, 3d)
  /quit          end

Examples:
  connective chat
  connective chat --flows flows/examples/millbrook --at "Sat 22:00"
  printf 'JOIN\nYES\n' | connective chat`
}

// Run is a phone until its input ends.
func (c chatCommand) Run(ctx context.Context, io streams) error {
	org, err := c.organisation()
	if err != nil {
		return err
	}
	if c.Lang != "" && !slices.Contains(org.Languages, c.Lang) {
		return fmt.Errorf("%s is not in %s: it has %s", org.Name, c.Lang, strings.Join(org.Languages, ", "))
	}
	from := providers.ParseAddress(c.From, "GB")
	if !from.Answerable() {
		return errors.New("--from must be a whole number, such as +447700900101")
	}
	begin := time.Now()
	if c.At != "" {
		if begin, err = nextTime(c.At, begin.In(org.Timezone)); err != nil {
			return err
		}
	}
	p := newPhone(org, from, c.Lang, begin, io.out)
	return p.read(ctx, io)
}

// organisation loads the one to text with.
func (c chatCommand) organisation() (*flows.Org, error) {
	var folder fs.FS = os.DirFS(c.Flows)
	if c.Flows == "" {
		town, err := fs.Sub(flows.Examples, "examples/wenbridge")
		if err != nil {
			return nil, fmt.Errorf("open the pretend town: %w", err)
		}
		folder = town
	} else if _, _, err := loadFolder(c.Flows); err != nil {
		return nil, err
	}
	book, findings := flows.Load(folder)
	if n := errorsOf(findings); n > 0 {
		return nil, fmt.Errorf("the flows have %d errors: see  connective flows lint %s", n, c.Flows)
	}
	var names []string
	for id := range book.Orgs {
		names = append(names, id)
	}
	slices.Sort(names)
	if c.Org == "" && len(names) == 1 {
		return book.Orgs[names[0]], nil
	}
	if org := book.Orgs[c.Org]; org != nil {
		return org, nil
	}
	return nil, fmt.Errorf("choose one with --org: %s", strings.Join(names, ", "))
}

// read takes lines until there are no more.
func (p *terminalPhone) read(ctx context.Context, io streams) error {
	prompt := func() {}
	if file, ok := io.in.(*os.File); ok && isTerminal(file) {
		fmt.Fprintf(io.out, "You are texting %s. /quit ends, --help tells more.\n", p.org.Name)
		prompt = func() { fmt.Fprint(io.out, "> ") }
	}
	lines := bufio.NewScanner(io.in)
	for prompt(); lines.Scan(); prompt() {
		line := lines.Text()
		if strings.TrimSpace(line) == "/quit" {
			return nil
		}
		if err := p.line(ctx, line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read what is typed: %w", err)
	}
	return nil
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
