package broadcast

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/plain"
	"github.com/connective-messaging/connective/providers"
)

const (
	samples = 3 // how many members' texts a preview shows in each language
	// mostSampled is how many people at least are read before a sample is given up.
	mostSampled = 1000
)

// Census is for how many people a broadcast was at a time. It names nobody.
type Census struct {
	At      time.Time       `json:"at"`
	People  int             `json:"people"` // who would be texted
	LeftOut map[Reason]int  `json:"leftOut"`
	Parts   int             `json:"parts"` // of all texts together
	Longest providers.Count `json:"longest"`
	Second  Load            `json:"second,omitzero"` // of all these, what leaves by the organisation's second connection
	Share   int             `json:"share,omitempty"` // that it had then
}

// Load is what one connection carries of a broadcast.
type Load struct {
	People int `json:"people"`
	Parts  int `json:"parts"`
}

// Samples are what some members would read, by language.
type Samples map[string][]Sample

// Sample is the text of one member, whose number is not shown.
type Sample struct {
	Person string          `json:"person"` // …123
	Text   string          `json:"text"`
	Count  providers.Count `json:"count"`
}

// Preview is what a broadcast would be if it left now.
type Preview struct {
	Census
	Samples Samples `json:"samples"`
}

// Look makes the preview of a broadcast by reading everybody in its audience.
// Enough says whose numbers have had enough; nil asks nobody.
func Look(ctx context.Context, people People, o *flows.Org, b Broadcast, now time.Time, enough Enough) (Preview, error) {
	p := Preview{Census{At: now.UTC(), LeftOut: map[Reason]int{}, Share: o.Fallback.Share}, Samples{}}
	if b.Due.IsZero() {
		b.Due = now
	}
	for partition := range people.Partitions() {
		err := people.Threads(ctx, b.Org, b.groupsToRead(), partition, func(threads []bot.Thread) error {
			return p.count(ctx, o, b, threads, now, enough)
		})
		if err != nil {
			return p, fmt.Errorf("read the audience: %w", err)
		}
	}
	return p, nil
}

// count adds some people: those who would be texted, and why others would not.
func (p *Preview) count(ctx context.Context, o *flows.Org, b Broadcast, threads []bot.Thread, now time.Time, enough Enough) error {
	var all []bot.Thread
	var texts []bot.Outgoing
	var to []providers.Address
	for _, t := range threads {
		if !b.Audience.Includes(o, t.Person) {
			continue
		}
		out, why := Decide(o, b, t, now)
		if why != "" {
			p.LeftOut[why]++
			continue
		}
		all, texts, to = append(all, t), append(texts, out), append(to, t.Key.Address)
	}
	had := make([]bool, len(to))
	if enough != nil && len(to) > 0 {
		var err error
		if had, err = enough(ctx, to); err != nil {
			return err
		}
	}
	for i, t := range all {
		if had[i] {
			p.LeftOut[HadEnough]++
			continue
		}
		p.add(texts[i], bySecond(o, t))
		p.Samples.add(t, texts[i])
	}
	return nil
}

func (c *Census) add(out bot.Outgoing, second bool) {
	count := providers.Segments(out.Text)
	c.People++
	c.Parts += count.Parts
	if second {
		c.Second.People++
		c.Second.Parts += count.Parts
	}
	if count.Parts > c.Longest.Parts || count.Parts == c.Longest.Parts && count.Units > c.Longest.Units {
		c.Longest = count
	}
}

func (s Samples) add(t bot.Thread, out bot.Outgoing) {
	lang := t.Person.Language
	if len(s[lang]) < samples {
		s[lang] = append(s[lang], Sample{t.Key.Address.Masked(), out.Text, providers.Segments(out.Text)})
	}
}

// Hard returns what is hard to read in the words of a broadcast.
func (d *Desk) Hard(b Broadcast) ([]plain.Found, error) {
	o, err := d.org(b.Org)
	if err != nil {
		return nil, err
	}
	var found []plain.Found
	for _, lang := range slices.Sorted(maps.Keys(b.Words)) {
		found = append(found, o.Hard(lang, b.Words[lang])...)
	}
	return found, nil
}

// enough reports whether there are all samples that can be wanted.
func (s Samples) enough(o *flows.Org, b Broadcast) bool {
	langs := o.Languages
	if len(b.Audience.Languages) > 0 {
		langs = b.Audience.Languages
	}
	for _, lang := range langs {
		if len(s[lang]) < samples {
			return false
		}
	}
	return true
}

// errEnough ends the reading of an audience.
var errEnough = errors.New("enough")

// Sampled are some members' texts, of the first people who are found: of a large
// audience only a small part is read.
func Sampled(ctx context.Context, people People, o *flows.Org, b Broadcast, now time.Time) (Samples, error) {
	found, read := Samples{}, 0
	if b.Due.IsZero() {
		b.Due = now
	}
	for partition := range people.Partitions() {
		err := people.Threads(ctx, b.Org, b.groupsToRead(), partition, func(threads []bot.Thread) error {
			for _, t := range threads {
				if !b.Audience.Includes(o, t.Person) {
					continue
				}
				if out, why := Decide(o, b, t, now); why == "" {
					found.add(t, out)
				}
			}
			if read += len(threads); read >= mostSampled || found.enough(o, b) {
				return errEnough
			}
			return nil
		})
		if errors.Is(err, errEnough) {
			return found, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read some of the audience: %w", err)
		}
	}
	return found, nil
}

// groupsToRead are whose members are read to find the audience; none is everybody:
// whoever gave a consent may be in no group.
func (b Broadcast) groupsToRead() []string {
	if b.Audience.Consent != "" {
		return nil
	}
	return b.Audience.Groups
}
