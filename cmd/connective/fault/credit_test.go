package fault_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/providers/sink"
)

// refuses is what a command says that must fail.
func (h *house) refuses(args ...string) string {
	h.t.Helper()
	cmd := exec.Command(h.program, args...)
	cmd.Env = append(os.Environ(), h.bots[0].settings()...)
	out, err := cmd.CombinedOutput()
	require.Error(h.t, err, string(out))
	return string(out)
}

// The credit is used up in the middle of a broadcast, with two bots. It is paused and
// staff hear of it; a reply waits; one bot is killed; and after the account has been
// topped up, and somebody has said so, it goes on where it was.
func TestWhenTheCreditIsUsedUpABroadcastIsPausedAndGoesOnWhereItWas(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel() // most of it waits
	const people = 90
	post, mail := openPostOffice(t)
	h := newHouse(t, build(t), 2, sink.Config{}, append(mail, "CONNECTIVE_RATE=10")...)
	h.command(20*time.Second, "staff", "add", "dana@example.org", "--name", "Dana", "--org", "echo", "--role", "admin")
	h.enrol(people)
	file := filepath.Join(t.TempDir(), "swap.yaml")
	require.NoError(t, os.WriteFile(file, []byte("org: echo\nto: {group: allotment}\nsay: {en: Seed swap on Saturday.}\n"), 0o644))
	said := h.command(20*time.Second, "broadcast", "new", file, "--by", "Ada")
	id := strings.TrimSuffix(strings.Fields(said)[2], ".")
	h.command(20*time.Second, "broadcast", "send", "echo", id)
	require.Eventually(t, func() bool { return h.sink.Accepted() > 10 }, 30*time.Second, 5*time.Millisecond)

	h.sink.Behave(sink.Mix[sink.Mode]{sink.NoCredit: 1}, nil)
	counts := h.becomes(id, broadcast.Paused, 30*time.Second)
	b, _ := h.status(id)
	require.Equal(t, broadcast.NoCredit, b.Why)
	require.Less(t, counts.Settled(), people, "it was in the middle")
	for _, line := range []string{h.command(10*time.Second, "broadcast", "status", "echo", id), h.refuses("doctor")} {
		require.Contains(t, line, "there is no credit left: top up in the dashboard, then resume the broadcasts that are paused")
	}
	const refuses, told = `connective_provider_refuses{class="balance",connection="messagebird"}`, `connective_alarms_total{channel="mail",kind="provider"}`
	require.Eventually(t, func() bool {
		return h.bots[0].metric(refuses) == 1 && h.bots[1].metric(refuses) == 1 && len(post.got()) == 1
	}, 30*time.Second, 50*time.Millisecond, "both know, and the admin hears of it")
	require.Contains(t, post.got()[0], "is used up: texts wait")
	require.Eventually(t, func() bool { return h.bots[0].metric(told)+h.bots[1].metric(told) == 1 }, 10*time.Second, 20*time.Millisecond)

	require.Equal(t, 200, h.bots[0].text("hello", other, "HELLO"))
	require.Equal(t, 200, h.bots[0].text("stop", stopper, "STOP"))
	h.command(10*time.Second, "broadcast", "resume", "echo", id)
	h.becomes(id, broadcast.Paused, 70*time.Second) // it was not topped up: its next text finds that out
	h.bots[1].kill()
	h.bots[1].start()
	h.bots[1].await()
	before := len(h.sink.Accepts())
	require.Empty(t, append(h.got(stopper), h.got(other)...), "nothing has left")

	h.sink.Behave(nil, nil)
	require.Eventually(t, func() bool { return len(h.got(stopper)) > 0 && len(h.got(other)) > 0 }, 3*time.Minute, 50*time.Millisecond, "replies go first, and by themselves")
	require.Eventually(t, func() bool { return h.bots[0].metric(refuses) == 0 && h.bots[1].metric(refuses) == 0 }, 30*time.Second, 50*time.Millisecond)
	paused, _ := h.status(id)
	require.Equal(t, broadcast.Paused, paused.State, "a broadcast waits for people")
	require.LessOrEqual(t, len(h.sink.Accepts())-before, 2, "what was asked for, and nothing of it")
	h.command(10*time.Second, "broadcast", "resume", "echo", id)
	counts = h.becomes(id, broadcast.Done, 3*time.Minute)
	require.True(t, h.atRest(time.Minute))

	require.Len(t, h.got(stopper), 1)
	require.Len(t, h.got(other), 1)
	got := map[string]int{}
	for _, a := range h.sink.Accepts() {
		if strings.Contains(a.Text, "Seed swap") {
			got["+"+strings.TrimPrefix(a.To, "+")]++
		}
	}
	missing := 0
	for i := range people {
		n := got[memberPhone(i)]
		require.LessOrEqual(t, n, 1, "the same broadcast twice")
		if n == 0 {
			missing++
		}
	}
	require.Equal(t, counts.Unknown, missing, "each was sent it once, or is listed")
	require.Len(t, h.unknown(), counts.Unknown)
	require.Equal(t, people, counts.Sent+counts.Unknown)
	t.Logf("%d of %d were sent it; %d were in the calls that the credit ran out in, and are listed", counts.Sent, people, counts.Unknown)
}
