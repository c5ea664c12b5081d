package browser_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

// startServe serves one organisation with the program, and returns the
// address and a way to run its other commands.
func startServe(t *testing.T) (address string, command func(args ...string) string) {
	t.Helper()
	return startServeOf(t, teaFolder(t, teaFlow))
}

// startServeOf is startServe of an organisation's folder.
func startServeOf(t *testing.T, folder string, more ...string) (address string, command func(args ...string) string) {
	t.Helper()
	program := program(t)
	port, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	listen := port.Addr().String()
	require.NoError(t, port.Close())
	env := append(os.Environ(), "CONNECTIVE_LISTEN="+listen, "CONNECTIVE_ENV=test", "CONNECTIVE_ALLOW_TEST_NUMBERS=true", "CONNECTIVE_PROVIDER=fake", "FAKE_SIGNING_KEY=k",
		"CONNECTIVE_SECRET="+store.NewSecret(), "CONNECTIVE_REDIS_URL="+storetest.Start(t).URL(),
		"CONNECTIVE_FLOWS="+filepath.Dir(folder), "CONNECTIVE_DATA="+t.TempDir(), "CONNECTIVE_JOURNAL_EPHEMERAL=true", "CONNECTIVE_ACCEPT_LOSS=no")
	env = append(env, more...)
	serve := exec.Command(program, "serve")
	var said bytes.Buffer
	serve.Env, serve.Stderr = env, &said
	require.NoError(t, serve.Start())
	t.Cleanup(func() {
		require.NoError(t, serve.Process.Signal(syscall.SIGTERM))
		require.NoError(t, serve.Wait(), said.String())
	})
	address = "http://" + listen
	require.Eventually(t, func() bool {
		r, err := http.Get(address + "/readyz")
		return err == nil && r.Body.Close() == nil && r.StatusCode == http.StatusOK
	}, 30*time.Second, 20*time.Millisecond)
	return address, func(args ...string) string {
		cmd := exec.Command(program, args...)
		cmd.Env = env
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
}

// secretOf is the secret of the codes that the page shows.
func secretOf(t *testing.T, ctx context.Context) string {
	t.Helper()
	secret, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector('.secret').textContent`))
	require.NoError(t, err)
	return strings.ReplaceAll(secret, " ", "")
}

// code is the code that an app would show that was given the page's key.
func code(t *testing.T, ctx context.Context) string {
	t.Helper()
	code, err := totp.GenerateCode(secretOf(t, ctx), time.Now())
	require.NoError(t, err)
	return code
}

// becomes waits until something is true of the page.
func becomes(t *testing.T, ctx context.Context, expression, why string) {
	t.Helper()
	_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(20*time.Second)))
	require.NoError(t, err, why)
}

// submit fills fields of the page's first form with an action of its own, and
// sends it by its button.
func submit(t *testing.T, ctx context.Context, fields map[string]string) {
	t.Helper()
	for name, value := range fields {
		run(t, ctx, `document.querySelector('main [name="`+name+`"]').value = `+quote(value))
	}
	run(t, ctx, `document.querySelector('main form .nhsuk-button').click()`)
}

func TestTheFirstAdminSignsInAndLooksAround(t *testing.T) {
	address, command := startServe(t)
	said := command("staff", "add", "sam@example.org", "--name", "Sam Ito", "--org", "teas", "--role", "admin")
	link := regexp.MustCompile(`http://\S+/console/welcome/\S+`).FindString(said)
	ctx := visit(t, link, 1280, 900)
	picture(t, ctx, "console-welcome")
	submit(t, ctx, map[string]string{"password": "correct horse battery", "again": "correct horse batt"})
	sees(t, ctx, ".nhsuk-error-summary", "The two passwords are not the same")
	becomes(t, ctx, `document.activeElement.classList.contains('nhsuk-error-summary')`, "what is wrong is read first")
	picture(t, ctx, "console-problem")
	submit(t, ctx, map[string]string{"password": "correct horse battery", "again": "correct horse battery"})
	sees(t, ctx, "h1", "Set up your codes")
	becomes(t, ctx, `document.querySelector('main img').naturalWidth > 0`, "the picture may be shown")
	picture(t, ctx, "console-set-up")
	code, err := totp.GenerateCode(secretOf(t, ctx), time.Now())
	require.NoError(t, err)
	submit(t, ctx, map[string]string{"code": code})
	sees(t, ctx, "main", "You are signed in to Tea Town as Admin.")
	for _, size := range []int64{1280, 768, 360} {
		for _, page := range []string{"", "staff", "account", "audit", "staff/" + strings.Repeat("0", 24)} {
			require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(size, 900), chromedp.Navigate(address+"/console/"+page)))
			fits, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth <= document.documentElement.clientWidth`))
			require.NoError(t, err)
			require.True(t, fits, "%s is too wide at %d", page, size)
			picture(t, ctx, fmt.Sprintf("console-%s-%d", strings.ReplaceAll(page, "/", "-"), size))
		}
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(address+"/console/staff")))
	run(t, ctx, `document.querySelector('a[lang="cy"]').click()`)
	sees(t, ctx, "main", "Gwahodd rhywun")
	run(t, ctx, `document.querySelector('.nhsuk-header__account-button').click()`)
	sees(t, ctx, "h1", "Mewngofnodi")
	require.Contains(t, command("audit", "verify"), "all as written")
}
