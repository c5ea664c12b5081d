package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
)

type directoryCommand struct {
	Import  directoryImport  `cmd:"" help:"Have people find the services of an Open Referral feed or file."`
	Check   directoryCheck   `cmd:"" help:"Say what is wrong with a feed or file, and change nothing."`
	List    directoryList    `cmd:"" help:"List the services that there are."`
	Show    directoryShow    `cmd:"" help:"Show all that is kept of one service."`
	Figures directoryFigures `cmd:"" help:"What people looked for, where there was nothing, and what came of it, by quarter."`
	Waits   directoryWaits   `cmd:"" help:"What services said of their own records, and which of them can only be rung."`
	Settle  directorySettle  `cmd:"" help:"Note that what a service said is seen to."`
	Stale   directoryStale   `cmd:"" help:"List the services that nobody has said are still right for a year."`
}

// services returns the directory that an organisation's people get.
func (d *desk) services(ctx context.Context, org string) ([]directory.Service, directory.Head, error) {
	heads, err := d.store.Directories(ctx)
	if err != nil {
		return nil, directory.Head{}, err
	}
	head, there := heads[org]
	if !there {
		return nil, head, fmt.Errorf("%s has no directory yet: fill it with  connective directory import %s FEED", org, org)
	}
	services, err := d.store.Services(ctx, org, head)
	if err != nil {
		return nil, head, err
	}
	said, err := d.store.Assurances(ctx, org)
	directory.Assure(services, said)
	return services, head, err
}

type directoryList struct {
	Org  string `arg:"" help:"The organisation, by the name of its folder."`
	Need string `help:"Only those for a need, such as food." placeholder:"TERM"`
	JSON bool   `help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryList) Help() string {
	return `Closed and defunct services, and those that nobody has said are right for a year, are in the
list, and marked: people are not shown them.

Examples:
  connective directory list wenbridge
  connective directory list wenbridge --need food --json`
}

// Run lists services.
func (c directoryList) Run(ctx context.Context, all *Commands, io streams) error {
	return withServices(ctx, all, c.Org, func(services []directory.Service, _ directory.Head) error {
		services = slices.DeleteFunc(services, func(s directory.Service) bool {
			return c.Need != "" && !slices.Contains(s.Needs, c.Need)
		})
		return printServices(io, services, c.JSON)
	})
}

func withServices(ctx context.Context, all *Commands, org string, do func([]directory.Service, directory.Head) error) error {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return err
	}
	defer d.close()
	services, head, err := d.services(ctx, org)
	if err != nil {
		return err
	}
	return do(services, head)
}

// standingWords say why a service is not shown.
var standingWords = map[directory.Standing]string{
	directory.Stale: "not assured for a year", directory.Shut: "temporarily closed", directory.Over: "defunct", directory.Unknown: "never assured",
	directory.Gone: "says that it closed",
}

func printServices(io streams, services []directory.Service, asJSON bool) error {
	if asJSON {
		if services == nil {
			services = []directory.Service{}
		}
		return printJSON(io, services)
	}
	if len(services) == 0 {
		fmt.Fprintln(io.out, "There are none.")
		return nil
	}
	w := io.table("ID", "NAME", "NEEDS", "WHERE", "PHONE", "ASSURED", "")
	for _, s := range services {
		phone := ""
		if len(s.Phones) > 0 {
			phone = s.Phones[0]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Name, strings.Join(s.Needs, " "), s.Outcode(), phone, s.Assured, standingWords[s.Standing(time.Now())])
	}
	return w.Flush()
}

type directoryShow struct {
	Org string `arg:"" help:"The organisation, by the name of its folder."`
	ID  string `arg:"" help:"The service, by its id or a part of its name."`
}

// Help shows an example.
func (directoryShow) Help() string {
	return `Examples:
  connective directory show wenbridge "foodbank"`
}

// Run prints one service as JSON.
func (c directoryShow) Run(ctx context.Context, all *Commands, io streams) error {
	return withServices(ctx, all, c.Org, func(services []directory.Service, _ directory.Head) error {
		var named []directory.Service
		for _, s := range services {
			if s.ID == c.ID {
				return printJSON(io, s)
			}
			if strings.Contains(strings.ToLower(s.Name), strings.ToLower(c.ID)) {
				named = append(named, s)
			}
		}
		switch len(named) {
		case 0:
			return errors.New("there is no such service: see  connective directory list " + c.Org)
		case 1:
			return printJSON(io, named[0])
		}
		return printServices(io, named, false)
	})
}

type directoryStale struct {
	Org  string `arg:"" help:"The organisation, by the name of its folder."`
	JSON bool   `help:"As JSON, for scripts."`
}

// Help shows an example.
func (directoryStale) Help() string {
	return `Nobody is shown these: ask the service whether all is still right, and enter the day as its
assured_date in the system that makes the feed. They come back with the next import.

Examples:
  connective directory stale wenbridge`
}

// Run lists services that are stale, and those that no date tells of.
func (c directoryStale) Run(ctx context.Context, all *Commands, io streams) error {
	return withServices(ctx, all, c.Org, func(services []directory.Service, _ directory.Head) error {
		return printServices(io, slices.DeleteFunc(services, func(s directory.Service) bool {
			st := s.Standing(time.Now())
			return st != directory.Stale && st != directory.Unknown
		}), c.JSON)
	})
}
