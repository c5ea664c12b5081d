package browser_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// duty is somebody of the staff at their browser.
type duty struct {
	t       *testing.T
	ctx     context.Context
	address string
}

func (d duty) open(path string) {
	d.t.Helper()
	require.NoError(d.t, chromedp.Do(d.ctx, chromedp.Navigate(d.address+"/console/"+path)))
}

// opens opens one of the parts of a page that are folded.
func (d duty) opens(words string) {
	d.t.Helper()
	run(d.t, d.ctx, `[...document.querySelectorAll('summary')].find(s => s.textContent.includes(`+quote(words)+`)).click()`)
}

func (d duty) presses(selector string) {
	d.t.Helper()
	run(d.t, d.ctx, `document.querySelector(`+quote(selector)+`).click()`)
}

// shot shows the place on the page, and takes a picture for the guide.
func (d duty) shot(selector, name string) {
	d.t.Helper()
	run(d.t, d.ctx, `document.querySelector(`+quote(selector)+`).scrollIntoView({block: 'start'}); window.scrollBy(0, -20)`)
	picture(d.t, d.ctx, name)
}

// text is what the page says.
func (d duty) text() string {
	d.t.Helper()
	said, err := chromedp.Run(d.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	require.NoError(d.t, err)
	return said
}

// TestTheGuideForStaffShowsWhatIsThere does everything that docs/staff.md tells,
// and takes its pictures: with -args -pictures ../../../docs/pictures.
func TestTheGuideForStaffShowsWhatIsThere(t *testing.T) {
	address, command := startServe(t)
	texts := func(from, words string) { command("simulate", "fake", words, "--from", from, "--to", "+447700900002") }
	d := duty{t, signsIn(t, command, "Dana", "lead"), address}
	require.NoError(t, chromedp.Do(d.ctx, chromedp.EmulateViewport(1280, 800)))
	texts("+447700900127", "PERSON")
	texts("+447700900127", "My baby is 8 months and wakes every hour. I am so tired")
	texts("+447700900131", "PERSON")
	texts("+447700900131", "Where is the baby clinic now?")
	texts("+447700900128", "I want to die")
	d.open("cases/new")
	sees(t, d.ctx, "#live", "…128")
	sees(t, d.ctx, "#live", "baby clinic")
	d.shot("main", "staff-list")

	run(t, d.ctx, `[...document.querySelectorAll('#live a')].find(a => a.textContent == '…127').click()`)
	sees(t, d.ctx, "main", "Take this case")
	require.NotContains(t, d.text(), "07700900127")
	require.NotContains(t, d.text(), "+447700900127")
	d.shot("main", "staff-case")
	d.presses(`button[value="claim"]`)
	sees(t, d.ctx, "main", "The case is yours.")
	begun(t, d.ctx)
	run(t, d.ctx, `document.getElementById('text').focus()`)
	keys(t, d.ctx, "That is hard. How many naps does she have in the day?")
	sees(t, d.ctx, "#count", "1 part. Draft kept.")
	d.shot("form.answer", "staff-reply")
	d.presses(`button[value="reply"]`)
	sees(t, d.ctx, "main", "Your reply is on its way.")
	texts("+447700900127", "One, in the morning")
	sees(t, d.ctx, ".thread", "One, in the morning")

	d.seesTheNumber()
	d.finds()
	d.prints()
	d.asksElsewhere()
	d.closes()
}

// seesTheNumber shows the number for a reason, which is logged.
func (d duty) seesTheNumber() {
	d.t.Helper()
	d.opens("Show the number")
	d.shot("details:has(#reason)", "staff-number")
	d.presses(`form[action$="/number"] button`)
	sees(d.t, d.ctx, ".nhsuk-error-summary", "Say why you need the number")
	becomes(d.t, d.ctx, `document.querySelector('details:has(#reason)').open`, "what is wrong is shown")
	run(d.t, d.ctx, `document.getElementById('reason').value = 'an ambulance needs it'`)
	d.presses(`form[action$="/number"] button`)
	sees(d.t, d.ctx, ".number", "+447700900127")
	here, err := chromedp.Run(d.ctx, chromedp.Evaluate[string](`document.querySelector('a[href$="/print"]').getAttribute('href').replace('/print', '')`))
	require.NoError(d.t, err)
	d.open("audit")
	sees(d.t, d.ctx, "main", "an ambulance needs it")
	require.NotContains(d.t, d.text(), "900127")
	require.NoError(d.t, chromedp.Do(d.ctx, chromedp.Navigate(d.address+here)))
	sees(d.t, d.ctx, ".thread", "One, in the morning")
	require.NotContains(d.t, d.text(), "+447700900127", "masked again")
}

// finds searches, and goes back to what was found.
func (d duty) finds() {
	d.t.Helper()
	d.open("search?q=naps")
	sees(d.t, d.ctx, "main table", "…127")
	require.NotContains(d.t, d.text(), "…131")
	d.open("search?q=nothing+of+the+kind")
	sees(d.t, d.ctx, "main", "No case has all of these words.")
	d.open("search?q=MORNING")
	d.presses("main table a")
	sees(d.t, d.ctx, ".thread", "One, in the morning")
}

// prints looks at the page for paper: the conversation, and nothing to press.
func (d duty) prints() {
	d.t.Helper()
	d.presses(`a[href$="/print"]`)
	sees(d.t, d.ctx, "body.paper", "wakes every hour")
	things, err := chromedp.Run(d.ctx, chromedp.Evaluate[int](`document.querySelectorAll('a, button, form, input, nav, script').length`))
	require.NoError(d.t, err)
	require.Zero(d.t, things)
	for _, words := range []string{"Tea Town", "…127", "One, in the morning", "How many naps"} {
		require.Contains(d.t, d.text(), words)
	}
	require.NotContains(d.t, d.text(), "900127")
	d.shot("body", "staff-print")
	require.NoError(d.t, chromedp.Do(d.ctx, chromedp.NavigateBack()))
	sees(d.t, d.ctx, "main", "Close this case")
}

// asksElsewhere asks whether the case may go to another area.
func (d duty) asksElsewhere() {
	d.t.Helper()
	d.opens("Hand over to another area")
	run(d.t, d.ctx, `document.getElementById('area').value = 'leeds'`)
	d.shot("#elsewhere", "staff-area")
	d.presses(`button[value="area"]`)
	sees(d.t, d.ctx, "main", "They are being asked")
	sees(d.t, d.ctx, ".thread", "May we pass this on to Leeds health visitors?")
}

func (d duty) closes() {
	d.t.Helper()
	d.opens("Close this case")
	run(d.t, d.ctx, `document.getElementById('reason-1').value = 'advice'; document.getElementById('outcome').value = 'advice_given'; document.getElementById('risk').value = 'none'`)
	d.shot("#close", "staff-close")
	d.presses(`#close button[value="close"]`)
	sees(d.t, d.ctx, "main", "The case is closed.")
}
