package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

// Lines remembers which organisation of a shared number somebody last texted or
// was last sent a text by: their next text is for it. It is empty where there is
// none. An error wraps ErrUnavailable.
type Lines interface {
	LastOrg(ctx context.Context, line string, from providers.Address) (string, error)
}

// errNoLines is a number that organisations share where nobody remembers who
// spoke with whom.
var errNoLines = errors.New("several organisations share a number, and nothing remembers who speaks with which")

// shared handles a text to a number that several organisations share.
func (b *Bot) shared(ctx context.Context, orgs []*flows.Org, in providers.Inbound) error {
	if b.c.Lines == nil {
		return errNoLines
	}
	ctx = withText(ctx, eventOf(in), orgs[0].Number)
	last, err := b.c.Lines.LastOrg(ctx, orgs[0].Number, in.From)
	if err != nil {
		return fmt.Errorf("find who speaks with whom: %w", err)
	}
	all := stopsAll(in)
	if all && !callsForHelp(orgs, in.Text) {
		return b.stopAll(ctx, orgs, last, in)
	}
	org, meant, err := b.meant(ctx, orgs, last, in)
	if err == nil && meant.Text == in.Text && TellsOfLoss(in.Text) { // nobody is named in it
		org, err = b.tellingOfLoss(ctx, orgs, org, meant)
	}
	switch {
	case err != nil:
		return err
	case org == nil:
		org, err = withPeople(orgs), b.which(ctx, orgs, meant)
	case IsStop(meant.Text):
		err = b.stopOne(ctx, orgs, last, org, meant)
	default:
		err = b.receive(ctx, org, meant)
	}
	if err == nil {
		err = b.endBeside(ctx, slices.DeleteFunc(slices.Clone(orgs), func(o *flows.Org) bool { return o == org }), meant)
	}
	if err != nil || !all {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(orgs), func(o *flows.Org) bool { return o == org })
	return b.stopAll(ctx, others, last, in)
}

// parkShared parks a text to a number that several organisations share with the
// one that the person last spoke with, else with the first that has people.
func (b *Bot) parkShared(ctx context.Context, orgs []*flows.Org, in providers.Inbound) error {
	if b.c.Lines == nil {
		return errNoLines
	}
	last, err := b.c.Lines.LastOrg(ctx, orgs[0].Number, in.From)
	if err != nil {
		return fmt.Errorf("find who speaks with whom: %w", err)
	}
	if !callsForHelp(orgs, in.Text) && (stopsAll(in) || last == "" && IsStop(in.Text)) {
		return b.stopAll(ctx, orgs, last, in)
	}
	org := withPeople(orgs)
	if i := slices.IndexFunc(orgs, func(o *flows.Org) bool { return o.ID == last }); i >= 0 {
		org = orgs[i]
	}
	if err := b.park(ctx, org, in); err != nil {
		return err
	}
	return b.endBeside(ctx, slices.DeleteFunc(slices.Clone(orgs), func(o *flows.Org) bool { return o == org }), in)
}

// withPeople is the first organisation on a number that has staff to read texts,
// else the first.
func withPeople(orgs []*flows.Org) *flows.Org {
	if i := slices.IndexFunc(orgs, func(o *flows.Org) bool { return len(o.Queues) > 0 }); i >= 0 {
		return orgs[i]
	}
	return orgs[0]
}

// fewWords is how long a text may be that leaves one organisation for another by
// its word: the word, and a start word or STOP. A longer one goes on with the story that
// the person tells, which may begin with any word.
const fewWords = 4

// meant finds the organisation that a text is for: the one whose beginning of a
// long text it ends; the one whose word is in it, which is then left out; the one
// that starts a flow with it, unless the other waits for an answer; the one that
// the person last spoke with. It is nil where nothing tells.
func (b *Bot) meant(ctx context.Context, orgs []*flows.Org, last string, in providers.Inbound) (*flows.Org, providers.Inbound, error) {
	var before *flows.Org
	if i := slices.IndexFunc(orgs, func(o *flows.Org) bool { return o.ID == last }); i >= 0 {
		before = orgs[i]
	}
	named, rest := namedIn(orgs, last, in.Text)
	starts := startedBy(orgs, before, in.Text)
	if named == nil && starts == nil {
		return before, in, nil
	}
	holds := cmp.Or(before, withPeople(orgs))
	thread, err := b.c.Threads.Thread(ctx, Key{holds.ID, in.From})
	switch {
	case errors.Is(err, ErrDuplicate): // whoever it was for has it
		return holds, in, nil
	case err != nil:
		return nil, in, fmt.Errorf("read a thread: %w", err)
	case thread.Part != nil && thread.Part.goesOn(in):
		return before, in, nil
	case named != nil:
		in.Text = rest
		return named, in, nil
	case before != nil && waitsFor(before, thread, in.Text):
		return before, in, nil
	}
	return starts, in, nil
}

// namedIn is the organisation whose word is in a text, and the text without it.
func namedIn(orgs []*flows.Org, last, text string) (*flows.Org, string) {
	for _, o := range orgs {
		rest, named := withoutWord(o, text)
		if named && (last == "" || len(strings.Fields(text)) <= fewWords || IsStop(rest)) {
			return o, rest
		}
	}
	return nil, text
}

// startedBy is the first organisation, but for one, that starts a flow with a text.
func startedBy(orgs []*flows.Org, but *flows.Org, text string) *flows.Org {
	for _, o := range orgs {
		if flow, source, ok := o.StartWord(text); o != but && ok && flow != "" && source == "" {
			return o
		}
	}
	return nil
}

// waitsFor tells whether an organisation takes a text for its own though another
// starts a flow with it.
func waitsFor(o *flows.Org, t Thread, text string) bool {
	_, _, own := o.StartWord(text)
	return own || t.Conversation.Now != nil || t.Case != nil || t.Asking != nil || t.Soft != nil
}

// withoutWord takes an organisation's word off the front of a text, or off the
// end of STOP, START, JOIN or HELP. The word alone stays.
func withoutWord(o *flows.Org, text string) (string, bool) {
	word, words := locales.Fold(o.Word), strings.Fields(text)
	if len(words) == 0 || word == "" {
		return text, false
	}
	if locales.Fold(words[0]) == word {
		if len(words) == 1 {
			return text, true
		}
		_, rest, _ := strings.Cut(strings.TrimSpace(text), words[0])
		return strings.TrimSpace(rest), true
	}
	if len(words) == 2 && locales.Fold(words[1]) == word {
		for _, list := range []string{"words.stop", "words.start", "words.join", "words.help"} {
			if isOneOf(locales.Fold(words[0]), list) {
				return words[0], true
			}
		}
	}
	return text, false
}

// ownWord hears the organisation's own word alone, on a number that it shares:
// the open question is asked again, somebody new is welcomed, all others get the
// menu.
func (h *hearing) ownWord() bool {
	if !h.org.Shared || h.org.Word == "" || h.folded != locales.Fold(h.org.Word) || h.silentFlows() {
		return false
	}
	switch {
	case h.org.Waiting(h.t.Conversation):
		h.play(h.org.Repeat(h.t.Conversation, h.world()))
	case !h.welcome():
		h.play(h.org.Menu(h.t.Conversation, h.world()))
	}
	return true
}
