package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// ring is how much what shows the focus stands out from the ground that it is on, as
// WCAG 2.2 counts contrast: an outline or a shadow of what has the focus, or of the
// box that draws it for a field, or the ground of a link, which has none without it. What is in a frame shows
// its own; 0 says that Tab has come round.
const ring = `(() => {
	const rgb = c => (c.match(/[\d.]+/g) ?? []).map(Number)
	const light = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b }
	const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05) }
	const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if ((rgb(c)[3] ?? 1) > 0) return c } return 'rgb(255, 255, 255)' }
	const f = document.activeElement
	if (f == document.body) return 0
	if (f.tagName == 'IFRAME') return 21
	let most = 0
	for (const e of [f, f.closest('.editor')].filter(e => e)) {
		const s = getComputedStyle(e)
		const drawn = s.boxShadow.match(/rgba?\([^)]*\)/g) ?? []
		if (s.outlineStyle != 'none') drawn.push(s.outlineColor)
		if ((e.tagName == 'A' || e.closest('.nhsuk-header')) && (rgb(s.backgroundColor)[3] ?? 1) == 1) drawn.push(s.backgroundColor)
		for (const c of drawn) most = Math.max(most, contrast(c, ground(e.parentElement)))
	}
	return most
})()`

// leastRing is what WCAG 2.2 asks for in 1.4.11.
const leastRing = 3

// tabsThrough presses Tab until it comes round, and looks at each ring.
func tabsThrough(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(page)))
	for n := range mostTabs / 2 {
		keys(t, ctx, kb.Tab)
		seen := ask[float64](t, ctx, ring)
		if seen == 0 && n > 0 && ask[bool](t, ctx, `document.activeElement == document.body`) {
			return
		}
		if seen < leastRing {
			require.Fail(t, "the focus can hardly be seen", "%s: %.1f: %s", page, seen, ask[string](t, ctx, `document.activeElement.outerHTML.replace(/\s+/g, ' ').slice(0, 120)`))
		}
	}
}

// TestTheFocusStandsOut goes by Tab through pages of visitors, authors and staff.
func TestTheFocusStandsOut(t *testing.T) {
	demo := startDemo(t)
	address := strings.TrimSuffix(demo, "/demo/")
	ctx := visit(t, demo, 1280, 900)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/demo")))
	for _, page := range []string{demo, address + "/flows/", address + "/flows/wenbridge/join.yaml", address + "/console/rota", address + "/console/broadcasts/new"} {
		tabsThrough(t, ctx, page)
	}
}
