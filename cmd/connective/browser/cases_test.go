package browser_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

// signsIn makes somebody a member of the staff, and signs them in.
func signsIn(t *testing.T, command func(args ...string) string, name, role string) context.Context {
	t.Helper()
	said := command("staff", "add", name+"@example.org", "--name", name, "--org", "teas", "--role", role)
	ctx := visit(t, regexp.MustCompile(`http://\S+/console/welcome/\S+`).FindString(said), 1280, 900)
	submit(t, ctx, map[string]string{"password": "correct horse battery", "again": "correct horse battery"})
	sees(t, ctx, "h1", "Set up your codes")
	code, err := totp.GenerateCode(secretOf(t, ctx), time.Now())
	require.NoError(t, err)
	submit(t, ctx, map[string]string{"code": code})
	sees(t, ctx, "main", "You are signed in to Tea Town")
	return ctx
}

// TestTheDutyPersonAnswersACase is a morning at the page: cases come up by
// themselves, one is taken, answered and closed.
func TestTheDutyPersonAnswersACase(t *testing.T) {
	address, command := startServe(t)
	texts := func(from, words string) { command("simulate", "fake", words, "--from", from, "--to", "+447700900002") }
	ctx := signsIn(t, command, "Dana", "lead")
	open := func(page string) {
		t.Helper()
		require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/"+page)))
	}
	open("cases/new")
	sees(t, ctx, "#live", "There is nothing in this list.")
	texts("+447700900127", "PERSON")
	sees(t, ctx, "#live", "…127")
	texts("+447700900128", "I want to die")
	sees(t, ctx, "#live tbody tr:first-child", "…128")
	sees(t, ctx, "#live tbody tr:first-child", "Urgent")
	picture(t, ctx, "cases-new-1280")

	run(t, ctx, `[...document.querySelectorAll('#live a')].find(a => a.textContent == '…127').click()`)
	sees(t, ctx, "main", "Take this case")
	picture(t, ctx, "case-new-1280")
	run(t, ctx, `document.querySelector('button[value="claim"]').click()`)
	sees(t, ctx, "main", "The case is yours.")
	texts("+447700900127", "My baby is 8 months and wakes every hour. I am so tired")
	sees(t, ctx, ".thread", "wakes every hour")
	run(t, ctx, `document.getElementById('text').value = 'Hello, I am Dana. That is hard. How many naps does she have in the day?'; document.querySelector('button[value="reply"]').click()`)
	sees(t, ctx, "main", "Your reply is on its way.")
	sees(t, ctx, ".thread", "How many naps")
	for _, size := range []int64{1280, 768, 360} {
		for _, page := range []string{"cases/all", "search?q=naps"} {
			require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(size, 900)))
			open(page)
			fits, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth <= document.documentElement.clientWidth`))
			require.NoError(t, err)
			require.True(t, fits, "%s is too wide at %d", page, size)
			sees(t, ctx, "main", "…127")
			picture(t, ctx, fmt.Sprintf("%s-%d", page[:4], size))
		}
		run(t, ctx, `document.querySelector('tbody a').click()`)
		sees(t, ctx, ".thread", "wakes every hour")
		fits, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth <= document.documentElement.clientWidth`))
		require.NoError(t, err)
		require.True(t, fits, "a case is too wide at %d", size)
		picture(t, ctx, fmt.Sprintf("case-%d", size))
	}
	run(t, ctx, `document.querySelector('#close summary').click(); document.getElementById('reason-1').value = 'advice'; document.getElementById('outcome').value = 'advice_given'; document.getElementById('risk').value = 'none'; document.querySelector('button[value="close"]').click()`)
	sees(t, ctx, "main", "The case is closed.")
	open("cases/closed")
	sees(t, ctx, "main", "…127")
}
