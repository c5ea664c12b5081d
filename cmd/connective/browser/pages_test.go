package browser_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sizes are the widths of a phone, a tablet and a desk, in CSS pixels.
var sizes = []int64{360, 768, 1280}

// axe reads testdata/axe.min.js: axe-core 4.14.1, under the MPL 2.0 (axe.LICENSE).
// It is for tests alone.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("testdata/axe.min.js")
	require.NoError(t, err)
	return string(source)
}

// looks at a page at each size: it must fit, and axe must find nothing.
func looks(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	for _, width := range sizes {
		require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)))
		assert.True(t, ask[bool](t, ctx, `document.documentElement.scrollWidth <= document.documentElement.clientWidth`), "%s sticks out at %d", name, width)
		if width == narrow {
			assert.Empty(t, ask[[]string](t, ctx, amiss), name)
		}
		picture(t, ctx, fmt.Sprintf("%s-%d", name, width))
		if !ask[bool](t, ctx, `'axe' in window`) {
			run(t, ctx, axe(t))
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
			`axe.run(document, {resultTypes: ['violations'], iframes: false}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ': ' + n.html.slice(0, 200))))`, chromedp.EvalAwaitPromise))
		require.NoError(t, err)
		assert.Empty(t, found, "%s at %d", name, width)
	}
}

// shows opens a page and looks at it.
func shows(t *testing.T, ctx context.Context, address, name string) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address)))
	looks(t, ctx, name)
}

// TestAxeFindsNothingInTheConsole looks at every page of the staff, in English and
// in Welsh.
func TestAxeFindsNothingInTheConsole(t *testing.T) {
	address, command := startServe(t)
	for from, words := range map[string]string{"127": "PERSON", "128": "I want to die", "129": "PERSON"} {
		command("simulate", "fake", words, "--from", "+447700900"+from, "--to", "+447700900002")
	}
	said := command("staff", "add", "dana@example.org", "--name", "Dana", "--org", "teas", "--role", "admin")
	ctx := visit(t, regexp.MustCompile(`http://\S+/console/welcome/\S+`).FindString(said), 1280, 900)
	looks(t, ctx, "welcome")
	submit(t, ctx, map[string]string{"password": "short", "again": "short"})
	sees(t, ctx, ".nhsuk-error-summary", "12 letters")
	looks(t, ctx, "welcome-problem")
	submit(t, ctx, map[string]string{"password": "correct horse battery", "again": "correct horse battery"})
	sees(t, ctx, "h1", "Set up your codes")
	looks(t, ctx, "set-up")
	submit(t, ctx, map[string]string{"code": code(t, ctx)})
	sees(t, ctx, "main", "You are signed in")
	other := regexp.MustCompile(`http://\S+/console/welcome/\S+`).FindString(command("staff", "add", "omar@example.org", "--name", "Omar", "--org", "teas", "--role", "responder"))
	require.NotEmpty(t, other)

	require.Contains(t, command("token", "new", "teas", "--name", "Booking system", "--scope", "groups:read"), "connective_")

	console := address + "/console/"
	opensCase(t, ctx, address, "127")
	one := strings.TrimPrefix(ask[string](t, ctx, `location.pathname`), "/console/")
	member := func() string {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(console+"staff")))
		return ask[string](t, ctx, `document.querySelector('tbody a').getAttribute('href')`)
	}()
	for _, lang := range []string{"en", "cy"} {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(console+"language?back=/console/&to="+lang)))
		for _, page := range []string{"", "cases/all", "cases/closed", "search?q=PERSON", one, one + "/print", "first", "rota", "broadcasts", "broadcasts/new", "groups", "people/import", "people/dead", "figures", "figures/words", "staff", strings.TrimPrefix(member, "/console/"), "account", "organisation", "programs", "audit", "nowhere"} {
			name := regexp.MustCompile(`[^a-z]+`).ReplaceAllString(strings.SplitN(page, "?", 2)[0], "-")
			shows(t, ctx, console+page, lang+"-"+name)
		}
		shows(t, ctx, console+one+"?done=reply", lang+"-done")
		run(t, ctx, `for (const d of document.querySelectorAll('details')) d.open = true`)
		looks(t, ctx, lang+"-opened")
		run(t, ctx, `document.querySelector('button[value="close"]').click()`)
		sees(t, ctx, ".nhsuk-error-summary", "")
		begun(t, ctx)
		looks(t, ctx, lang+"-close-problem")
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(console+"programs")))
		run(t, ctx, `document.querySelector('#days').form.querySelector('button').click()`)
		sees(t, ctx, ".nhsuk-error-summary", "")
		begun(t, ctx)
		looks(t, ctx, lang+"-programs-problem")
		run(t, ctx, `document.querySelector('#name').value = 'Diary'; document.querySelector('#scope').checked = true; document.querySelector('#days').form.querySelector('button').click()`)
		sees(t, ctx, "#token", "")
		begun(t, ctx)
		looks(t, ctx, lang+"-token")
	}
	run(t, ctx, `document.querySelector('.nhsuk-header__account-button').click()`)
	sees(t, ctx, "h1", "Mewngofnodi")
	looks(t, ctx, "sign-in")
	submit(t, ctx, map[string]string{"email": "dana@example.org", "password": "correct horse battery"})
	sees(t, ctx, "h1", "cod")
	looks(t, ctx, "code")
}

// TestAxeFindsNothingInTheDemonstration looks at the pages of visitors and of
// authors.
func TestAxeFindsNothingInTheDemonstration(t *testing.T) {
	demo := startDemo(t)
	address := strings.TrimSuffix(demo, "/demo/")
	ctx := visit(t, demo, 1280, 900)
	sees(t, ctx, ".texts", "JOIN")
	looks(t, ctx, "demo")
	text(t, ctx, "I want to die")
	sees(t, ctx, ".texts", "116 123")
	looks(t, ctx, "demo-talk")
	shows(t, ctx, address+"/flows/", "flows")
	file := ask[string](t, ctx, `document.querySelector('.cards h3 a').href`)
	for name, page := range map[string]string{"flow": file, "org": address + "/flows/wenbridge/org.yaml", "explain": address + "/explain/runs-on"} {
		shows(t, ctx, page, name)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(file)))
	run(t, ctx, `const s = document.getElementById("source"); s.value += "\n  nowhere: {say: Hello, then: dne}\n"; s.dispatchEvent(new Event("input"))`)
	sees(t, ctx, "#found-words", "error")
	looks(t, ctx, "flow-error")
}
