package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/connective-messaging/connective/providers"
)

type simulateCommand struct {
	Provider string   `arg:"" placeholder:"CONNECTION" help:"Whose webhooks to make: a connection, or a company. NAME=COMPANY is a connection that is not set up here."`
	Text     []string `arg:"" optional:"" help:"One text each."`
	From     string   `help:"The phone that texts." default:"+447700900101"`
	To       string   `help:"The line that is texted." required:"" placeholder:"NUMBER"`
	Repeat   int      `help:"Send each this many times, as a network does that lost our answer." default:"1"`
	Burst    int      `help:"Text from so many phones at once, counted up from --from." default:"1"`
	Forge    bool     `help:"Spoil the signature; the answer must be 401."`
	Report   string   `help:"Send a status report of --ref instead of texts: ${enum}." enum:"${report_kinds}" default:""`
	Ref      string   `help:"Our reference of the text that the report is of; it is in  connective outbox list." placeholder:"REF"`
	Secret   string   `help:"What signs the webhooks, in place of what the settings have." env:"CONNECTIVE_SIMULATE_SECRET" placeholder:"SECRET"`
	URL      string   `help:"Where to send them, in place of CONNECTIVE_PUBLIC_URL." placeholder:"URL"`
}

// mostPhones is the largest burst: so many numbers there are for drama.
const mostPhones = 1000

// Help shows examples.
func (simulateCommand) Help() string {
	return `The webhooks are signed with the keys of the connection's settings and sent to CONNECTIVE_PUBLIC_URL, on this machine alone. An organisation's connection is what its org.yaml calls provider.

Examples:
  connective simulate messagebird --to +447700900000 "JOIN"
  connective simulate north --to +447700900000 --burst 50 --repeat 2 "JOIN"
  connective simulate twilio --to +447700900000 --report delivered --ref REF
  connective simulate whatsapp --to +447700900000 "tap:0a1b2c3d4e5f.2 Tuesday"
  connective simulate north=bird --to +447700900000 --secret whsec_... --url http://127.0.0.1:8080 "JOIN"`
}

// Run sends each webhook and prints what was answered.
func (c simulateCommand) Run(ctx context.Context, all *Commands, io streams) error {
	settings, err := readSettings(all.Config, os.Getenv)
	if err != nil {
		return err
	}
	if c.URL != "" {
		settings.PublicURL = c.URL
	}
	m, err := c.maker(settings)
	if err != nil {
		return err
	}
	if c.Report != "" {
		return c.send(ctx, io, func() *providers.Request { return m.report(c.Ref, c.To, c.From, c.Report) })
	}
	for _, text := range c.Text {
		if err := c.burst(ctx, io, m, text); err != nil {
			return err
		}
	}
	return nil
}

// maker is who makes the webhooks, or what stands against it.
func (c simulateCommand) maker(s Settings) (maker, error) {
	switch {
	case !loopback(hostOf(s.PublicURL)):
		return maker{}, errors.New("the address is not on this machine: made-up texts are only sent to one that is. Give --url http://127.0.0.1:8080, or whatever CONNECTIVE_LISTEN is, with the path of CONNECTIVE_PUBLIC_URL if that has one")
	case c.Report == "" && len(c.Text) == 0:
		return maker{}, errors.New("nothing to send: write a text in quotes, or give --report and --ref")
	case c.Report != "" && c.Ref == "":
		return maker{}, errors.New("--report needs --ref, our reference of the text")
	case c.Burst < 1 || c.Burst > mostPhones || c.Repeat < 1:
		return maker{}, fmt.Errorf("--burst must be from 1 to %d, and --repeat at least 1", mostPhones)
	}
	return newMaker(s, c.Provider, c.Secret, c.Report != "")
}

// burst sends a text from every phone at once.
func (c simulateCommand) burst(ctx context.Context, io streams, m maker, text string) error {
	phones, err := phonesFrom(c.From, c.Burst)
	if err != nil {
		return err
	}
	var made []func() *providers.Request
	for _, from := range phones {
		id := rand.Text()
		made = append(made, func() *providers.Request { return m.text(id, from, c.To, text) })
	}
	return c.send(ctx, io, made...)
}

// send posts all at once, each as often as it is repeated, and prints how many were
// answered what.
func (c simulateCommand) send(ctx context.Context, io streams, made ...func() *providers.Request) error {
	var mu sync.Mutex
	var last error
	answers := map[string]int{}
	var all sync.WaitGroup
	for _, one := range made {
		all.Go(func() {
			for range c.Repeat {
				r := one()
				if c.Forge {
					forge(r)
				}
				status, err := post(ctx, r)
				mu.Lock()
				if err != nil {
					last = err
				} else {
					answers[status]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for _, status := range slices.Sorted(maps.Keys(answers)) {
		if n := answers[status]; n > 1 {
			fmt.Fprintf(io.out, "%s (%d times)\n", status, n)
		} else {
			fmt.Fprintln(io.out, status)
		}
	}
	return last
}

// phonesFrom are so many numbers, the first and those after it. One that is followed
// by others must have one of drama's numbers for each.
func phonesFrom(first string, n int) ([]string, error) {
	if n == 1 {
		return []string{first}, nil
	}
	const drama = "+447700900"
	var begin int
	if _, err := fmt.Sscanf(first, drama+"%03d", &begin); err != nil || len(first) != len(drama)+3 || begin+n > mostPhones {
		return nil, errors.New("--burst counts up from --from within the numbers for drama, +447700900000 to +447700900999")
	}
	phones := make([]string, n)
	for i := range phones {
		phones[i] = fmt.Sprintf("%s%03d", drama, begin+i)
	}
	return phones, nil
}
