package broadcast

import (
	"context"
	"fmt"
	"time"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// samples is how many members' texts a preview shows in each language.
const samples = 3

// Preview is what a broadcast would be if it left now.
type Preview struct {
	People  int                 `json:"people"` // who would be texted
	LeftOut map[Reason]int      `json:"leftOut"`
	Parts   int                 `json:"parts"` // of all texts together
	Longest providers.Count     `json:"longest"`
	Samples map[string][]Sample `json:"samples"` // by language
}

// Sample is the text of one member, whose number is not shown.
type Sample struct {
	Person string          `json:"person"` // …123
	Text   string          `json:"text"`
	Count  providers.Count `json:"count"`
}

// Look makes the preview of a broadcast by reading everybody in its audience.
func Look(ctx context.Context, people People, o *flows.Org, b Broadcast, now time.Time) (Preview, error) {
	p := Preview{LeftOut: map[Reason]int{}, Samples: map[string][]Sample{}}
	if b.Due.IsZero() {
		b.Due = now
	}
	for partition := range people.Partitions() {
		err := eachOf(ctx, people, o, b, partition, func(t bot.Thread) {
			out, why := Decide(o, b, t, now)
			if why != "" {
				p.LeftOut[why]++
				return
			}
			p.add(t, out)
		})
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

func (p *Preview) add(t bot.Thread, out bot.Outgoing) {
	count := providers.Segments(out.Text)
	p.People++
	p.Parts += count.Parts
	if count.Parts > p.Longest.Parts || count.Parts == p.Longest.Parts && count.Units > p.Longest.Units {
		p.Longest = count
	}
	lang := t.Person.Language
	if len(p.Samples[lang]) < samples {
		p.Samples[lang] = append(p.Samples[lang], Sample{t.Key.Address.Masked(), out.Text, count})
	}
}

// eachOf visits everybody of a partition who is in the audience, once.
func eachOf(ctx context.Context, people People, o *flows.Org, b Broadcast, partition int, visit func(bot.Thread)) error {
	groups := b.Audience.Groups
	if b.Audience.Consent != "" {
		groups = nil // whoever gave it may be in no group
	}
	err := people.Threads(ctx, b.Org, groups, partition, func(threads []bot.Thread) error {
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
