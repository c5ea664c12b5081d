// Package fake is a provider without a network, for the demonstration and for
// tests: what is sent stays in memory and goes to a callback, and how a send
// ends can be scripted. Its webhooks are signed as a real company's are, so
// that texts to it go the whole way.
//
// It never reaches a phone.
package fake

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/connective-messaging/connective/providers"
)

// Name is what the provider is called in settings and addresses.
const Name = "fake"

// kept is how many sent texts are remembered; the oldest are forgotten first.
const kept = 10_000

// Config says how the provider behaves.
type Config struct {
	// Key signs webhooks. A comma list is for rotation: the first signs, all
	// are accepted. Without one every webhook is refused.
	Key string
	// Deliver is given each text that reaches its phone; nil gives it to nobody.
	Deliver func(providers.Message)
	// Caps replaces the capabilities of a plain provider if MaxBatch is set.
	Caps providers.Caps
}

// Provider is the fake provider. Its methods may be called from anywhere.
type Provider struct {
	config Config
	keys   []string
	mu     sync.Mutex
	count  int
	sent   []providers.Message
	script []Ending
}

// New returns a provider that accepts everything until it is told otherwise.
func New(c Config) *Provider {
	if c.Caps.MaxBatch == 0 {
		c.Caps = providers.Caps{MaxBatch: 1, MaxUnitsGSM: 1377, MaxUnitsUCS2: 603}
	}
	keys := slices.DeleteFunc(strings.Split(c.Key, ","), func(k string) bool { return k == "" })
	return &Provider{config: c, keys: keys}
}

// Name returns "fake".
func (p *Provider) Name() string { return Name }

// Caps returns what the provider was configured to be able to do.
func (p *Provider) Caps() providers.Caps { return p.config.Caps }

// Check says that there is nothing to check.
func (p *Provider) Check(context.Context) (string, error) {
	return "the fake provider is ready; its texts reach no phone", nil
}

// Ending is how the send of one text ends.
type Ending int

// The endings. Accept is what happens unless another is scripted.
const (
	Accept     Ending = iota
	Throttle          // not processed, too fast
	Fail              // temporary, certainly not sent
	Refuse            // permanent
	OptOut            // the provider says that the person has stopped
	BadKey            //
	NoCredit          //
	LoseText          // not delivered, and nobody can tell
	LoseAnswer        // delivered, and nobody can tell
	Untried           // Send returns an error
	Break             // Send panics before it delivers
)

// Next scripts how the next texts end, one ending each, in the order in which
// they are sent.
func (p *Provider) Next(endings ...Ending) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script = append(p.script, endings...)
}

// Send ends each text as scripted and delivers those that reach their phones.
func (p *Provider) Send(ctx context.Context, batch []providers.Message) ([]providers.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("send with the fake provider: %w", err)
	}
	results := make([]providers.Result, len(batch))
	for i, m := range batch {
		ending, id := p.next()
		if ending == Untried && i == 0 {
			return nil, fmt.Errorf("send with the fake provider: scripted to fail")
		}
		if ending == Break {
			panic("the fake provider was scripted to break")
		}
		results[i] = ending.result(id, m.Text)
		if ending == Accept || ending == LoseAnswer {
			p.deliver(m)
		}
	}
	return results, nil
}

func (p *Provider) next() (Ending, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	id := fmt.Sprintf("fake-%d", p.count)
	if len(p.script) == 0 {
		return Accept, id
	}
	ending := p.script[0]
	p.script = p.script[1:]
	return ending, id
}

func (p *Provider) deliver(m providers.Message) {
	p.mu.Lock()
	if len(p.sent) >= kept {
		p.sent = slices.Delete(p.sent, 0, kept/2)
	}
	p.sent = append(p.sent, m)
	p.mu.Unlock()
	if p.config.Deliver != nil {
		p.config.Deliver(m)
	}
}

// Sent returns the texts that reached their phones, the oldest first.
func (p *Provider) Sent() []providers.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sent)
}

func (e Ending) result(id, text string) providers.Result {
	rejected := func(c providers.Class) providers.Result {
		return providers.Result{Verdict: providers.Rejected, Class: c, Code: "fake_" + string(c)}
	}
	switch e {
	case Throttle:
		return rejected(providers.Throttled)
	case Fail, Untried:
		return rejected(providers.Temporary)
	case Refuse:
		return rejected(providers.Permanent)
	case OptOut:
		return rejected(providers.OptedOut)
	case BadKey:
		return rejected(providers.Auth)
	case NoCredit:
		return rejected(providers.Balance)
	case LoseText, LoseAnswer:
		return providers.Result{Verdict: providers.Uncertain, Class: providers.OutcomeUnknown}
	}
	return providers.Result{ProviderID: id, Verdict: providers.Accepted, Parts: providers.Segments(text).Parts}
}

// Ack answers a webhook call in plain text.
func (p *Provider) Ack(w http.ResponseWriter, o providers.Outcome) {
	status, words := http.StatusServiceUnavailable, "busy"
	switch o {
	case providers.Taken:
		status, words = http.StatusOK, "OK"
	case providers.BadSignature:
		status, words = http.StatusUnauthorized, "bad signature"
	case providers.Malformed:
		status, words = http.StatusBadRequest, "unreadable"
	case providers.TooLarge:
		status, words = http.StatusRequestEntityTooLarge, "too large"
	default:
		w.Header().Set("Retry-After", "30")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(words)) // the caller is gone, or it is not
}
