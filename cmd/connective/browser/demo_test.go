package browser_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var pictures = flag.String("pictures", "", "a folder to write screenshots to")

// built is where the program is, once it has been built.
var built struct {
	once sync.Once
	dir  string
	said []byte
	err  error
}

// program is the built program.
func program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(built.dir, "connective")
	built.once.Do(func() { built.said, built.err = exec.Command("go", "build", "-o", path, "../").CombinedOutput() })
	require.NoError(t, built.err, string(built.said))
	return path
}

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "connective-browser-")
	if err != nil {
		panic(err)
	}
	built.dir = dir
	code := m.Run()
	_ = os.RemoveAll(dir) // a folder of the system's for such
	os.Exit(code)
}

// startDemo runs the demonstration, and returns the address
// of the page.
func startDemo(t *testing.T, args ...string) string {
	t.Helper()
	demo := exec.Command(program(t), append([]string{"demo", "--listen", "127.0.0.1:0"}, args...)...)
	demo.Stderr = os.Stderr
	said, err := demo.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, demo.Start())
	t.Cleanup(func() {
		require.NoError(t, demo.Process.Signal(syscall.SIGTERM))
		require.NoError(t, demo.Wait(), "the demonstration must end well when told to")
	})
	address := regexp.MustCompile(`http://\S+/demo/`)
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			return found
		}
	}
	t.Fatal("the demonstration printed no address")
	return ""
}

// visit opens a browser of that size on the page.
func visit(t *testing.T, page string, width, height int64) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	require.NotEmpty(t, program, "this test needs Chromium: make needs")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := context.WithTimeout(context.Background(), 8*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(page)))
	return ctx
}

// text writes a text and sends it.
func text(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	fill(t, ctx, ".write", words)
}

// fill writes words into the form's field and presses its button, in one go:
// the page may draw itself anew between two.
func fill(t *testing.T, ctx context.Context, form, words string) {
	t.Helper()
	sent, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => {
		const form = document.querySelector(`+quote(form)+`)
		const field = form.querySelector("input[name=text]")
		if (field) field.value = `+quote(words)+`
		form.querySelector("button").click()
		return true
	})()`))
	require.NoError(t, err)
	require.True(t, sent)
}

// sees waits until the part of the page holds the words. It asks again and again,
// as another page may come meanwhile.
func sees(t *testing.T, ctx context.Context, part, words string) {
	t.Helper()
	expression := `document.querySelector(` + quote(part) + `)?.textContent.includes(` + quote(words) + `)`
	for range 30 {
		if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(500*time.Millisecond))); err == nil {
			return
		}
		tryAgain(ctx)
	}
	shown, _ := chromedp.Run(ctx, chromedp.TextContent(chromedp.CSS(part)))
	t.Fatalf("%s never showed %q; it shows:\n%s", part, words, shown)
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if *pictures == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o644))
}

// staffSee waits until the staff's page in the frame holds the words.
func staffSee(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	becomes(t, ctx, `document.querySelector('iframe')?.contentDocument?.querySelector('main')?.textContent.includes(`+quote(words)+`)`, "the staff see: "+words)
}

// staffDo runs a script in the frame of the staff's page.
func staffDo(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	run(t, ctx, `const page = document.querySelector('iframe').contentDocument; `+script)
}

func TestAVisitorTextsTheTownAndIsTheStaff(t *testing.T) {
	page := startDemo(t)
	ctx := visit(t, page, 1280, 900)
	for _, waiting := range []string{"…102", "…103", "…104", "He hits me"} {
		staffSee(t, ctx, waiting)
	}
	becomes(t, ctx, `document.querySelector('iframe').contentDocument.querySelector('tbody tr').textContent.includes('Urgent')`, "who is in danger comes first")
	picture(t, ctx, "demo-begin")

	sees(t, ctx, ".texts", "JOIN")
	text(t, ctx, "JOIN")
	sees(t, ctx, ".texts", "OK to text you?")
	text(t, ctx, "YES")
	sees(t, ctx, ".texts", "postcode")
	text(t, ctx, "WB2")
	sees(t, ctx, ".texts", "How old are you?")
	text(t, ctx, "SKIP")
	sees(t, ctx, ".texts", "1 Groups")
	picture(t, ctx, "demo-wide")

	text(t, ctx, "PERSON")
	staffSee(t, ctx, "…101")
	staffDo(t, ctx, `[...page.querySelectorAll('tbody a')].find(a => a.textContent == '…101').click()`)
	staffSee(t, ctx, "Take this case")
	staffDo(t, ctx, `page.querySelector('button[value="claim"]').click()`)
	staffSee(t, ctx, "The case is yours.")
	staffDo(t, ctx, `page.getElementById('text').value = 'Hello, how can I help?'; page.querySelector('button[value="reply"]').click()`)
	sees(t, ctx, ".texts", "Hello, how can I help?")
	text(t, ctx, "1")
	becomes(t, ctx, `[...document.querySelector('iframe').contentDocument.querySelectorAll('.line.resident .said')].at(-1)?.textContent == '1'`, "the bot is silent, and staff see it")
	picture(t, ctx, "demo-staff")
	staffDo(t, ctx, `const choose = (id, value) => { page.getElementById(id).value = value }; choose('reason-1', 'advice'); choose('outcome', 'advice_given'); choose('risk', 'none'); page.querySelector('button[value="close"]').click()`)
	staffSee(t, ctx, "The case is closed.")

	text(t, ctx, "STOP")
	sees(t, ctx, ".texts", "will not text you again")
	errors, err := chromedp.Run(ctx, chromedp.Evaluate[int](`performance.getEntriesByType("resource").filter(r => r.responseStatus >= 400).length`))
	require.NoError(t, err)
	require.Zero(t, errors, "everything that the page asks for must be there")
}

// The same phone on WhatsApp: what is offered is tapped, and the conversation is
// another than that by text.
func TestAVisitorTapsOnWhatsApp(t *testing.T) {
	page := startDemo(t)
	ctx := visit(t, page+"?by=whatsapp", 360, 900)
	tap := func(label string) {
		t.Helper()
		last := `[...(document.querySelector('.texts li:last-of-type')?.querySelectorAll('.taps button') ?? [])].filter(b => b.textContent == ` + quote(label) + `)`
		becomes(t, ctx, last+`.length == 1`, "the last text has a button: "+label)
		run(t, ctx, last+`[0].click()`)
	}
	text(t, ctx, "JOIN")
	sees(t, ctx, ".texts", "OK to text you?")
	for _, words := range []string{"YES", "SKIP", "SKIP"} {
		before, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll('.texts .theirs').length`))
		require.NoError(t, err)
		text(t, ctx, words)
		becomes(t, ctx, fmt.Sprintf(`document.querySelectorAll('.texts .theirs').length > %d`, before), "it is answered: "+words)
	}
	sees(t, ctx, ".texts", "Choose one.")
	tap("Groups")
	becomes(t, ctx, `[...document.querySelectorAll('.texts .mine')].at(-1).textContent.includes('Groups')`, "what was tapped stands there")
	text(t, ctx, "FORGET ME")
	tap("No")
	sees(t, ctx, ".texts", "nothing was wiped")
	picture(t, ctx, "demo-whatsapp")
	wider, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`))
	require.NoError(t, err)
	require.False(t, wider, "nothing may stick out sideways")
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(page)))
	sees(t, ctx, ".texts", "JOIN to join in")
}

// Without scripts the page's forms do the same.
func TestTheTownIsTappedWithoutScripts(t *testing.T) {
	page := startDemo(t)
	whatsApp := url.Values{"phone": {"+447700900101"}, "by": {"whatsapp"}}
	send := func(name, value string) {
		t.Helper()
		form := maps.Clone(whatsApp)
		form.Set(name, value)
		answer, err := http.PostForm(page+"text", form)
		require.NoError(t, err)
		defer answer.Body.Close()
		require.Equal(t, "whatsapp", answer.Request.URL.Query().Get("by"), "it comes back to the same phone")
	}
	button := regexp.MustCompile(`<button name="tap" value="([^"]+)" class="quiet">No</button>`)
	shows := func(words string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(get(t, page+"?"+whatsApp.Encode()), words) }, 20*time.Second, 50*time.Millisecond, words)
	}
	send("text", "JOIN")
	shows("OK to text you?")
	send("text", "YES")
	shows("postcode")
	send("text", "FORGET ME")
	shows("Yes, delete</button>")
	all := button.FindAllStringSubmatch(get(t, page+"?"+whatsApp.Encode()), -1)
	require.NotEmpty(t, all)
	send("tap", all[len(all)-1][1])
	shows("nothing was wiped")
}

func TestThePageFitsAPhone(t *testing.T) {
	page := startDemo(t)
	ctx := visit(t, page, 360, 800)
	text(t, ctx, "JOIN")
	sees(t, ctx, ".texts", "OK to text you?")
	picture(t, ctx, "conversation")
	wider, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`))
	require.NoError(t, err)
	require.False(t, wider, "nothing may stick out sideways")
}

func TestCrisisWordsBringHelpAndAnUrgentCase(t *testing.T) {
	ctx := visit(t, startDemo(t), 1280, 900)
	text(t, ctx, "i want to die")
	sees(t, ctx, ".texts", "116 123")
	becomes(t, ctx, `document.querySelector('iframe').contentDocument.querySelector('.urgent')?.textContent.includes('i want to die') || document.querySelector('iframe').contentDocument.body.textContent.includes('i want to die')`, "staff see it")
	picture(t, ctx, "demo-urgent")
}

// tryAgain does what a page asks for that says that Connective cannot be reached just
// now: on a busy machine the Redis of the test may be slow.
func tryAgain(ctx context.Context) {
	asks, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.body.textContent.includes("cannot be reached just now")`))
	if err == nil && asks {
		_ = chromedp.Do(ctx, chromedp.Reload())
	}
}
