package fault_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers/sink"
)

const (
	callers  = 40 // ask for a person
	quitters = 10 // the first of them, who text STOP in the middle
	hands    = 5  // of the staff
)

// morning is a run in which staff answer at the console.
type morning struct {
	*trial
	staff []*member
	done  chan struct{} // closed once nobody texts any more

	mu      sync.Mutex
	replies []*reply
	claims  map[string][]string // who was told that the case is theirs
	closes  map[string][]*deed
	stopped map[string]time.Time // when the STOP was answered
}

// deed is one form that was sent.
type deed struct {
	who, ref string
	about    string // the number of the caller
	begun    time.Time
	got      page
}

// reply is what somebody of the staff wrote to whoever the page was about.
type reply struct {
	deed
	to, text string
}

func TestStaffRepliesAndClosesAreNeitherLostNorSentTwiceUnderFaults(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	m, faults := runMorning(t, build(t))
	require.Empty(t, faults)
	t.Logf("%d replies were written and %d cases closed; %d texts reached the provider", len(m.replies), len(m.closes), len(m.house.sink.Accepts()))
}

func runMorning(t *testing.T, program string, env ...string) (*morning, []string) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", *seed)
	h := newHouse(t, program, 2, sink.Config{Modes: everyFault, Reports: sink.Mix[sink.Report]{sink.Delivered: .5}, Seed: *seed}, env...)
	m := &morning{
		trial:  &trial{house: h, draw: rand.New(rand.NewPCG(*seed, 0)), sent: map[string][]*sent{}},
		claims: map[string][]string{}, closes: map[string][]*deed{}, stopped: map[string]time.Time{}, done: make(chan struct{}),
	}
	for n := range hands {
		m.staff = append(m.staff, h.signIn(t, "echo", fmt.Sprint("Hand", n), "responder"))
	}
	stop := make(chan struct{})
	var faults, staff sync.WaitGroup
	faults.Go(func() { m.breakThings(stop) })
	for n, who := range m.staff {
		staff.Go(func() { m.work(who, rand.New(rand.NewPCG(*seed, uint64(n)))) })
	}
	m.everybodyCalls()
	close(m.done)
	// What is left is done in peace, so that a machine on which a start takes longer
	// than a bot lives comes to an end, too.
	peace := sync.OnceFunc(func() { close(stop) })
	defer time.AfterFunc(20*time.Second, peace).Stop()
	staff.Wait()
	peace()
	faults.Wait()
	if !h.atRest(2 * time.Minute) {
		return m, append(m.judge(), "texts wait that never leave")
	}
	return m, m.judge()
}

// everybodyCalls has people ask for a person, say who they are, and write on. A
// quitter's last word is STOP: it comes once, as a copy at the other bot may be
// judged before what was written earlier.
func (m *morning) everybodyCalls() {
	var all sync.WaitGroup
	for person := range callers {
		all.Go(func() {
			draw, from := rand.New(rand.NewPCG(*seed, uint64(person)+1)), number(person)
			time.Sleep(time.Duration(draw.IntN(10000)) * time.Millisecond) // they do not all come at once
			words := []string{"PERSON", fmt.Sprintf("This is caller %d.", person), "and one thing more"}
			for n, text := range words {
				m.send(person, &sent{id: eventID(from, n), words: text}, from, draw.IntN(5) == 0)
				time.Sleep(time.Duration(draw.IntN(4000)) * time.Millisecond) // people take their time
			}
			if person < quitters {
				m.send(person, &sent{id: eventID(from, stopText), words: "STOP"}, from, false)
				m.mu.Lock()
				m.stopped[from] = time.Now()
				m.mu.Unlock()
			}
		})
	}
	all.Wait()
}

// work is one of the staff, who takes the first case of the list, as everybody
// does, answers it and closes it, until there is none and nobody texts any more.
func (m *morning) work(who *member, draw *rand.Rand) {
	for {
		ended := false
		select {
		case <-m.done:
			ended = true
		default:
		}
		open := who.listed("new")
		open = append(open, who.listed("mine")...)
		if len(open) == 0 && ended {
			return
		}
		for _, id := range open[:min(1, len(open))] {
			m.serve(who, id, draw, ended)
		}
	}
}

var (
	caseOf    = regexp.MustCompile(`Case of …(\d{3})`)
	caller    = regexp.MustCompile(`This is caller (\d+)\.`)
	colleague = regexp.MustCompile(`<option value="([0-9a-f]+)">(\w+)</option>`)
)

// done is that somebody has claimed or closed a case, as its page has it.
var done = regexp.MustCompile(`<p class="by">What was done, (\w+), [^<]*</p><p class="said">(claimed|closed)</p>`)

// twoHeld tells whether somebody was given a case that another had. One that was
// closed may have come up again: a text at which bots have died three times goes
// to people.
func (m *morning) twoHeld(id string) bool {
	text, _ := m.staff[0].open("/console/case/" + id)
	holder := ""
	for _, d := range done.FindAllStringSubmatch(text, -1) {
		switch name := d[1]; {
		case d[2] == "closed":
			holder = ""
		case holder != "" && holder != name:
			return true
		default:
			holder = name
		}
	}
	return false
}

// serve does one case. Whoever has it already is left alone. Whoever has not said who
// they are gets no answer; once nobody texts any more, their case is closed.
func (m *morning) serve(who *member, id string, draw *rand.Rand, ended bool) {
	if !m.act(who, id, "claim", "-claim", draw, nil, func(d *deed) { m.claims[id] = append(m.claims[id], d.who) }) {
		return
	}
	var to string
	for range 1 + draw.IntN(3) {
		text, ok := who.open("/console/case/" + id)
		if !ok {
			return
		}
		about := caller.FindStringSubmatch(page{text: text}.plain())
		if about == nil && ended {
			break
		}
		if about == nil {
			return // it stays one's own
		}
		person, err := strconv.Atoi(about[1])
		require.NoError(m.house.t, err)
		to = number(person)
		r := &reply{to: to, text: fmt.Sprintf("Answer %d to caller %d", draw.Int64(), person)}
		m.act(who, id, "reply", "", draw, url.Values{"text": {r.text}}, func(d *deed) { r.deed = *d; m.replies = append(m.replies, r) })
	}
	closing := url.Values{"reason": {"advice"}, "outcome": {"advice_given"}, "risk": {"none"}}
	m.act(who, id, "close", "-close", draw, closing, func(d *deed) { d.about = to; m.closes[id] = append(m.closes[id], d) })
}

// act opens a case and sends one of its forms, sometimes twice at once, and
// keeps what came of it. It reports whether it was done.
func (m *morning) act(who *member, id, what, form string, draw *rand.Rand, fields url.Values, keep func(*deed)) bool {
	text, ok := who.open("/console/case/" + id)
	key := formKey.FindStringSubmatch(text)
	if !ok || key == nil {
		return false // closed meanwhile, or somebody else's
	}
	d := &deed{who: who.name, begun: time.Now()}
	event := key[1] + form
	if what == "reply" { // which counts once for each text, too
		sum := sha256.Sum256([]byte(fields.Get("text")))
		event += ":" + hex.EncodeToString(sum[:6])
	}
	for _, c := range colleague.FindAllStringSubmatch(text, -1) {
		if c[2] == who.name {
			d.ref = bot.Ref("staff:"+c[1]+":"+event, "echo", 0)
		}
	}
	d.got = who.do(id, key[1]+form, what, draw.IntN(4) == 0, fields)
	if what == "claim" && !d.got.done(what) {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	keep(d)
	return d.got.done(what)
}

// judge looks for what must never be: in what the provider saw, and in what a
// colleague sees afterwards.
func (m *morning) judge() []string {
	var faults []string
	say := func(format string, v ...any) { faults = append(faults, fmt.Sprintf(format, v...)) }
	unknown, accepts := m.house.unknown(), map[string][]sink.Accept{}
	for _, a := range m.house.sink.Accepts() {
		accepts[a.Ref] = append(accepts[a.Ref], a)
		if len(accepts[a.Ref]) == 2 {
			say("%q was sent twice", a.Text)
		}
	}
	known := m.asked(say, accepts, unknown)
	for _, r := range m.replies {
		known[r.ref] = true
		m.once(say, r, accepts[r.ref], unknown[r.ref])
	}
	for id, holders := range m.claims {
		for _, name := range holders {
			if name != holders[0] && m.twoHeld(id) {
				say("%s and %s were both told that %s is theirs", holders[0], name, id)
			}
		}
	}
	for id, all := range m.closes {
		for _, d := range all {
			known[d.ref] = true
			switch {
			case !d.got.done("close"):
				say("%s was not closed: %s", id, d.got)
			case len(accepts[d.ref]) == 0 && !unknown[d.ref] && !m.wordless(id, d):
				say("%s was closed, its caller was not told, and that is not listed", id)
			}
		}
	}
	for ref, got := range accepts {
		if !known[ref] {
			say("a text was sent that nobody asked for: %q", got[0].Text)
		}
	}
	m.afterwards(say)
	for _, quit := range m.afterGoodbyes() {
		say("%s", quit)
	}
	m.house.t.Logf("%d texts may not have arrived, each is listed", len(unknown))
	return faults
}

// wordless tells whether a case may end without a word: its caller has texted STOP,
// or a text at which bots have died three times made it, and no flow did that would
// say how it ends. Whom it is about only its title tells where it was closed before
// the caller's name was judged.
func (m *morning) wordless(id string, d *deed) bool {
	if !m.stopped[d.about].IsZero() {
		return true
	}
	text, _ := m.staff[0].open("/console/case/" + id)
	if strings.Contains(text, "Something went wrong") {
		return true
	}
	title := caseOf.FindStringSubmatch(text)
	if title == nil {
		return false
	}
	person, err := strconv.Atoi(title[1])
	require.NoError(m.house.t, err)
	return !m.stopped[number(person)].IsZero()
}

// asked are the refs of what the bot may say. A call for a person is answered.
func (m *morning) asked(say func(string, ...any), accepts map[string][]sink.Accept, unknown map[string]bool) map[string]bool {
	known := map[string]bool{}
	for from, all := range m.sent {
		for _, s := range all {
			ref := bot.Ref("messagebird:"+s.id, "echo", 0)
			known[ref] = true
			if !s.taken {
				say("%q of %s was never taken", s.words, from)
			}
			if s.words == "PERSON" && len(accepts[ref]) == 0 && !unknown[ref] && m.stopped[from].IsZero() {
				say("%s asked for a person and heard nothing", from)
			}
		}
	}
	return known
}

// once looks at one reply of the staff.
func (m *morning) once(say func(string, ...any), r *reply, got []sink.Accept, listed bool) {
	stopped := m.stopped[r.to]
	switch sent, promised := len(got), r.got.done("reply"); {
	case sent == 0 && promised && !listed && stopped.IsZero():
		say("%q was promised and not sent, and is not listed", r.text)
	case sent > 0 && !promised:
		say("%q was sent though its writer was told %s", r.text, r.got)
	case sent > 0 && !stopped.IsZero() && r.begun.After(stopped):
		say("%q was written after a STOP and sent", r.text)
	}
	for _, a := range got {
		if "+"+a.To != r.to && a.To != r.to {
			say("%q went to somebody else", r.text)
		}
	}
}

// afterGoodbyes finds texts that came to a quitter behind the goodbye.
func (m *morning) afterGoodbyes() []string {
	var faults []string
	gone := map[string]string{}
	for _, a := range m.house.sink.Accepts() {
		if before, ok := gone[a.To]; ok {
			faults = append(faults, fmt.Sprintf("%s got %q behind %q", a.To, a.Text, before))
		}
		for person := range quitters {
			if a.Ref == bot.Ref("messagebird:"+eventID(number(person), stopText), "echo", 0) {
				gone[a.To] = a.Text
			}
		}
	}
	return faults
}

// afterwards opens each case as a colleague does: it is closed, by whoever was
// told so, and has each reply that was promised once.
func (m *morning) afterwards(say func(string, ...any)) {
	who := m.staff[0]
	if left := who.listed("all"); len(left) > 0 {
		say("cases are open that were closed: %v", left)
	}
	closed := map[string]bool{}
	for _, id := range who.listed("closed") {
		closed[id] = true
	}
	if len(m.closes) != callers {
		say("%d cases were closed, of %d", len(m.closes), callers)
	}
	for id := range m.closes {
		if !closed[id] {
			say("the end of %s is lost", id)
		}
	}
}

// The button of a form is pressed once more after the first answer got lost: the
// second answer says what the first one did.
func TestAButtonThatIsPressedAgainIsAnsweredAsTheFirstTime(t *testing.T) {
	h := newHouse(t, build(t), 1, sink.Config{})
	who := h.signIn(t, "echo", "Hand", "responder")
	require.Equal(t, 200, h.bots[0].text("one", number(1), "PERSON"))
	var ids []string
	require.Eventually(t, func() bool { ids = who.listed("new"); return len(ids) == 1 }, 20*time.Second, 20*time.Millisecond)
	for _, what := range []string{"claim", "reply", "close"} {
		text, _ := who.open("/console/case/" + ids[0])
		key := formKey.FindStringSubmatch(text)[1]
		fields := url.Values{"text": {"Hello"}, "reason": {"advice"}, "outcome": {"advice_given"}, "risk": {"none"}}
		for range 3 {
			got := who.do(ids[0], key+"-"+what, what, false, fields)
			require.True(t, got.done(what), "%s: %s", what, got)
		}
	}
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	require.Len(t, h.got(number(1)), 3, "one greeting, one reply, one end: %v", h.got(number(1)))
	require.Equal(t, http.StatusNotFound, who.do(ids[0], "another-key", "close", false, url.Values{"reason": {"advice"}, "outcome": {"advice_given"}, "risk": {"none"}}).status)
}
