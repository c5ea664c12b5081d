package fault_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
)

// northLine is the number of the second organisation.
const northLine = "+447700900555"

// twoCompanies is a house in which one organisation texts over the installation's
// own provider and another over Twilio, whose sink is returned too.
func twoCompanies(t *testing.T, own sink.Config, env ...string) (*house, *sink.Sink) {
	t.Helper()
	north := sink.New(sink.Config{Wire: twiliotest.Wire{AccountSID: twilioAccount, Token: twilioToken}})
	server := httptest.NewServer(north)
	t.Cleanup(func() { north.Close(); server.Close() })
	flows := writeFlows(t)
	require.NoError(t, os.CopyFS(filepath.Join(flows, "north"), os.DirFS(filepath.Join(flows, "echo"))))
	file := filepath.Join(flows, "north", "org.yaml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	moved := strings.Replace(string(text), line, northLine, 1) + "provider: twilio\n"
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(moved, "Echo", "North", 1)), 0o644))
	h := newHouse(t, build(t), 1, own, append(env,
		"CONNECTIVE_FLOWS="+flows, "TWILIO_URL="+server.URL, "TWILIO_ACCOUNT_SID="+twilioAccount, "TWILIO_AUTH_TOKEN="+twilioToken)...)
	return h, north
}

func soon(t *testing.T, what func() bool, why string) {
	t.Helper()
	require.Eventually(t, what, 30*time.Second, 20*time.Millisecond, why)
}

func TestTwoOrganisationsTextOverTwoCompanies(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	h, north := twoCompanies(t, sink.Config{})
	p := h.bots[0]
	require.Equal(t, 200, p.text("m1", number(1), "hello"))
	in := twilio.InboundText{ID: "SM1", From: number(1), To: northLine, Text: "hello"}
	status, _, _ := p.hears(t, in, asItIs)
	require.Equal(t, http.StatusOK, status)
	soon(t, func() bool { return h.sink.Accepted() == 1 && north.Accepted() == 1 }, "each is answered by the company that it came by")
	require.Equal(t, line, h.sink.Accepts()[0].From)
	require.Equal(t, northLine, north.Accepts()[0].From)

	in.ID, in.To = "SM2", line // with Twilio's signature, to a number of another company
	status, _, _ = p.hears(t, in, asItIs)
	require.Equal(t, http.StatusOK, status)
	soon(t, func() bool { return p.metric("connective_quarantined") == 1 }, "it is kept apart: whoever has the key of one connection must not speak in the name of another's people")

	north.Behave(sink.Mix[sink.Mode]{sink.NoCredit: 1}, nil)
	in.ID, in.To, in.Text = "SM3", northLine, "one"
	_, _, _ = p.hears(t, in, asItIs)
	soon(t, func() bool { return p.metric(`connective_provider_refuses{class="balance",connection="twilio"}`) == 1 }, "Twilio has no credit")
	require.Zero(t, p.metric(`connective_provider_refuses{class="balance",connection="messagebird"}`))
	require.Equal(t, 200, p.text("m2", number(1), "one"))
	soon(t, func() bool { return h.sink.Accepted() == 2 }, "who texts over another company does not notice")
	north.Behave(nil, nil)
	soon(t, func() bool { return north.Accepted() == 2 }, "nothing is lost")
	soon(t, func() bool {
		return p.metric(`connective_outbox_events_total{connection="twilio",event="accepted"}`) == 2
	}, "and counted by connection")
}

// secondLine is the number of the same organisation at the other company.
const secondLine = "+447700900777"

// withFallback is a house whose one organisation texts over MessageBird, and over
// Twilio what certainly did not leave by that.
func withFallback(t *testing.T, own, other sink.Config, env ...string) (*house, *sink.Sink) {
	t.Helper()
	return withSecond(t, "", own, other, env...)
}

// withSecond is the same with more about the second connection, such as its share.
func withSecond(t *testing.T, more string, own, other sink.Config, env ...string) (*house, *sink.Sink) {
	t.Helper()
	other.Wire = twiliotest.Wire{AccountSID: twilioAccount, Token: twilioToken}
	second := sink.New(other)
	server := httptest.NewServer(second)
	t.Cleanup(func() { second.Close(); server.Close() })
	flows := writeFlows(t)
	file := filepath.Join(flows, "echo", "org.yaml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append(text, "fallback: {provider: twilio, number: \""+secondLine+"\", replies: here"+more+"}\n"...), 0o644))
	h := newHouse(t, build(t), 1, own, append(env,
		"CONNECTIVE_FLOWS="+flows, "TWILIO_URL="+server.URL, "TWILIO_ACCOUNT_SID="+twilioAccount, "TWILIO_AUTH_TOKEN="+twilioToken, "TWILIO_OPT_OUT=off")...)
	return h, second
}

func TestWhatOneCompanyRefusesLeavesByTheOtherAndASTOPThereHolds(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	h, second := withFallback(t, sink.Config{Modes: sink.Mix[sink.Mode]{sink.BadKey: 1}}, sink.Config{})
	p := h.bots[0]
	require.Equal(t, 200, p.text("m1", number(1), "hello"))
	soon(t, func() bool { return second.Accepted() == 1 }, "the key is refused: it certainly did not leave")
	require.Equal(t, secondLine, second.Accepts()[0].From)
	in := twilio.InboundText{ID: "SM1", From: number(1), To: secondLine, Text: "one"}
	_, _, _ = p.hears(t, in, asItIs)
	soon(t, func() bool { return second.Accepted() == 2 }, "what they answer to that number goes on with the same conversation")
	require.Equal(t, [2]string{secondLine, "one after nothing"}, [2]string{second.Accepts()[1].From, second.Accepts()[1].Text})

	in.ID, in.Text = "SM2", "STOP"
	_, _, _ = p.hears(t, in, asItIs)
	soon(t, func() bool { return second.Accepted() == 3 }, "STOP is confirmed where it was said")
	h.sink.Behave(nil, nil)
	require.Equal(t, 200, p.text("m2", number(1), "two"))
	soon(t, func() bool { return second.Accepted()+h.sink.Accepted() == 4 }, "one short answer")
	last := append(h.sink.Accepts(), second.Accepts()[3:]...)[0]
	require.Contains(t, last.Text, "START", "who has stopped at one number has stopped at the other")
}

func TestWhatMayHaveLeftByOneCompanyNeverLeavesByTheOther(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	const people = 20
	h, second := withFallback(t, sink.Config{Modes: sink.Mix[sink.Mode]{sink.FailAccepted: .4, sink.CutAccepted: .4, sink.BadKey: .2}, Seed: 7}, sink.Config{})
	for i := range people {
		require.Equal(t, 200, h.bots[0].text("m"+number(i), number(i), "hello"))
	}
	got := func() (total int, twice []string) {
		seen := map[string]int{}
		for _, a := range append(h.sink.Accepts(), second.Accepts()...) {
			if seen[a.To]++; seen[a.To] == 2 {
				twice = append(twice, a.To)
			}
		}
		return len(seen), twice
	}
	soon(t, func() bool { all, _ := got(); return all == people }, "nobody is left without an answer")
	require.True(t, h.atRest(time.Minute))
	_, twice := got()
	require.Empty(t, twice, "and nobody has two")
	require.NotEmpty(t, second.Accepts())
	for ref := range h.unknown() {
		for _, a := range second.Accepts() {
			require.NotEqual(t, ref, a.Ref, "what is listed stayed with the first company")
		}
	}
}
