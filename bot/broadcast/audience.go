package broadcast

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// Audience says for whom a broadcast is: members of any of the groups, or all who
// have given the consent; of them those who fit everything else that it names.
// There is none without a group or a consent: only people who have agreed are
// texted.
type Audience struct {
	Groups    []string          `json:"groups,omitempty"`
	Consent   string            `json:"consent,omitempty"`
	Areas     []string          `json:"areas,omitempty"` // outcodes, such as WB2
	Languages []string          `json:"languages,omitempty"`
	Profile   map[string]string `json:"profile,omitempty"` // answers, by field
}

// canonical is the audience in one way of writing it, so that two can be compared.
func (a Audience) canonical() Audience {
	in := func(list []string) []string {
		sorted := slices.Sorted(slices.Values(list))
		return slices.Compact(sorted)
	}
	a.Groups, a.Areas, a.Languages = in(a.Groups), in(a.Areas), in(a.Languages)
	if len(a.Profile) == 0 {
		a.Profile = nil
	}
	return a
}

// Includes reports whether a person belongs to the audience of an organisation's
// broadcast.
func (a Audience) Includes(o *flows.Org, p bot.Person) bool {
	switch {
	case !a.agreed(p):
		return false
	case len(a.Languages) > 0 && !slices.Contains(a.Languages, p.Language):
		return false
	case len(a.Areas) > 0 && !slices.ContainsFunc(a.Areas, func(area string) bool { return livesIn(o, p, area) }):
		return false
	}
	for field, answer := range a.Profile {
		if !strings.EqualFold(p.Me[field], answer) {
			return false
		}
	}
	return true
}

func (a Audience) agreed(p bot.Person) bool {
	if a.Consent != "" && slices.Contains(p.Consents, a.Consent) {
		return true
	}
	return slices.ContainsFunc(a.Groups, func(g string) bool { return slices.Contains(p.Groups, g) })
}

// livesIn reports whether any place that is kept about a person is in an outcode:
// the outcode itself, or a postcode that begins with it.
func livesIn(o *flows.Org, p bot.Person, area string) bool {
	return slices.ContainsFunc(o.Profile, func(f flows.ProfileField) bool {
		if f.Type != "outcode" && f.Type != "postcode" {
			return false
		}
		out, _, _ := strings.Cut(p.Me[f.Name], " ")
		return strings.EqualFold(out, area)
	})
}

// eachOf visits everybody of a partition who is in the audience, once.
func eachOf(ctx context.Context, people People, o *flows.Org, b Broadcast, partition int, visit func(bot.Thread)) error {
	err := people.Threads(ctx, b.Org, b.groupsToRead(), partition, func(threads []bot.Thread) error {
		for _, t := range threads {
			if b.Audience.Includes(o, t.Person) {
				visit(t)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the audience: %w", err)
	}
	return nil
}
