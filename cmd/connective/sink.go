package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers/sink"
)

type sinkCommand struct {
	Provider string             `arg:"" placeholder:"CONNECTION" help:"Whom to pretend to be: a connection that is set up, or a company."`
	Listen   string             `help:"Where, on this machine alone." default:"127.0.0.1:9090"`
	Number   []string           `help:"A number of the account, several times for more; without it every number that is asked for is." placeholder:"NUMBER"`
	Mode     map[string]float64 `help:"How often what goes wrong, such as cut_accepted=0.1;too_many=0.05." placeholder:"MODE=SHARE"`
	Report   map[string]float64 `help:"How often which report comes, such as delivered=0.9;opted_out=0.05." default:"delivered=1" placeholder:"REPORT=SHARE"`
}

// Help shows an example.
func (sinkCommand) Help() string {
	return `It takes texts as the company's API does, prints each, and sends signed reports. Nothing reaches a phone. It keeps numbers and words in the clear: it is for trials.

Modes: ` + join(modes) + `
Reports: ` + join(reportsOf) + `

Example:
  connective sink bird --mode cut_accepted=0.2`
}

var (
	modes = []sink.Mode{
		sink.OK, sink.Fail, sink.FailAccepted, sink.TooMany, sink.BadKey, sink.NoCredit, sink.Cut, sink.CutAccepted, sink.HangAccepted, sink.SlowAccepted, sink.HTML, sink.Partial,
	}
	reportsOf = []sink.Report{sink.Silent, sink.Delivered, sink.OptedOut, sink.Lost, sink.Twice, sink.Early, sink.OutOfOrder}
)

func join[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, ", ")
}

// Run answers until it is stopped.
func (c sinkCommand) Run(ctx context.Context, all *Commands, io streams) error {
	settings, err := readSettings(all.Config, os.Getenv)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil || !loopback(host) {
		return errors.New("--listen must be on this machine, such as 127.0.0.1:9090: it shows numbers and words to everybody")
	}
	s, company, err := subject(settings, c.Provider)
	if err != nil {
		return err
	}
	if company.wire == nil {
		return fmt.Errorf("%s has no API to pretend", s.Provider)
	}
	config := sink.Config{Wire: company.wire(s, c.Number...), Log: printer{io}}
	if config.Modes, err = mixOf("--mode", modes, c.Mode); err != nil {
		return err
	}
	if config.Reports, err = mixOf("--report", reportsOf, c.Report); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintf(io.out, "Pretending to be %s. Start serve with %s=http://%s\n", company.name, s.variable(company.apiVariable), l.Addr())
	return serveSink(ctx, l, sink.New(config))
}

func serveSink(ctx context.Context, l net.Listener, pretended *sink.Sink) error {
	server := &http.Server{Handler: pretended, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	defer pretended.Close()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// mixOf reads how often what happens.
func mixOf[T ~string](flag string, known []T, given map[string]float64) (sink.Mix[T], error) {
	mix := sink.Mix[T]{}
	for _, one := range known {
		if share, ok := given[string(one)]; ok {
			mix[one] = share
			delete(given, string(one))
		}
	}
	for unknown := range given {
		return nil, fmt.Errorf("%s %s is not known: it is one of %s", flag, unknown, join(known))
	}
	return mix, nil
}

// printer shows a person each text that was taken.
type printer struct{ streams }

// Write prints one line of the sink's log.
func (p printer) Write(line []byte) (int, error) {
	var a sink.Accept
	if err := json.Unmarshal(line, &a); err != nil {
		return 0, fmt.Errorf("read a line of the sink: %w", err)
	}
	_, err := fmt.Fprintf(p.out, "%s  %s to %s  %s  (%s, %s)\n", a.At.Format(time.TimeOnly), a.From, a.To, strings.ReplaceAll(a.Text, "\n", " / "), a.Mode, a.Ref)
	return len(line), err
}
