package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// choirFolder is an organisation with a choir that people join by text.
func choirFolder(t *testing.T) string {
	t.Helper()
	dir := teaFolder(t, teaFlow)
	for name, text := range map[string]string{
		"org.yaml":   "name: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\nquiet: none\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\n",
		"groups.csv": "id,name,name:cy\nchoir,Choir,Côr\n",
		"sing.yaml":  "title: Sing\nstart: {words: [SING]}\nsteps:\n  one: {join: choir, say: You are in the choir. Text STOP to stop., then: end}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// TestALeadWritesABroadcastLooksAtItSendsItAndEndsASeries goes through the pages of
// broadcasts, at every width.
func TestALeadWritesABroadcastLooksAtItSendsItAndEndsASeries(t *testing.T) {
	address, command := startServeOf(t, choirFolder(t), "CONNECTIVE_PART_PRICE=2.4", "CONNECTIVE_MONTH_BUDGET=20")
	for _, from := range []string{"201", "202", "203"} {
		command("simulate", "fake", "SING", "--from", "+447700900"+from, "--to", "+447700900002")
	}
	ctx := signsIn(t, command, "Dana", "lead")
	d := duty{t, ctx, address}
	d.open("broadcasts/new")
	d.presses("main form button")
	sees(t, ctx, ".nhsuk-error-summary", "Choose a group")
	looks(t, ctx, "broadcast-problem")
	run(t, ctx, `document.getElementById('group').checked = true; document.getElementById('say-en').value = 'We sing at 7 tonight in the hall.'`)
	d.presses("main form button")
	sees(t, ctx, "#exact", "would get it: 3.")
	sees(t, ctx, "#bill", "£0.07")
	looks(t, ctx, "broadcast-draft")
	d.presses(`button[value="test"]`)
	sees(t, ctx, ".nhsuk-error-summary", "Your account has no number")
	looks(t, ctx, "broadcast-test-problem")
	d.presses(`button[value="send"]`)
	sees(t, ctx, "#state", "Done")
	sees(t, ctx, ".fates", "Sent")
	d.open(strings.TrimPrefix(ask[string](t, ctx, `location.pathname`), "/console/"))
	sees(t, ctx, "main", "0 of 1,000 replied")
	looks(t, ctx, "broadcast-done")

	d.open("broadcasts/new")
	run(t, ctx, `document.getElementById('group').checked = true; document.getElementById('say-en').value = 'We sing on Mondays.'
		document.getElementById('every').value = 'Monday'; document.getElementById('clock').value = '10:00'; document.getElementById('except').value = 'england'`)
	d.presses("main form button")
	sees(t, ctx, "main", "Mondays 10:00")
	d.presses(`button[value="send"]`)
	sees(t, ctx, "#state", "Repeats")
	becomesSoon(t, d, "Each time")
	looks(t, ctx, "broadcast-series")
	d.presses(`button[value="cancel"]`)
	sees(t, ctx, "#state", "Cancelled")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/broadcasts")))
	sees(t, ctx, "tbody", "We sing at 7 tonight")
	looks(t, ctx, "broadcasts")
}

// becomesSoon loads the page anew until it holds the words: what another part of the
// program does is not told to it.
func becomesSoon(t *testing.T, d duty, words string) {
	t.Helper()
	page := strings.TrimPrefix(ask[string](t, d.ctx, `location.pathname`), "/console/")
	require.Eventually(t, func() bool {
		d.open(page)
		return strings.Contains(d.text(), words)
	}, 30*time.Second, 300*time.Millisecond)
}
