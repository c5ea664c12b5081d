package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/flows"
)

// publishing is how a version is published, whichever it is.
type publishing struct {
	Move   bool   `help:"Take people in the middle along, where the new version asks the same."`
	DryRun bool   `help:"Say what would happen, and change nothing."`
	Yes    bool   `help:"Do not ask, just do it." short:"y"`
	By     string `help:"Who publishes, for the history. Without it: the name of this machine's account." placeholder:"NAME"`
}

type flowsPublish struct {
	Dir        string `arg:"" help:"The folder of one organisation, or of all."`
	publishing `embed:""`
}

// Help shows an example.
func (flowsPublish) Help() string {
	return `The flows are linted first; one error, and nothing is published. Conversations
under way end as they began; those whose words alone have changed get the new
words at once. See docs/publishing.md.

Examples:
  connective flows publish flows/millbrook --dry-run
  connective flows publish flows/millbrook
  connective flows publish flows/millbrook --move --yes`
}

// Run publishes each organisation of the folder that has changed.
func (c flowsPublish) Run(ctx context.Context, all *Commands, io streams) error {
	if _, err := os.Stat(c.Dir); err != nil {
		return fmt.Errorf("there is no folder %s", c.Dir)
	}
	d, err := openDesk(ctx, all)
	if err != nil {
		return err
	}
	defer d.close()
	f, err := d.readToPublish(c.Dir)
	if err != nil {
		return err
	}
	for _, finding := range f.findings {
		finding.Pos.File = c.Dir + "/" + finding.Pos.File
		fmt.Fprintf(io.out, "%s\n\n", finding)
	}
	if n := errorsOf(f.findings); n > 0 {
		fmt.Fprintf(io.out, "Nothing was published: mend the %s first.\n", counted(n, "error"))
		return failure{errors.New("errors in the flows"), true}
	}
	for _, org := range f.book.ByID() {
		if err := c.publish(ctx, d, io, c.Dir, org, f.files[org.ID], versions.ByCommand); err != nil {
			return err
		}
	}
	return nil
}

// readToPublish reads a folder beside the other organisations that are
// published: they must be told apart.
func (d *desk) readToPublish(dir string) (folder, error) {
	alone, err := readFolder(dir, nil)
	if err != nil {
		return alone, err
	}
	return readFolder(dir, d.others(func(id string) bool { return alone.book.Orgs[id] != nil }))
}

// others returns the organisations that are published, but for some.
func (d *desk) others(but func(id string) bool) []*flows.Org {
	return slices.DeleteFunc(d.shelf.Book().ByID(), func(o *flows.Org) bool { return but(o.ID) })
}

// clash tells why an organisation cannot be told apart from the others that are
// published; nothing if it can.
func (d *desk) clash(id string, files flows.Files) error {
	fsys, err := files.FS(id)
	if err != nil {
		return err
	}
	_, found := flows.LoadBeside(fsys, "", d.others(func(other string) bool { return other == id }))
	for _, f := range found {
		if f.Code == "word-taken-org" {
			return errors.New(f.String())
		}
	}
	return nil
}

// publish shows what would happen to one organisation, asks, and does it.
func (c publishing) publish(ctx context.Context, d *desk, io streams, dir string, org *flows.Org, files flows.Files, how versions.How) error {
	p, err := d.look(ctx, org, c.Move)
	if err != nil {
		return err
	}
	if p.last() > 0 && p.history[0].Version == org.Version && !c.Move {
		fmt.Fprintf(io.out, "%s (%s): people get version %s already.\n", org.Name, org.ID, short(org.Version))
		return nil
	}
	if err := p.print(io.out, dir); err != nil {
		return err
	}
	switch sure, err := c.sure(io); {
	case err != nil:
		return err
	case !sure:
		fmt.Fprintln(io.out, "Nothing was published.")
		return nil
	}
	done, err := versions.Publish(ctx, d.store, org.ID, files, versions.Publication{By: c.by(), How: how, Move: c.Move, At: time.Now()}, p.last())
	if errors.Is(err, versions.ErrOvertaken) {
		return d.overtaken(ctx, org)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Published: people get version %s now.\n", short(done.Version))
	if err := d.awaitReplicas(ctx, io, org.ID, done); err != nil {
		return err
	}
	return d.retire(ctx, io, org)
}

// sure asks whoever sits at a terminal. A script has to say --yes.
func (c publishing) sure(io streams) (bool, error) {
	switch file, ok := io.in.(*os.File); {
	case c.DryRun:
		return false, nil
	case c.Yes:
		return true, nil
	case !ok || !isTerminal(file):
		return false, errors.New("nobody is here to ask: add --yes to publish, or --dry-run to look only")
	}
	fmt.Fprint(io.out, "Publish this? [y/N] ")
	answer, _ := bufio.NewReader(io.in).ReadString('\n') // no answer is no
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", nil
}

func (c publishing) by() string {
	if c.By != "" {
		return c.By
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "somebody"
}

// overtaken tells who was quicker.
func (d *desk) overtaken(ctx context.Context, org *flows.Org) error {
	history, err := d.store.History(ctx, org.ID)
	if err != nil || len(history) == 0 {
		return versions.ErrOvertaken
	}
	p := history[0]
	return fmt.Errorf("%s published version %s meanwhile, at %s: nothing of yours was published. Look at it, then run this again",
		p.By, short(p.Version), p.At.In(org.Timezone).Format("15:04"))
}
