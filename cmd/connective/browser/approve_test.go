package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// many makes a list of so many people who have agreed to be texted.
func many(t *testing.T, n int) string {
	t.Helper()
	list := filepath.Join(t.TempDir(), "choir.csv")
	rows := "number,consent,consent_source,consent_date,consent_words\n"
	for i := range n {
		rows += fmt.Sprintf("+447700900%03d,news,paper form,2026-03-31,Texts from Tea Town\n", 200+i)
	}
	require.NoError(t, os.WriteFile(list, []byte(rows), 0o600))
	return list
}

// TestASecondPersonApprovesABroadcastAndEndsItWhileItRuns has two leads at two
// browsers: what one does, the other sees without loading the page anew.
func TestASecondPersonApprovesABroadcastAndEndsItWhileItRuns(t *testing.T) {
	folder := choirFolder(t)
	org := "name: Tea Town\nnumber: \"+447700900002\"\nlanguages: [en, cy]\nquiet: none\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\nconsents: {news: Texts from Tea Town}\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, "org.yaml"), []byte(org), 0o644))
	address, command := startServeOf(t, folder)
	command("people", "import", "teas", many(t, 130), "--group", "choir")
	ada := duty{t, signsIn(t, command, "Ada", "lead"), address}
	omar := duty{t, signsIn(t, command, "Omar", "lead"), address}

	ada.open("broadcasts/new")
	run(t, ada.ctx, `document.getElementById('group').checked = true; document.getElementById('say-en').value = 'We sing at 7 tonight in the hall.'`)
	ada.presses("main form button")
	sees(t, ada.ctx, "#exact", "would get it: 130.")
	ada.presses(`button[value="send"]`)
	sees(t, ada.ctx, "#acts", "somebody else must approve it")
	require.Equal(t, false, ask[bool](t, ada.ctx, `!!document.querySelector('form[action$="/approve"]')`), "not by who wrote it")
	looks(t, ada.ctx, "broadcast-waits")

	page := strings.TrimPrefix(ask[string](t, ada.ctx, `location.pathname`), "/console/")
	omar.open(page)
	sees(t, omar.ctx, "#acts", "first to 20 of them")
	looks(t, omar.ctx, "broadcast-approve")
	omar.presses(`form[action$="/approve"] button`)
	sees(t, omar.ctx, "main", "The first few have left.")
	sees(t, omar.ctx, ".fates", "Sent20")
	ada.open(page)
	sees(t, ada.ctx, "#state", "after the first few")
	omar.presses(`button[value="pause"]`) // within the minute that the rest wait
	sees(t, omar.ctx, "#state", "Paused")
	sees(t, ada.ctx, "#state", "Paused")
	looks(t, omar.ctx, "broadcast-paused")
	omar.presses(`button[value="cancel"]`)
	sees(t, omar.ctx, "#state", "Cancelled")
	sees(t, ada.ctx, "#state", "Cancelled")
	omar.open(page + "/missed")
	require.Equal(t, 110, ask[int](t, omar.ctx, `document.querySelectorAll('tbody tr').length`), "20 have it")
	sees(t, omar.ctx, "tbody", "it was cancelled before it left")
	looks(t, omar.ctx, "broadcast-missed")
}
