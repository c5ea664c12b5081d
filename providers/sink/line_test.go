package sink_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/messagebird"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

const elsewhere = "https://elsewhere.example.org/hooks"

// What each company answers for a number is read by its adapter as what it is.
func TestEachCompanyTellsOfANumberAsItDoes(t *testing.T) {
	for name, c := range map[string]struct {
		lines func(hook string) sink.Lines
		fault string            // empty for none
		own   map[string]string // where a company's words are other ones, or it tells nothing of it
	}{
		"right": {func(hook string) sink.Lines { return sink.Lines{line: {Hook: hook}} }, "", nil},
		"not ours": {
			func(hook string) sink.Lines { return sink.Lines{"+447700900998": {Hook: hook}} }, "has no such number",
			map[string]string{govuknotify.Name: "come from another number (ending 998)", whatsapp.Name: ""},
		},
		"cannot text": {
			func(hook string) sink.Lines { return sink.Lines{line: {Mute: true, State: "OFFLINE", Hook: hook}} }, "cannot send or receive texts",
			map[string]string{govuknotify.Name: "", whatsapp.Name: "Meta says that the number is offline, so that it cannot write"},
		},
		"texts go elsewhere": {
			func(string) sink.Lines { return sink.Lines{line: {Hook: elsewhere + "?key=secret"}} }, "goes to " + elsewhere + " and not here",
			map[string]string{messagebird.Name: "", bird.Name: "", govuknotify.Name: ""},
		},
	} {
		eachWire(t, name, func(t *testing.T, company string) {
			w := buildAs(t, company, sink.Config{})
			hook := w.door.URL + "/hooks/" + company + "/inbound"
			told := hook
			if company == twilio.Name {
				told += "#rc=2&rp=5xx,ct,rt"
			}
			w = buildOf(t, company, c.lines(told), sink.Config{})
			f := w.CheckSender(t.Context(), line, hook)
			want, other := c.own[company]
			if !other {
				want = c.fault
			}
			if want == "" {
				require.Empty(t, f.Faults)
			} else {
				require.Len(t, f.Faults, 1)
				require.Contains(t, f.Faults[0], want)
			}
			said := strings.Join(append(f.Notes, f.Faults...), "\n")
			require.NotContains(t, said, "7700900", "no number is named")
			require.NotContains(t, said, "key=secret")
			require.Empty(t, w.Accepts(), "nobody was sent anything")
		})
	}
}

// A company that refuses the key tells nothing of the number: no fault is made of it.
func TestAKeyThatIsRefusedTellsNothingOfANumber(t *testing.T) {
	eachWire(t, "refused", func(t *testing.T, company string) {
		another := map[bool]string{true: messagebird.Name, false: twilio.Name}[company == twilio.Name]
		p, err := wires[company].open(buildAs(t, another, sink.Config{}).server.URL, "", nil) // which knows no such key
		require.NoError(t, err)
		f := p.CheckSender(t.Context(), line, "https://bot.example.org/hooks/x/inbound")
		require.Empty(t, f.Faults)
		require.Contains(t, f.Notes[0], "it answers 401")
	})
}

func TestACompanyThatIsAskedToCallUsSignsAsEver(t *testing.T) {
	w := buildAs(t, bird.Name, sink.Config{})
	f := w.company.(providers.SecretChecker).CheckSecret(t.Context())
	require.Empty(t, f.Faults)
	require.Contains(t, f.Notes[0], "its signature fits")
	require.Empty(t, w.states(), "it is no report of anything")
	w.refuse = 1
	f = w.company.(providers.SecretChecker).CheckSecret(t.Context())
	require.Contains(t, f.Faults[0], "was answered 503")
}
