package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/graph"
)

type flowsGraph struct {
	Flow    string `arg:"" help:"A flow's file; or an organisation's folder, with --out."`
	SVG     bool   `help:"A picture for any browser (the default)." name:"svg" xor:"format"`
	Mermaid bool   `help:"Text for Mermaid, which many wikis draw." xor:"format"`
	Dot     bool   `help:"Text for Graphviz." xor:"format"`
	Waiting bool   `help:"Show how many people wait at each step, as the Redis of the bot has it."`
	Out     string `help:"Write a file for the flow, or for each flow, into this folder." type:"path" placeholder:"DIR"`
}

// Help shows an example.
func (flowsGraph) Help() string {
	return `Examples:
  connective flows graph flows/millbrook/groups.yaml > groups.svg
  connective flows graph flows/millbrook --out pictures
  connective flows graph flows/millbrook/groups.yaml --waiting > groups.svg`
}

// Run draws one flow, or every flow of an organisation.
func (c flowsGraph) Run(ctx context.Context, all *Commands, io streams) error {
	dir, only := c.Flow, ""
	info, err := os.Stat(c.Flow)
	switch {
	case err != nil:
		return fmt.Errorf("there is no flow %s; name a flow's file, such as groups.yaml", c.Flow)
	case !info.IsDir():
		dir, only = filepath.Dir(c.Flow), strings.TrimSuffix(filepath.Base(c.Flow), ".yaml")
	case c.Out == "":
		return fmt.Errorf("%s is a folder: name one flow's file in it, or draw all of them into a folder with --out DIR", c.Flow)
	}
	org, err := loadOne(dir)
	if err != nil {
		return err
	}
	waiting, err := c.waiting(ctx, all, org, io)
	if err != nil {
		return err
	}
	drawn := 0
	for _, id := range flowIDs(org) {
		if only != "" && id != only {
			continue
		}
		drawn++
		picture := graph.Of(org, org.Flows[id])
		picture.Waiting(waiting[id])
		text, ending := c.draw(picture)
		if c.Out == "" {
			_, err = fmt.Fprint(io.out, text)
		} else {
			err = writeInto(c.Out, id+ending, []byte(text), io)
		}
		if err != nil {
			return err
		}
	}
	if drawn == 0 {
		return fmt.Errorf("%s is not a flow; the flows of %s are %s", c.Flow, org.Name, strings.Join(flowIDs(org), ", "))
	}
	return nil
}

// waiting counts who waits at each step of each flow, if that is to be shown.
func (c flowsGraph) waiting(ctx context.Context, all *Commands, org *flows.Org, io streams) (map[string]map[string]int, error) {
	if !c.Waiting {
		return nil, nil
	}
	d, err := openDesk(ctx, all)
	if err != nil {
		return nil, err
	}
	defer d.close()
	census, err := d.store.Waiting(ctx, org.ID)
	if err != nil {
		return nil, err
	}
	waiting, lost := census.In(org)
	if lost > 0 {
		fmt.Fprintf(io.err, "%s not shown: they are at steps that these flows do not have.\n", map[bool]string{true: "1 person is", false: fmt.Sprintf("%d people are", lost)}[lost == 1])
	}
	return waiting, nil
}

// draw returns a picture in the format that was asked for, and how its file's
// name ends.
func (c flowsGraph) draw(p *graph.Picture) (text, ending string) {
	switch {
	case c.Mermaid:
		return p.Mermaid(), ".mmd"
	case c.Dot:
		return p.Dot(), ".dot"
	}
	return p.SVG(), ".svg"
}

// loadOne loads the one organisation of a folder, which must have no errors.
func loadOne(dir string) (*flows.Org, error) {
	book, findings, err := loadFolder(dir)
	if err != nil {
		return nil, err
	}
	if n := errorsOf(findings); n > 0 {
		return nil, fmt.Errorf("%s has %s: see  connective flows lint %s", dir, counted(n, "error"), dir)
	}
	orgs := book.ByID()
	if len(orgs) != 1 {
		return nil, errors.New(dir + " holds several organisations: name the folder of one")
	}
	return orgs[0], nil
}

// flowIDs returns the names of an organisation's flows, in order.
func flowIDs(o *flows.Org) []string {
	var ids []string
	for id := range o.Flows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
