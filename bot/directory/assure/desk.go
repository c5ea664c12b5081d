package assure

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/links"
	"github.com/connective-messaging/connective/flows"
)

// mostWords is how many letters of what has changed are kept.
const mostWords = 1000

// Records finds records, and changes what services have said of them.
type Records interface {
	Directories(ctx context.Context) (map[string]directory.Head, error)
	// Service returns one record of an edition; nil if it has none of that id.
	Service(ctx context.Context, org string, head directory.Head, id string) (*directory.Service, error)
	Assure(ctx context.Context, org, service string, change func(directory.Assurance) directory.Assurance) (directory.Assurance, error)
}

// Desk is where a service says, by the link in its letter, whether all is right.
type Desk struct {
	Links   links.Keys
	Records Records
	Org     func(id string) *flows.Org // nil for one that there is not
	Now     func() time.Time
}

// Asked is what a service is asked about, and what it has said. All of it is what
// people are told by text.
type Asked struct {
	Org, Language, Service string
	Facts                  []Fact
	Said                   directory.Verdict
	Quiet                  bool
}

// Open returns what a link is for, and changes nothing: programs that look at letters
// follow links. Errors are links.ErrLink, or wrap bot.ErrUnavailable.
func (d *Desk) Open(ctx context.Context, token string) (Asked, error) {
	return d.find(ctx, token, func(a directory.Assurance, _ time.Time) directory.Assurance { return a })
}

// Say writes down what a service says. The last answer counts, so that whoever has
// pressed the wrong button can press the right one. Errors are those of Open.
func (d *Desk) Say(ctx context.Context, token string, said directory.Verdict, words string) (Asked, error) {
	if said != directory.HasChanged {
		words = ""
	}
	return d.find(ctx, token, func(a directory.Assurance, now time.Time) directory.Assurance {
		return a.Hear(said, clean(words), now)
	})
}

// Hush keeps further letters from a service.
func (d *Desk) Hush(ctx context.Context, token string) (Asked, error) {
	return d.find(ctx, token, func(a directory.Assurance, _ time.Time) directory.Assurance {
		a.Quiet = true
		return a
	})
}

func (d *Desk) find(ctx context.Context, token string, change func(directory.Assurance, time.Time) directory.Assurance) (Asked, error) {
	link, err := readLink(d.Links, token, d.Now())
	if err != nil {
		return Asked{}, err
	}
	o := d.Org(link.Org)
	if o == nil {
		return Asked{}, links.ErrLink
	}
	heads, err := d.Records.Directories(ctx)
	if err != nil {
		return Asked{}, fmt.Errorf("find the directory of a link: %w", err)
	}
	s, err := d.Records.Service(ctx, link.Org, heads[link.Org], link.Service)
	if err != nil {
		return Asked{}, fmt.Errorf("find the service of a link: %w", err)
	}
	if s == nil {
		return Asked{}, links.ErrLink
	}
	now := d.Now().In(o.Timezone)
	a, err := d.Records.Assure(ctx, link.Org, link.Service, func(a directory.Assurance) directory.Assurance { return change(a, now) })
	if err != nil {
		return Asked{}, fmt.Errorf("take what a service says: %w", err)
	}
	language := languageOf(o)
	return Asked{Org: o.Name, Language: language, Service: s.Name, Facts: Facts(s, language), Said: a.Said, Quiet: a.Quiet}, nil
}

// clean is what somebody wrote, of bounded length and without letters that cannot be
// seen.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	letters := []rune(strings.Join(strings.Fields(words), " "))
	return string(letters[:min(len(letters), mostWords)])
}
