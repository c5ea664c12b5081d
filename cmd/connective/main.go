// Command connective is the whole house in one binary: the settings, the wiring
// of the rooms, and the commands that people run. No room imports it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // quiet hours need Europe/London on every machine

	"github.com/alecthomas/kong"
)

// Exit statuses, as the contract with scripts has them.
const (
	exitDone   = 0
	exitFailed = 1
	exitWrong  = 2
)

// Commands is every command of the program, as kong reads them.
type Commands struct {
	Config string `help:"A YAML file with settings; what the environment says comes first." type:"path" placeholder:"FILE" default:"connective.yaml"`

	Stamp kong.VersionFlag `name:"version" help:"Print the version."`

	Demo       demoCommand       `cmd:"" help:"Try everything in one process: a pretend town, a phone to text from, nothing to install."`
	Serve      serveCommand      `cmd:"" help:"Run for real: take texts, answer them, keep them."`
	Chat       chatCommand       `cmd:"" help:"A phone in the terminal, to try conversations on."`
	Flows      flowsCommand      `cmd:"" help:"Check and test the conversations that an organisation writes."`
	Events     eventsCommand     `cmd:"" help:"Show the events to come, who comes and who waits."`
	Courses    coursesCommand    `cmd:"" help:"Show the courses and who is in them, or end one for somebody."`
	Cases      casesCommand      `cmd:"" help:"Answer the conversations that need a person."`
	Broadcast  broadcastCommand  `cmd:"" help:"Text many people who have agreed to it."`
	People     peopleCommand     `cmd:"" help:"Import, export and forget the people that an organisation knows."`
	Directory  directoryCommand  `cmd:"" help:"Keep what there is to help people with: import an Open Referral feed, check one, look things up."`
	Tips       tipsCommand       `cmd:"" help:"See what there is to read, whether it helps, and what must be looked through again."`
	Quarantine quarantineCommand `cmd:"" help:"See and settle the texts that were kept apart."`
	Outbox     outboxCommand     `cmd:"" help:"Settle the texts that may not have arrived."`
	Staff      staffCommand      `cmd:"" help:"Say who may do what in the console."`
	Token      tokenCommand      `cmd:"" help:"Let an organisation's own programs in."`
	Webhooks   webhooksCommand   `cmd:"" help:"Tell an organisation's own programs what happens."`
	Audit      auditCommand      `cmd:"" help:"See who saw and did what, and whether that was changed."`
	Simulate   simulateCommand   `cmd:"" help:"Send signed webhooks, as a provider would, to try a set-up."`
	Sink       sinkCommand       `cmd:"" help:"Pretend to be a provider, to try a set-up without an account."`
	Doctor     doctorCommand     `cmd:"" help:"Check settings, flows, Redis, companies, numbers and webhook addresses; say what is wrong and how to mend it."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// streams is where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// failure ends a command with exit status 1. Its words were said already when
// quiet.
type failure struct {
	error
	quiet bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run parses the arguments, runs the command, and returns the exit status.
func run(ctx context.Context, args []string, io streams) int {
	status := -1
	var commands Commands
	parser, err := kong.New(&commands,
		kong.Name("connective"),
		kong.Description("Two-way text messages for communities and health services."),
		kong.Writers(io.out, io.err),
		kong.Exit(func(code int) { status = code }),
		kong.Vars{"version": "connective " + version(), "report_kinds": "," + strings.Join(slices.Sorted(maps.Keys(reportKinds)), ",")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(io),
	)
	if err != nil {
		panic(err) // the commands above are wrong: no run can work
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	call, err := parser.Parse(args)
	if status == exitDone { // --help or --version has been printed
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(io.err, "connective: %v\nRun  connective --help  to see what there is.\n", err)
		return exitWrong
	}
	call.Bind(&commands)
	return ended(call.Run(), io)
}

func ended(err error, io streams) int {
	var failed failure
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &failed) && failed.quiet:
		return exitFailed
	}
	fmt.Fprintf(io.err, "connective: %v\n", err)
	return exitFailed
}
