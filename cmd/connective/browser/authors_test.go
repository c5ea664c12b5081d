package browser_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// teaFlow is a flow to edit.
const teaFlow = `title: A cup of tea
about: Asks how somebody likes their tea.
start: {words: [TEA]}
steps:
  milk:
    ask: Milk in your tea? Text STOP to stop.
    options: {yes: Yes, no: No}
  sugar:
    ask: Sugar?
    options: {one: One, two: Two}
  done: {say: Enjoy your tea.}
`

// startAuthors runs the demonstration on a folder with a flow, and returns the
// address of its pages for authors and the folder.
func startAuthors(t *testing.T) (pages, dir string) {
	t.Helper()
	dir = teaFolder(t, teaFlow)
	return strings.TrimSuffix(startDemo(t, "--flows", dir), "demo/") + "flows/", dir
}

// teaFolder writes an organisation with one flow.
func teaFolder(t *testing.T, flow string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "teas")
	require.NoError(t, os.Mkdir(dir, 0o755))
	for name, text := range map[string]string{
		"org.yaml": "name: Tea Town\nnumber: \"+447700900002\"\nwelcome: tea\nmenu: [tea]\nqueues: {desk: }\ncases: {templates: {naps: \"Naps help <when>.\"}, areas: {leeds: {name: Leeds health visitors, contact: 01632 960123}}}\n", "tea.yaml": flow,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// run runs a script on the page.
func run(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => {`+script+`; return true})()`))
	require.NoError(t, err)
}

// types puts words of the source in the place of others, as an author would.
func types(t *testing.T, ctx context.Context, old, with string) {
	t.Helper()
	run(t, ctx, `const s = document.getElementById("source"); s.value = s.value.replace(`+quote(old)+`, `+quote(with)+`); s.dispatchEvent(new Event("input"))`)
}

// try texts on the phone beside the source.
func try(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	run(t, ctx, `document.getElementById("text").value = `+quote(words)+`; document.getElementById("do-text").click()`)
}

func TestAnAuthorEditsSavesAndSeesTheConversationPlayedAgain(t *testing.T) {
	pages, dir := startAuthors(t)
	ctx := visit(t, pages, 1280, 900)
	sees(t, ctx, ".cards", "A cup of tea")
	picture(t, ctx, "authors-list")
	run(t, ctx, `document.querySelector(".cards h3 a").click()`)
	sees(t, ctx, "#found-words", "Nothing is wrong here.")
	sees(t, ctx, "#drawing", "Asks how somebody likes")

	try(t, ctx, "TEA")
	sees(t, ctx, "#talk .texts", "Milk in your tea?")
	try(t, ctx, "1")
	sees(t, ctx, "#talk .texts", "Sugar?")
	try(t, ctx, "2")
	sees(t, ctx, "#talk .texts", "Enjoy your tea.")

	types(t, ctx, "two: Two", "lots: Lots -> dne")
	sees(t, ctx, "#found-list", `there is no step called "dne"`)
	sees(t, ctx, "#found-words", "1 error")
	sees(t, ctx, "#talk", "The files have errors")
	wrong, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("line-10").className + document.getElementById("unsaved").hidden`))
	require.NoError(t, err)
	require.Equal(t, "errorfalse", wrong)
	warned, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!dispatchEvent(new Event("beforeunload", {cancelable: true}))`))
	require.NoError(t, err)
	require.True(t, warned, "whoever leaves now would lose what they wrote")

	run(t, ctx, `document.querySelector("[value=save]").click()`)
	sees(t, ctx, "#notices", "Saved, but not published: there is 1 error.")
	saved, err := os.ReadFile(filepath.Join(dir, "tea.yaml"))
	require.NoError(t, err)
	require.Contains(t, string(saved), "-> dne")
	picture(t, ctx, "authors-error")

	types(t, ctx, "options: {one: One, lots: Lots -> dne}", "options: {one: Just one}")
	sees(t, ctx, "#found-words", "Nothing is wrong here.")
	sees(t, ctx, "#talk .misfit", "Now nothing understands it.")
	run(t, ctx, `document.querySelector("[value=save]").click()`)
	sees(t, ctx, "#notices", "Saved and published")
	sees(t, ctx, "#talk .misfit", "Now nothing understands it.")
	picture(t, ctx, "authors-replay")

	changed := strings.Replace(teaFlow, "Milk in your tea?", "Oat milk?", 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tea.yaml"), []byte(changed), 0o644))
	sees(t, ctx, "#source", "Oat milk?") // what another editor saves is shown
	sees(t, ctx, "#talk .texts", "Oat milk?")

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(strings.TrimSuffix(pages, "flows/")+"demo/")))
	text(t, ctx, "TEA")
	sees(t, ctx, ".texts", "Oat milk?") // and people get it
}

// scriptless is a way to the pages on which a browser runs none of their scripts.
func scriptless(t *testing.T, pages string) string {
	t.Helper()
	demo, err := url.Parse(strings.TrimSuffix(pages, "/flows/"))
	require.NoError(t, err)
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(demo)
			r.Out.Host = r.In.Host
		},
		ModifyResponse: func(r *http.Response) error {
			r.Header.Set("Content-Security-Policy", "script-src 'none'")
			return nil
		},
	})
	t.Cleanup(proxy.Close)
	return proxy.URL
}

func TestTheAuthorsPageWorksWithoutScripts(t *testing.T) {
	pages, dir := startAuthors(t)
	ctx := visit(t, scriptless(t, pages)+"/flows/teas/tea.yaml", 390, 844)
	press := func(field, words, button string) {
		t.Helper()
		run(t, ctx, `const f = document.querySelector(`+quote(field)+`); f.value = f.tagName === "TEXTAREA" ? f.value.replace(/Sugar.*/, `+quote(words)+`) : `+quote(words)+`; document.querySelector(`+quote(button)+`).click()`)
	}
	press("#text", "TEA", "#do-text")
	sees(t, ctx, "#talk .texts", "Milk in your tea?")
	require.NoError(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#text"), "1\r"))) // Enter sends, it does not save
	sees(t, ctx, "#talk .texts", "Sugar?")
	press("#source", "Honey? <nobody>", "[value=save]")
	sees(t, ctx, "#notices", "Saved, but not published")
	sees(t, ctx, "#found-list", "is never filled in")
	picture(t, ctx, "authors-phone-width")
	run(t, ctx, `const f = document.getElementById("source"); f.value = f.value.replace(" <nobody>", ""); document.querySelector("[value=save]").click()`)
	sees(t, ctx, "#notices", "Saved and published")
	sees(t, ctx, "#talk .texts", "Honey?")
	saved, err := os.ReadFile(filepath.Join(dir, "tea.yaml"))
	require.NoError(t, err)
	require.Equal(t, strings.Replace(teaFlow, "Sugar?", "Honey?", 1), string(saved))
}

func TestWhatSomebodyElseHasWrittenStaysInSight(t *testing.T) {
	pages, dir := startAuthors(t)
	ctx := visit(t, pages+"teas/tea.yaml", 1280, 900)
	types(t, ctx, "Sugar?", "Any sugar?")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tea.yaml"), []byte(strings.Replace(teaFlow, "Milk", "Oat milk", 1)), 0o644))
	types(t, ctx, "One", "Just one")
	sees(t, ctx, "#notices", "Somebody else has changed this file since you opened it.")
	run(t, ctx, `document.querySelector("[value=save]").click()`)
	sees(t, ctx, "#notices .other", "Oat milk in your tea?")
	picture(t, ctx, "authors-conflict")
	types(t, ctx, "Milk", "Oat milk")
	sees(t, ctx, "#talk", "answered by the text in the editor")
	sees(t, ctx, "#notices .other", "Oat milk in your tea?")
	run(t, ctx, `document.querySelector("[value=save]").click()`)
	sees(t, ctx, "#notices", "Saved and published")
	saved, err := os.ReadFile(filepath.Join(dir, "tea.yaml"))
	require.NoError(t, err)
	require.Equal(t, strings.NewReplacer("Milk", "Oat milk", "Sugar?", "Any sugar?", "One", "Just one").Replace(teaFlow), string(saved))
}

func TestTheAuthorsPagesFitAPhone(t *testing.T) {
	pages, _ := startAuthors(t)
	ctx := visit(t, pages, 360, 800)
	for _, page := range []string{pages, pages + "teas/tea.yaml", pages + "teas/org.yaml", strings.TrimSuffix(pages, "flows/") + "explain/runs-on"} {
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(page)))
		wider, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`))
		require.NoError(t, err)
		require.False(t, wider, "nothing may stick out sideways on %s", page)
	}
}
