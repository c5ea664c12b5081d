package fault_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/bird/birdtest"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

var each = flag.Int("fault.each", 5, "how many people text over each other company; the more there are, the longer the unlucky wait for each other")

// failures is every way in which a company fails whose call ends: what is left out
// takes as long as the calls' own limit.
var failures = sink.Mix[sink.Mode]{
	sink.Fail: .04, sink.FailAccepted: .05, sink.TooMany: .02, sink.Cut: .04, sink.CutAccepted: .05, sink.HTML: .02, sink.SlowAccepted: .01, sink.OK: .77,
}

// lost is how a company fails that can be asked what became of a text: most answers
// are lost, of texts that it has and of texts that it never had.
var lost = sink.Mix[sink.Mode]{
	sink.CutAccepted: .25, sink.FailAccepted: .15, sink.SlowAccepted: .05, sink.Cut: .2, sink.Fail: .15, sink.TooMany: .05, sink.OK: .15,
}

const (
	birdKey    = "bk_eu_0a1b2c3d"
	birdSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
)

// another is a company beside the first, as a house is set up for it.
type another struct {
	company
	wire func(hooks string, h *house) sink.Wire // hooks is where the bot's addresses begin
	env  []string
	app  bool // it is an organisation's line in an app, beside that of texts
	// repeats is true if the company takes a repeat for one text: then none may be
	// missing, and none in doubt.
	repeats bool
	// looks is true if the company can be asked what became of a text: the same holds
	// in the end, once all were asked about.
	looks bool
}

var others = []another{{
	company: company{twilio.Name, func(hooks, id, from, words string) *providers.Request {
		return twilio.Simulator{Token: twilioToken, BaseURL: hooks, Now: time.Now}.Inbound(twilio.InboundText{ID: id, From: from, To: line, Text: words})
	}},
	wire: func(string, *house) sink.Wire { return twiliotest.Wire{AccountSID: twilioAccount, Token: twilioToken} },
	env:  []string{"TWILIO_ACCOUNT_SID=" + twilioAccount, "TWILIO_AUTH_TOKEN=" + twilioToken},
}, {
	company: company{govuknotify.Name, func(hooks, id, from, words string) *providers.Request {
		return govuknotify.Simulator{TextToken: "token-of-texts", BaseURL: hooks, Now: time.Now}.
			Inbound(govuknotify.ReceivedText{ID: id, From: from, To: line, Text: words, Date: time.Now()})
	}},
	wire: func(hooks string, h *house) sink.Wire {
		return govuknotifytest.Wire{
			Service: notifyService, Secret: notifySecret, TemplateID: notifyTemplate, Line: line, BaseURL: hooks, ReceiptToken: "token-of-receipts",
			Accepts: func() []sink.Accept { return h.sink.Accepts() },
		}
	},
	env: []string{
		"NOTIFY_API_KEY=north-" + notifyService + "-" + notifySecret, "NOTIFY_TEMPLATE_ID=" + notifyTemplate,
		"NOTIFY_TEXT_TOKEN=token-of-texts", "NOTIFY_RECEIPT_TOKEN=token-of-receipts", "NOTIFY_POLL=0s",
		"CONNECTIVE_HURRY=600", // half an hour is three seconds
	},
	looks: true,
}, {
	company: company{bird.Name, func(hooks, id, from, words string) *providers.Request {
		return bird.Simulator{Secret: birdSecret, BaseURL: hooks, Now: time.Now}.Inbound(bird.ReceivedText{ID: id, From: from, To: line, Text: words, Date: time.Now()})
	}},
	wire: func(hooks string, _ *house) sink.Wire {
		return birdtest.Wire{APIKey: birdKey, Secret: birdSecret, BaseURL: hooks}
	},
	env:     []string{"BIRD_API_KEY=" + birdKey, "BIRD_WEBHOOK_SECRET=" + birdSecret},
	repeats: true,
}, {
	company: company{whatsapp.Name, func(hooks, id, from, words string) *providers.Request {
		return whatsapp.Simulator{Secret: whatsAppSecret, BaseURL: hooks, Now: time.Now}.
			Inbound(whatsapp.InboundText{ID: id, From: from, To: line, Text: words, Sent: time.Now()})
	}},
	wire: func(hooks string, _ *house) sink.Wire { return whatsAppWire(hooks) },
	env:  whatsAppEnv,
	app:  true,
}}

// over is a house of one bot whose provider is another company.
func (a another) over(t *testing.T, c sink.Config) *house {
	t.Helper()
	address := freeAddress(t)
	h := &house{}
	c.Wire = a.wire("http://"+address+"/hooks/"+a.name, h)
	made := newHouse(t, build(t), 0, c)
	h.sink, made.over = made.sink, &a.company
	env := a.env
	if a.app {
		addToOrg(t, made.flows, "whatsapp: {number: \""+line+"\"}\n")
	} else {
		env = append([]string{"CONNECTIVE_PROVIDER=" + a.name}, env...)
	}
	p := &process{house: made, name: "bot0", addr: address, data: t.TempDir(), env: env}
	made.bots = []*process{p}
	p.start()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			said := p.log.String()
			t.Logf("%s said at last:\n%s", p.name, said[max(0, len(said)-3000):])
		}
	})
	p.await()
	return made
}

// The spine over another company than the first, with bots that are killed: whatever
// its calls come to, no text is answered twice, and each that may be missing is
// listed for staff. Where a company takes a repeat for one text, or can be asked what
// became of it, none is missing, and none is listed in the end.
func TestEveryFailureOfAnotherCompanyWithKills(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	for _, a := range others {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			modes := failures
			if a.looks {
				modes = lost
			}
			h := a.over(t, sink.Config{Modes: modes, Reports: sink.Mix[sink.Report]{sink.Delivered: .3}, Seed: *seed})
			r := &trial{house: h, draw: rand.New(rand.NewPCG(*seed, 0)), sent: map[string][]*sent{}, anyOrder: a.looks}
			stop := make(chan struct{})
			var killing, all sync.WaitGroup
			killing.Go(func() { r.killBots(stop) })
			for person := range *each {
				all.Go(func() {
					for n := range 3 {
						r.text(0, fmt.Sprintf("+999%09d", person), n, n == 1)
					}
				})
			}
			all.Wait()
			if a.looks {
				h.tried(t, 3**each)
				time.Sleep(3 * time.Second) // the faults themselves: kills while it is asked
			}
			close(stop)
			killing.Wait()
			if a.looks {
				require.Eventually(t, func() bool { return h.bots[0].metric("connective_outbox_unknown") == 0 && h.nothingWaits() }, time.Minute, 50*time.Millisecond, "texts stay in doubt")
			}
			require.True(t, h.atRest(2*time.Minute), "nothing waits for ever")
			require.Empty(t, r.judge())
			require.GreaterOrEqual(t, len(h.sink.Accepts()), *each, "most of them were answered")
			t.Logf("%d kills, %d texts taken, %d repeats taken for one text", r.kills, h.sink.Accepted(), h.sink.Repeats())
			if a.repeats || a.looks {
				require.Empty(t, h.unknown(), "the company was asked again, with the same key, or asked what it has")
				require.Len(t, h.sink.Accepts(), 3**each, "nothing is missing")
			}
		})
	}
}

// tried waits until the company was given that many texts, or some of them more often,
// and has it work from then on.
func (h *house) tried(t *testing.T, texts int) {
	t.Helper()
	require.Eventually(t, func() bool {
		n := 0
		for _, times := range h.sink.Counts() {
			n += times
		}
		return n >= texts
	}, time.Minute, 20*time.Millisecond)
	counts := h.sink.Counts()
	h.sink.Behave(nil, nil)
	t.Logf("%d answers were lost of texts that it has, %d of texts that it never had", counts[sink.CutAccepted]+counts[sink.FailAccepted], counts[sink.Cut]+counts[sink.Fail])
}

// killBots kills a bot every now and then, three times at least.
func (r *trial) killBots(stop <-chan struct{}) {
	for {
		p := r.house.bots[r.draw.IntN(len(r.house.bots))]
		time.Sleep(time.Duration(100+r.draw.IntN(500)) * time.Millisecond) // the fault itself: a bot that lived so long
		p.kill()
		p.start()
		r.kills++
		p.await()
		select {
		case <-stop:
			if r.kills >= 3 {
				return
			}
		default:
		}
	}
}
