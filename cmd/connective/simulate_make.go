package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/fake"
	"github.com/connective-messaging/connective/providers/sink"
)

// maker makes the webhooks of one connection.
type maker struct {
	settings Settings
	company  company
}

// reportKinds are what a status report can tell, and what becomes of the text.
var reportKinds = map[string]sink.Fate{"sent": sink.WasSent, "delivered": sink.WasDelivered, "away": sink.WasAway, "stopped": sink.HadStopped}

// subject is the connection of that name, or one that is made up: NAME=COMPANY, or
// a company that is not set up.
func subject(s Settings, named string) (Settings, company, error) {
	name, its, _ := strings.Cut(named, "=")
	all, _ := s.connections() // what is wrong with others is no matter
	if i := slices.IndexFunc(all, func(c connection) bool { return c.name == name && its == "" }); i >= 0 {
		s = all[i].Settings
	} else {
		s.Provider, s.of = cmp.Or(its, name), ""
		if its != "" {
			s.of = name
		}
	}
	if c, known := companyOf(s.Provider); known {
		return s, c, nil
	}
	if s.Provider == fake.Name {
		return s, company{name: fake.Name}, nil
	}
	return s, company{}, fmt.Errorf("no connection is called %s, and no company: give one of %s or %s, or NAME=COMPANY", name, companyNames(), fake.Name)
}

// newMaker makes the webhooks of a subject. What is not set up must be given its
// secret.
func newMaker(s Settings, named, secret string, reports bool) (maker, error) {
	s, c, err := subject(s, named)
	if err != nil {
		return maker{}, err
	}
	if c.name == fake.Name {
		s.FakeKey = cmp.Or(secret, s.FakeKey)
		if s.FakeKey == "" {
			return maker{}, errors.New("FAKE_SIGNING_KEY is missing: set it, or give --secret")
		}
		return maker{s, c}, nil
	}
	variable, keys := c.secret(&s, reports)
	if secret != "" {
		*keys = []string{secret}
	}
	if strings.Join(*keys, "") == "" {
		return maker{}, fmt.Errorf("%s is missing: set it, or give --secret", s.variable(variable))
	}
	return maker{s, c}, nil
}

// variable is what a setting of the connection is called.
func (s Settings) variable(name string) string {
	if s.of == "" {
		return name
	}
	return ownPrefix(s.of) + name
}

// text is the webhook of a text.
func (m maker) text(id, from, to, words string) *providers.Request {
	if m.company.name == fake.Name {
		return fake.New(fake.Config{Key: m.settings.FakeKey}).Inbound(m.settings.hooks(fake.Name)+"/inbound", fake.Text{
			ID: id, From: from, To: to, Text: words, At: time.Now(),
		})
	}
	return m.company.text(m.settings, madeText{id, from, to, words, time.Now()})
}

// report is the webhook that tells what became of a text.
func (m maker) report(ref, line, to, kind string) *providers.Request {
	if m.company.name == fake.Name {
		r := fake.Report{Ref: ref, To: to, State: kind}
		switch reportKinds[kind] {
		case sink.WasAway:
			r.State = string(providers.Failed)
		case sink.HadStopped:
			r.State, r.Code = string(providers.Failed), string(providers.OptedOut)
		}
		return fake.New(fake.Config{Key: m.settings.FakeKey}).Status(m.settings.hooks(fake.Name)+"/status", r, time.Now())
	}
	hooks := m.settings.hooks(m.company.name)
	call := &sink.Call{ID: ref, Ref: ref, From: line, To: []string{to}, ReportURL: hooks + "/status?" + url.Values{"ref": {ref}}.Encode()}
	return m.company.wire(m.settings).Report(call, to, reportKinds[kind], time.Now())
}

// forge spoils what proves a request: its body, and a secret that is sent alone.
func forge(r *providers.Request) {
	const bearer = "Authorization"
	if r.Header.Get(bearer) != "" {
		r.Header.Set(bearer, "Bearer forged")
	}
	if r.Method == http.MethodGet {
		r.URL += "&forged=1"
		return
	}
	r.Body = append(slices.Clone(r.Body), ' ')
}
