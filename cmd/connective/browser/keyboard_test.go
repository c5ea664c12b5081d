package browser_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// mostTabs is more than any page has to go through.
const mostTabs = 60

// tabsTo presses Tab until something is true of what has the focus, f, which can be
// seen to have it at every step.
func tabsTo(t *testing.T, ctx context.Context, isIt string) {
	t.Helper()
	for range mostTabs {
		keys(t, ctx, kb.Tab)
		if !ask[bool](t, ctx, `document.activeElement != document.body`) {
			continue // round the end of the page
		}
		require.True(t, ask[bool](t, ctx, `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle != 'none' || s.boxShadow != 'none' })()`),
			"the focus cannot be seen: %s", ask[string](t, ctx, `document.activeElement.outerHTML.slice(0, 200)`))
		if ask[bool](t, ctx, `(f => `+isIt+`)(document.activeElement)`) {
			return
		}
	}
	t.Fatalf("Tab does not lead to where %s", isIt)
}

// TestTheKeyboardAloneAnswersACase takes a case, answers it and closes it by keys,
// while another comes up in the list.
func TestTheKeyboardAloneAnswersACase(t *testing.T) {
	address, command := startServe(t)
	texts := func(from string) {
		command("simulate", "fake", "PERSON", "--from", "+447700900"+from, "--to", "+447700900002")
	}
	texts("127")
	ctx := signsIn(t, command, "Dana", "responder")
	tabsTo(t, ctx, `f.textContent == 'Cases'`)
	keys(t, ctx, kb.Enter)
	sees(t, ctx, "#live", "…127")
	tabsTo(t, ctx, `f.textContent.startsWith('All open')`)
	keys(t, ctx, kb.Enter)
	sees(t, ctx, "#live a[aria-current]", "All open")
	tabsTo(t, ctx, `f.textContent == '…127'`)
	texts("128")
	sees(t, ctx, "#live", "…128")
	require.Equal(t, "…127", ask[string](t, ctx, `document.activeElement.textContent`), "what comes in takes the focus from nobody")
	keys(t, ctx, kb.Enter)
	sees(t, ctx, "main", "Take this case")
	tabsTo(t, ctx, `f.value == 'claim'`)
	keys(t, ctx, kb.Enter)
	sees(t, ctx, "main", "The case is yours.")
	begun(t, ctx)
	tabsTo(t, ctx, `f.id == 'text'`)
	keys(t, ctx, "Hello. I am here now.")
	tabsTo(t, ctx, `f.value == 'reply'`)
	keys(t, ctx, kb.Enter)
	sees(t, ctx, ".line.staff", "Hello. I am here now.")
	tabsTo(t, ctx, `f.textContent.trim() == 'Close this case' && f.tagName == 'SUMMARY'`)
	keys(t, ctx, kb.Enter)
	for id, letters := range map[string]string{"reason-1": "Adv", "outcome": "Adv", "risk": "No"} {
		tabsTo(t, ctx, fmt.Sprintf(`f.id == '%s'`, id))
		keys(t, ctx, letters)
	}
	tabsTo(t, ctx, `f.value == 'close'`)
	keys(t, ctx, " ")
	sees(t, ctx, "main", "The case is closed.")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/cases/closed")))
	sees(t, ctx, "main", "…127")
}
