package messagebird

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes of our own, among the provider's.
const (
	codeTooLong   = "too_long"
	codeEmpty     = "empty"
	codeRecipient = "recipient"
)

// Send makes one call for each group of texts that are the same and come from
// the same originator. An error means that ctx was done and nothing was tried.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with messagebird: %w", err)
	}
	results := make([]providers.Result, len(batch))
	for _, g := range groups(batch, results) {
		p.sendGroup(ctx, g, results)
	}
	return results, nil
}

// group is what one call carries.
type group struct {
	first providers.Message // its words, originator and validity are those of all
	at    []int             // where the texts stand in the batch
	to    []string          // and whom they go to, as the wire has it
	refs  []string
}

// groups sorts a batch into calls. What cannot be sent gets its result at once.
// Two texts to one person never share a call: the provider might see one.
func groups(batch []providers.Message, results []providers.Result) []*group {
	var all []*group
	for i, m := range batch {
		to, code := carries(m)
		if code != "" {
			results[i] = providers.Result{Verdict: providers.Rejected, Class: providers.UnsupportedClass, Code: code}
			continue
		}
		j := slices.IndexFunc(all, func(g *group) bool { return g.takes(m, to) })
		if j < 0 {
			j = len(all)
			all = append(all, &group{first: m})
		}
		all[j].at, all[j].to, all[j].refs = append(all[j].at, i), append(all[j].to, to), append(all[j].refs, m.Ref)
	}
	return all
}

func (g *group) takes(m providers.Message, to string) bool {
	return len(g.at) < maxBatch && g.first.Text == m.Text && g.first.From == m.From &&
		g.first.ValidFor == m.ValidFor && !slices.Contains(g.to, to)
}

// carries returns the recipient as the wire has it, or why the text cannot go.
func carries(m providers.Message) (to, code string) {
	count := providers.Segments(m.Text)
	limit := maxUnitsGSM
	if count.Encoding == providers.UCS2 {
		limit = maxUnitsUCS2
	}
	to = bare(m.To.Value)
	switch {
	case m.To.Kind != providers.Phone || !wire.IsNumber(to):
		return "", codeRecipient
	case m.Text == "":
		return "", codeEmpty
	case count.Units > limit:
		return "", codeTooLong
	}
	return to, ""
}

// bare returns a number as MessageBird writes it, without a plus.
func bare(number string) string { return strings.TrimPrefix(number, "+") }

func (p *Provider) sendGroup(ctx context.Context, g *group, results []providers.Result) {
	a := wire.Answer{Err: ctx.Err()}
	if a.Err == nil {
		a = p.api.Call(ctx, "POST", "/messages", p.encode(g))
	}
	for i, r := range p.judge(a, g.to) {
		results[g.at[i]] = r
	}
}

// groupMark begins the reference of a call that carries several texts. No
// message's own reference has an underscore, so that a report can tell the two
// apart: it then goes by the provider's id and the recipient.
const groupMark = "group_"

// reference is never empty, because without one no status report comes.
func (g *group) reference() string {
	if len(g.refs) == 1 && g.refs[0] != "" {
		return g.refs[0]
	}
	sum := sha256.Sum256([]byte(strings.Join(g.refs, "\n")))
	return groupMark + hex.EncodeToString(sum[:12])
}
