package browser_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are names and texts that would run hit() on a page which takes words for
// markup, one a line in testdata/hostile.txt.
func hostile(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile.txt")
	require.NoError(t, err)
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.Len(t, all, 300)
	return all
}

// watching notes what would run, and what the policy of the page kept from running.
const watching = `window.ran = []; window.hit = () => { window.ran.push(document.URL) };
addEventListener('securitypolicyviolation', e => window.ran.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`

// unharmed opens a page: nothing ran on it, nothing was kept from running, and it
// has no markup but its own.
func unharmed(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	for range 100 { // a machine with much to do may answer that its store is away
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address)))
		becomes(t, ctx, `document.readyState == 'complete'`, address)
		if ask[int](t, ctx, `performance.getEntriesByType('navigation')[0].responseStatus`) == http.StatusOK {
			break
		}
	}
	require.Equal(t, http.StatusOK, ask[int](t, ctx, `performance.getEntriesByType('navigation')[0].responseStatus`), address)
	run(t, ctx, `for (const d of document.querySelectorAll('details')) d.open = true`)
	require.Empty(t, ask[[]string](t, ctx, `window.ran`), address)
	require.Empty(t, ask[[]string](t, ctx, strange("document")), address)
}

// strange is a script that finds what no page of ours has in a document.
func strange(document string) string {
	return `[...` + document + `.querySelectorAll('*')].filter(e => e.matches('iframe:not([src="/console/demo"]),object,embed,audio,video,style,base,math,marquee,x,xss,script:not([src^="/static/"]),img:not([src^="data:"]):not([src^="/static/"]):not([src^="/flows/"])')
		|| [...e.attributes].some(a => /^on|^hx-on/.test(a.name) || /^(href|src|action|formaction)$/.test(a.name) && /^\s*(javascript|vbscript):/i.test(a.value))).map(e => e.outerHTML.slice(0, 200))`
}

// TestHostileNamesAndTextsRunNothing sends 300 texts, and gives cases, notes,
// replies, drafts, members of staff, searches and flows those words too.
func TestHostileNamesAndTextsRunNothing(t *testing.T) {
	demo := startDemo(t)
	address := strings.TrimSuffix(demo, "/demo/")
	all := hostile(t)
	phones := []string{"+447700900101", "+447700900102", "+447700900103", "+447700900104"}
	for _, phone := range phones {
		sends(t, demo+"text", url.Values{"phone": {phone}, "text": {"PERSON"}})
	}
	for i, words := range all {
		sends(t, demo+"text", url.Values{"phone": {phones[i%len(phones)]}, "text": {words}})
	}
	ctx := visit(t, "about:blank", 1280, 900)
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watching})
	require.NoError(t, err)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/demo")))
	sees(t, ctx, "main", "…104")
	cases := ask[[]string](t, ctx, `[...document.querySelectorAll('tbody a')].map(a => a.getAttribute('href'))`)
	require.Len(t, cases, len(phones), "one for each phone")
	words, err := json.Marshal(all)
	require.NoError(t, err)
	fetched := ask2[[]string](t, ctx, `(async () => {
		const words = `+string(words)+`, cases = [...document.querySelectorAll('tbody a')].map(a => a.getAttribute('href')), found = []
		const look = async (address, form) => {
			for (let tries = 100; ; tries--) {
				const answer = await fetch(address, {redirect: 'manual', ...form && {method: 'POST', body: new URLSearchParams(form)}})
				if (answer.type == 'opaqueredirect') return // to a page that is looked at below
				if (answer.status >= 500 && tries) {
					await new Promise(r => setTimeout(r, 100))
					continue
				}
				if (answer.status >= 500) found.push(address + ' was answered ' + answer.status)
				const d = new DOMParser().parseFromString(await answer.text(), 'text/html')
				return found.push(...`+strange("d")+`)
			}
		}
		for (const [i, w] of words.entries()) {
			const to = cases[i % cases.length]
			if (i % 3 == 0) await look(to, {do: 'reply', text: w})
			else if (i % 3 == 1) await look(to, {do: 'remark', remark: w})
			else await look(to + '/draft', {text: w, key: '0123456789' + i})
			switch (i % 10) {
			case 0: await look('/console/staff', {name: w, email: 'a' + i + '@example.org', role: 'responder'}); break
			case 1: await look(to + '/number', {reason: w}); break
			case 2: await look('/console/staff', {name: '', email: w, role: w}); break
			case 3: await look(to + '?done=' + encodeURIComponent(w)); break
			case 4: await look('/console/language?to=en&back=' + encodeURIComponent(w)); break
			case 5: await look(to, {do: 'move', queue: w, note: w}); break
			default: await look('/console/search?q=' + encodeURIComponent(w))
			}
		}
		return found
	})()`)
	require.Empty(t, fetched)
	for _, to := range cases {
		unharmed(t, ctx, address+to)
		unharmed(t, ctx, address+to+"/print")
	}
	for _, to := range []string{"cases/new", "cases/all", "cases/closed", "search?q=hit", "staff", "audit", "account"} {
		unharmed(t, ctx, address+"/console/"+to)
	}
	for _, phone := range phones {
		unharmed(t, ctx, demo+"?phone="+url.QueryEscape(phone))
	}
	flow := "title: '" + strings.ReplaceAll(all[0], "'", "''") + "'\nsteps:\n"
	for i, w := range all {
		quoted, err := json.Marshal(w)
		require.NoError(t, err)
		flow += "  s" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ": {say: " + string(quoted) + "}\n"
		if i == 60 {
			break // more steps than anybody's flow has
		}
	}
	save(t, address+"/flows/wenbridge/stop.yaml", flow+"\n# "+strings.Join(all, "\n# "))
	for _, to := range []string{"", "wenbridge/stop.yaml"} {
		unharmed(t, ctx, address+"/flows/"+to)
	}
}

// ask2 is ask for what a script finds later.
func ask2[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	return found
}

// sends posts a form.
func sends(t *testing.T, to string, form url.Values) {
	t.Helper()
	answer, err := http.PostForm(to, form)
	require.NoError(t, err)
	assert.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode, to)
}
