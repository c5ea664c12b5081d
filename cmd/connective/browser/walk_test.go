package browser_test

import (
	"context"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// narrow is the width of the narrowest phone that pages must fit, in CSS pixels.
const narrow = 360

// likeEach is how many pages of one kind are looked at, such as those of groups.
const likeEach = 1

// amiss is what a phone shows badly on a page, each with the element: what sticks
// out, what has to be pushed sideways to be read, and headings that are not one.
// Sources are code, whose lines must not break, and .scroll holds a drawing.
const amiss = `(() => {
	const name = e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 120)
	const found = []
	const all = [...document.body.querySelectorAll('*')]
	if (document.documentElement.scrollWidth > innerWidth)
		found.push('the page is ' + document.documentElement.scrollWidth + ' wide: ' + all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(-1).map(name))
	for (const e of all)
		if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.closest('pre, textarea, .source, .scroll'))
			found.push('must be pushed sideways: ' + name(e))
	if (document.querySelectorAll('h1').length != 1) found.push('h1: ' + document.querySelectorAll('h1').length)
	return found
})()`

// kindOf is the page's address without what differs between pages of one kind.
func kindOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	dir, last := path.Split(u.Path)
	switch {
	case strings.HasPrefix(u.Path, "/console/groups/"), strings.HasPrefix(u.Path, "/console/events/"), strings.HasPrefix(u.Path, "/console/case/"), strings.HasPrefix(u.Path, "/console/cases/"), strings.HasPrefix(u.Path, "/explain/"):
		return dir
	case strings.HasPrefix(u.Path, "/flows/") && strings.Contains(last, "."):
		return dir + path.Ext(last)
	}
	return u.Path
}

// walks follows every link from the pages, and returns what of each page is amiss by
// its path.
func walks(t *testing.T, ctx context.Context, pages ...string) map[string][]string {
	t.Helper()
	seen, of, found := map[string]bool{}, map[string]int{}, map[string][]string{}
	for len(pages) > 0 {
		page := pages[0]
		pages = pages[1:]
		if kind := kindOf(page); seen[page] || of[kind] >= likeEach {
			continue
		}
		seen[page] = true
		of[kindOf(page)]++
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(page)), page)
		where, err := url.Parse(ask[string](t, ctx, `location.href`))
		require.NoError(t, err)
		found[where.Path] = ask[[]string](t, ctx, amiss)
		pages = append(pages, ask[[]string](t, ctx, `[...document.links].filter(a => a.origin == location.origin && !a.download && !/[.](zip|csv)$/.test(a.pathname) && !a.pathname.startsWith('/console/language')).map(a => a.href.split('#')[0])`)...)
	}
	return found
}

// TestEveryPageFitsTheNarrowestPhone follows every link of the demonstration, the
// console and the pages of authors.
func TestEveryPageFitsTheNarrowestPhone(t *testing.T) {
	demo := startDemo(t)
	address := strings.TrimSuffix(demo, "/demo/")
	ctx := visit(t, demo, narrow, 800)
	text(t, ctx, "JOIN")
	sees(t, ctx, ".texts", "OK to text you?")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/demo")))
	found := walks(t, ctx, demo, address+"/console/", address+"/console/cases/all", address+"/console/figures/words", address+"/flows/", address+"/console/nowhere")
	for page, amiss := range found {
		assert.Empty(t, amiss, page)
	}
	paths := slices.Collect(maps.Keys(found))
	for _, page := range []string{"/demo/", "/console/", "/console/groups", "/console/staff", "/console/broadcasts/new", "/console/events", "/console/services", "/console/webhooks", "/console/programs", "/console/audit", "/console/account", "/console/people/import", "/flows/"} {
		require.Contains(t, paths, page)
	}
}
