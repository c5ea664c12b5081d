package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// broadcastFile is a broadcast as an organiser writes it.
type broadcastFile struct {
	Org string `yaml:"org"`
	To  struct {
		Group     string            `yaml:"group"`
		Groups    []string          `yaml:"groups"`
		Consent   string            `yaml:"consent"`
		Areas     []string          `yaml:"areas"`
		Languages []string          `yaml:"languages"`
		Profile   map[string]string `yaml:"profile"`
	} `yaml:"to"`
	Say     map[string]string `yaml:"say"`
	Queue   string            `yaml:"replies_to"`
	Flow    string            `yaml:"replies_start"`
	Urgent  string            `yaml:"urgent"`
	WorthIt int               `yaml:"worth_hours"`
	Between string            `yaml:"between"`
	Repeat  *struct {
		Every  []string `yaml:"every"`
		Except string   `yaml:"except"`
		Until  string   `yaml:"until"`
	} `yaml:"repeat"`
}

// readBroadcast reads a broadcast's file. A key that is not known is an error:
// a misspelt one must not widen whom it is for.
func readBroadcast(path string) (broadcast.Broadcast, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return broadcast.Broadcast{}, fmt.Errorf("read the broadcast: %w", err)
	}
	var f broadcastFile
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil {
		return broadcast.Broadcast{}, fmt.Errorf("read %s: %s", path, inOwnWords(err))
	}
	groups := f.To.Groups
	if f.To.Group != "" {
		groups = append(groups, f.To.Group)
	}
	b := broadcast.Broadcast{
		Org: f.Org, Words: f.Say, Queue: f.Queue, Flow: f.Flow, Urgent: f.Urgent, Valid: time.Duration(f.WorthIt) * time.Hour, Between: f.Between,
		Audience: broadcast.Audience{Groups: groups, Consent: f.To.Consent, Areas: f.To.Areas, Languages: f.To.Languages, Profile: f.To.Profile},
	}
	if r := f.Repeat; r != nil {
		b.Repeat = &broadcast.Repeat{Every: r.Every, Except: strings.TrimSuffix(r.Except, " bank holidays"), Until: r.Until}
	}
	return b, nil
}

var unknownField = regexp.MustCompile(`line (\d+): field (\S+) not found in type \S+`)

// inOwnWords says an error of the YAML reader to an organiser.
func inOwnWords(err error) string {
	if m := unknownField.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Sprintf("line %s: there is no key %q: there are org, to (with group, groups, consent, areas, languages and profile), say, replies_to, replies_start, urgent, worth_hours, between and repeat (with every, except and until)", m[1], m[2])
	}
	if errors.Is(err, io.EOF) {
		return "it is empty"
	}
	return strings.ReplaceAll(err.Error(), "yaml: ", "")
}
