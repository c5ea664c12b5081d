package browser_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// keys presses keys, one after the other, wherever the focus is.
func keys(t *testing.T, ctx context.Context, pressed string) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, chromedp.KeyEvent(pressed)))
}

// ask is what a script on the page finds.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	require.NoError(t, err)
	return found
}

// begun waits until the scripts of a case's page have begun.
func begun(t *testing.T, ctx context.Context) {
	t.Helper()
	becomes(t, ctx, `document.body.classList.contains('js-enabled') && (document.getElementById('text')?.matches('[data-htmx-powered]') ?? true)`, "scripts begin")
}

// opensCase opens the case of whoever's number ends so.
func opensCase(t *testing.T, ctx context.Context, address, end string) {
	t.Helper()
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/cases/all")))
	sees(t, ctx, "#live", "…"+end)
	run(t, ctx, `[...document.querySelectorAll('#live a')].find(a => a.textContent == '…`+end+`').click()`)
	sees(t, ctx, ".thread", "PERSON")
	begun(t, ctx)
}

// TestWritingAReply is somebody who writes while the resident does, looks away,
// and presses twice.
func TestWritingAReply(t *testing.T) {
	address, command := startServe(t)
	texts := func(words string) {
		command("simulate", "fake", words, "--from", "+447700900127", "--to", "+447700900002")
	}
	texts("PERSON")
	ctx := signsIn(t, command, "Dana", "responder")
	opensCase(t, ctx, address, "127")
	written := func() string { return ask[string](t, ctx, `document.getElementById('text').value`) }

	run(t, ctx, `document.getElementById('text').focus()`)
	keys(t, ctx, "Hello, how ")
	sees(t, ctx, "#count", "1 part. Draft kept.")
	texts("are you there?")
	sees(t, ctx, ".thread", "are you there?")
	require.Equal(t, "Hello, how ", written(), "what came while one wrote takes nothing away")
	require.Equal(t, "text", ask[string](t, ctx, `document.activeElement.id`))
	keys(t, ctx, "are you?")
	require.Equal(t, "Hello, how are you?", written(), "the next letter is where the last one was")
	becomes(t, ctx, `document.getElementById('count').textContent.startsWith('`+"37 of 160"+`')`, "with Dana at Tea Town, 19 letters")
	require.NoError(t, chromedp.Do(ctx, chromedp.Reload()))
	begun(t, ctx)
	require.Equal(t, "Hello, how are you?", written(), "a reload keeps it")
	picture(t, ctx, "draft-kept")

	run(t, ctx, `document.querySelector('[data-template]').closest('details').open = true; document.querySelector('[data-template]').click()`)
	require.Equal(t, "Hello, how are you? Naps help <when>.", written())
	sees(t, ctx, "#count", "Still to fill in: <when>.")
	picture(t, ctx, "draft-template")
	run(t, ctx, `document.querySelector('button[value="reply"]').click()`)
	sees(t, ctx, ".nhsuk-error-summary", "Fill in <when> first")
	begun(t, ctx)
	require.Equal(t, "Hello, how are you? Naps help <when>.", written())
	run(t, ctx, `const t = document.getElementById('text'); t.focus(); const at = t.value.indexOf('<when>'); t.setSelectionRange(at, at + 6)`)
	keys(t, ctx, "at noon")
	require.Equal(t, "Hello, how are you? Naps help at noon.", written())
	picture(t, ctx, "draft-blank")

	require.NoError(t, chromedp.Do(ctx, chromedp.DoubleClick(chromedp.CSS(`button[value="reply"]`))))
	sees(t, ctx, "main", "Your reply is on its way.")
	said := `[...document.querySelectorAll('.line.staff .said')].map(l => l.textContent).join('|')`
	require.Equal(t, "Hello, how are you? Naps help at noon.", ask[string](t, ctx, said), "once")
	require.Empty(t, written(), "what was sent is no draft")

	opensCase(t, ctx, address, "127")
	run(t, ctx, `document.getElementById('text').focus()`)
	keys(t, ctx, "Shall I ring you?")
	run(t, ctx, `document.querySelector('button[value="reply"]').click()`)
	sees(t, ctx, "main", "Your reply is on its way.")
	require.NoError(t, chromedp.Do(ctx, chromedp.NavigateBack()))
	begun(t, ctx)
	run(t, ctx, `document.getElementById('text').value = 'Shall I ring you?'; document.querySelector('button[value="reply"]').click()`)
	sees(t, ctx, "main", "once more")
	require.Equal(t, "Hello, how are you? Naps help at noon.|Shall I ring you?", ask[string](t, ctx, said), "who goes back and sends again is told")
}
