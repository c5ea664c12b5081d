package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/store"
)

type tokenCommand struct {
	New    tokenNew    `cmd:"" help:"Make a token for a program, and print it once."`
	List   tokenList   `cmd:"" help:"List an organisation's tokens."`
	Revoke tokenRevoke `cmd:"" help:"End a token at once."`
}

// newTokenDesk is the desk of tokens, as the console, the API and the commands
// share it.
func newTokenDesk(s *store.Store, log *slog.Logger) *programs.Desk {
	return &programs.Desk{Keeper: s, Audit: newStaffDesk(s, log), Limit: programs.DefaultLimit, Now: time.Now}
}

func tokenDesk(ctx context.Context, all *Commands, org string) (*desk, *programs.Desk, error) {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return nil, nil, err
	}
	return d, newTokenDesk(d.store, slog.New(slog.DiscardHandler)), nil
}

type tokenNew struct {
	Org     string   `arg:"" help:"The organisation whose program it is."`
	Name    string   `required:"" help:"What the program is called." placeholder:"NAME"`
	Scope   []string `required:"" help:"What it may do, with commas." placeholder:"SCOPE"`
	Expires string   `default:"90d" help:"How long the token lives, in days or hours: 366d at most."`
}

// Help shows an example.
func (tokenNew) Help() string {
	return `The token is printed once, and nowhere kept: put it where the program's other secrets are.

groups:read       groups, and how many are in them
members:read      who is in a group, by id
members:write     put people into groups, take them out
people:read       language, groups and consents of a person
people:write      add people who have agreed to it
people:erase      forget a person
people:numbers    whole numbers, where else only their end is shown
broadcasts:read   broadcasts, and what came of them
broadcasts:write  drafts
broadcasts:send   send, pause, resume and cancel
webhooks:write    say what is told to which address

Example:
  connective token new wenbridge --name "Booking system" --scope groups:read,people:write --expires 90d`
}

// Run makes a token.
func (c tokenNew) Run(ctx context.Context, all *Commands, io streams) error {
	rights, err := programs.ReadRights(c.Scope)
	if err != nil {
		return err
	}
	life, err := readLife(c.Expires)
	if err != nil {
		return err
	}
	d, tokens, err := tokenDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	t, word, err := tokens.New(ctx, atTheMachine(c.Org), c.Name, rights, life)
	if err != nil {
		return fmt.Errorf("make a token: %w", err)
	}
	fmt.Fprintf(io.err, "Token %s of %s, until %s. It is not shown again:\n", t.ID, t.Name, t.Expires.Format("Mon 2 Jan 2006"))
	fmt.Fprintln(io.out, word)
	return nil
}

var inDays = regexp.MustCompile(`^[0-9]{1,4}d$`)

// readLife reads a length of time in days, such as 90d, or as Go writes one.
func readLife(said string) (time.Duration, error) {
	if inDays.MatchString(said) {
		n, _ := strconv.Atoi(strings.TrimSuffix(said, "d")) // it is digits
		return time.Duration(n) * 24 * time.Hour, nil
	}
	life, err := time.ParseDuration(said)
	if err != nil {
		return 0, errors.New("--expires must be a length of time such as 90d or 12h")
	}
	return life, nil
}

type tokenList struct {
	Org  string `arg:"" help:"The organisation."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows an example.
func (tokenList) Help() string { return "Example:\n  connective token list wenbridge" }

// tokenLine is one token, as scripts read it.
type tokenLine struct {
	ID      string           `json:"id"`
	Name    string           `json:"name"`
	Scopes  []programs.Right `json:"scopes"`
	State   string           `json:"state"`
	By      string           `json:"by"`
	Made    time.Time        `json:"made"`
	Expires time.Time        `json:"expires"`
	Used    time.Time        `json:"used,omitzero"`
}

// Run lists tokens.
func (c tokenList) Run(ctx context.Context, all *Commands, io streams) error {
	d, tokens, err := tokenDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	found, err := tokens.List(ctx, atTheMachine(c.Org))
	if err != nil {
		return err
	}
	lines := []tokenLine{}
	for _, t := range found {
		lines = append(lines, tokenLine{t.ID, t.Name, t.Rights, tokenState(t, time.Now()), t.ByName, t.Made, t.Expires, t.Used})
	}
	if c.JSON {
		return printJSON(io, lines)
	}
	if len(lines) == 0 {
		fmt.Fprintf(io.out, "%s has no token yet:  connective token new %s --name NAME --scope SCOPE\n", c.Org, c.Org)
		return nil
	}
	w := io.table("TOKEN", "PROGRAM", "", "LAST USED", "SCOPES")
	for _, l := range lines {
		used := "never"
		if !l.Used.IsZero() {
			used = l.Used.Local().Format("2006-01-02 15:04")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.ID, l.Name, l.State, used, strings.Trim(fmt.Sprint(l.Scopes), "[]"))
	}
	return w.Flush()
}

// tokenState says whether a token can be used.
func tokenState(t programs.Token, now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return "revoked " + t.Revoked.Local().Format("2006-01-02")
	case !t.Good(now):
		return "too old"
	}
	return "until " + t.Expires.Local().Format("2006-01-02")
}

type tokenRevoke struct {
	Org string `arg:"" help:"The organisation."`
	ID  string `arg:"" help:"The token, as token list prints it; never the secret."`
}

// Help shows an example.
func (tokenRevoke) Help() string {
	return "The next request with it is refused, by every process.\n\nExample:\n  connective token revoke wenbridge ABCDEFGHIJ"
}

// Run revokes a token.
func (c tokenRevoke) Run(ctx context.Context, all *Commands, io streams) error {
	d, tokens, err := tokenDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	t, err := tokens.Revoke(ctx, atTheMachine(c.Org), c.ID)
	if err != nil {
		return fmt.Errorf("%w: see  connective token list %s", err, c.Org)
	}
	fmt.Fprintf(io.out, "Token %s of %s is revoked.\n", t.ID, t.Name)
	return nil
}
