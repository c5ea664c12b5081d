package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// TestStaffLetSomebodyIntoAGroupAndImportAList goes the whole way in a browser, and
// looks at each page on it.
func TestStaffLetSomebodyIntoAGroupAndImportAList(t *testing.T) {
	demo := startDemo(t)
	console := strings.TrimSuffix(demo, "/demo/") + "/console/"
	ctx := visit(t, demo, 1280, 900)
	text(t, ctx, "JOIN")
	sees(t, ctx, ".texts", "1 Yes")
	text(t, ctx, "1")
	sees(t, ctx, ".texts", "you have joined")
	text(t, ctx, "JOIN ELM")
	sees(t, ctx, ".texts", "Who runs Elm Street")

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(console+"demo")))
	shows(t, ctx, console+"groups", "groups")
	sees(t, ctx, "main", "Allotment")
	shows(t, ctx, console+"groups/elm", "group-asking")
	run(t, ctx, `document.querySelector('button[value="accept"]').click()`)
	sees(t, ctx, ".nhsuk-notification-banner", "They are in the group")
	looks(t, ctx, "group-members")
	run(t, ctx, `document.querySelector('tbody a').click()`)
	sees(t, ctx, "#out", "out of the group")
	looks(t, ctx, "group-out")

	list := filepath.Join(t.TempDir(), "people.csv")
	require.NoError(t, os.WriteFile(list, []byte("number,consent,consent_source,consent_date,consent_words,groups\n07700 900201,updates,paper form,2026-03-31,Texts from Wenbridge Link,allotment\n4.47701E+11,updates,paper form,2026-03-31,Texts from Wenbridge Link,allotment\n01632 960001,updates,paper form,2026-03-31,,chess\n"), 0o600))
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(console+"people/import")))
	_, err := chromedp.Run(ctx, chromedp.SetUploadFiles("#list", []string{list}))
	require.NoError(t, err)
	run(t, ctx, `document.querySelector('form[enctype] button').click()`)
	sees(t, ctx, "main", "Nothing has been written yet")
	looks(t, ctx, "import-look")
	run(t, ctx, `document.querySelector('main form button').click()`)
	sees(t, ctx, "main", "Nobody was texted")
	looks(t, ctx, "import-done")
}
