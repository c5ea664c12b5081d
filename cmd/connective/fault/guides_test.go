package fault_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// guide is how a company is tried without an account, as its page of the docs has it.
type guide struct {
	t    *testing.T
	dir  string
	env  []string
	sink record
	// proves is what the doctor says of a company that can be asked whether it signs
	// with our key.
	proves string
	here   map[string]string // addresses in the page, and the free ones that stand for them
}

// blocks are what a page has in grey under a heading.
func blocks(t *testing.T, page, heading string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	require.True(t, found, "%s has no %q", page, heading)
	section, _, _ = strings.Cut(section, "\n## ")
	var all []string
	for i, part := range strings.Split(section, "```") {
		if i%2 == 1 {
			all = append(all, part)
		}
	}
	return all
}

// words are those of a line as a shell would have them, without what stands behind #.
func (g *guide) words(line string) []string {
	line, _, _ = strings.Cut(line, " #")
	for written, free := range g.here {
		line = strings.ReplaceAll(line, written, free)
	}
	var all []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

func (g *guide) command(args ...string) *exec.Cmd {
	cmd := exec.Command(build(g.t), args...)
	cmd.Dir, cmd.Env = g.dir, append(os.Environ(), g.env...)
	return cmd
}

// starts a program that goes on until the test ends.
func (g *guide) start(said *record, args ...string) {
	cmd := g.command(args...)
	cmd.Stdout, cmd.Stderr = said, said
	require.NoError(g.t, cmd.Start())
	g.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
		_ = cmd.Wait()
		if g.t.Failed() {
			g.t.Logf("%v said:\n%s", args, said)
		}
	})
}

func (g *guide) run(args ...string) string {
	out, err := g.command(args...).CombinedOutput()
	require.NoError(g.t, err, "%v: %s", args, out)
	return string(out)
}

var tapped = regexp.MustCompile(`\[([0-9a-f]+\.1) `)

// step does one line of a page, and looks at what it says.
func (g *guide) step(line string) {
	words := g.words(line)
	if len(words) < 2 {
		return
	}
	switch args := words[1:]; {
	case words[0] == "export":
		g.env = append(g.env, args...)
	case args[0] == "sink":
		g.start(&g.sink, append(args, "--listen", g.here["127.0.0.1:9090"])...)
		soon(g.t, func() bool { return strings.Contains(g.sink.String(), "Pretending to be") }, "the sink listens")
	case args[0] == "serve":
		var said record
		g.start(&said, args...)
		soon(g.t, func() bool { return strings.Contains(said.String(), `"msg":"serving"`) }, "serve serves")
	case args[0] == "doctor":
		said := g.run(args...)
		require.NotContains(g.t, said, "WRONG")
		require.NotContains(g.t, said, "not seen")
		require.Contains(g.t, said, "My organisation, +447700900010: ")
		require.Contains(g.t, said, "refuses what is forged")
		require.Contains(g.t, said, g.proves)
	case args[0] == "simulate":
		if id := tapped.FindStringSubmatch(g.sink.String()); id != nil {
			args[len(args)-1] = strings.Replace(args[len(args)-1], "tap:ID", "tap:"+id[1], 1)
		}
		before := strings.Count(g.sink.String(), " to +447700900101  ")
		require.Equal(g.t, "200 OK\n", g.run(args...))
		soon(g.t, func() bool { return strings.Count(g.sink.String(), " to +447700900101  ") > before }, "the sink shows the answer")
	default:
		g.run(args...)
	}
}

// Whoever has no account tries a company as its page says, line by line, with the real
// program. Only the ports are others.
func TestEveryGuideWorksAsItIsWritten(t *testing.T) {
	if *mutants {
		t.Skip("the mutants run instead")
	}
	t.Parallel()
	build(t)
	for company, proves := range map[string]string{
		"twilio": "", "messagebird": "", "bird": "itself, and its signature fits", "govuknotify": "", "whatsapp": "is that of the token's app",
	} {
		t.Run(company, func(t *testing.T) {
			t.Parallel()
			dir, err := os.MkdirTemp("", "guide") // a short name: Redis has a socket in it
			require.NoError(t, err)
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			g := &guide{t: t, dir: dir, proves: proves, here: map[string]string{"127.0.0.1:9090": freeAddress(t), "=...": "=" + secret}}
			g.env = []string{"CONNECTIVE_LISTEN=" + freeAddress(t), "CONNECTIVE_STOP_NOTICE=0s"}
			begun := time.Now()
			for _, block := range blocks(t, filepath.Join("..", "..", "..", "docs", "providers", company+".md"), "Without an account") {
				if yaml, ok := strings.CutPrefix(block, "yaml\n"); ok {
					f, err := os.OpenFile(filepath.Join(dir, "flows", "my-org", "org.yaml"), os.O_APPEND|os.O_WRONLY, 0)
					require.NoError(t, err)
					_, err = f.WriteString(yaml)
					require.NoError(t, err)
					require.NoError(t, f.Close())
					continue
				}
				for line := range strings.Lines(block) {
					g.step(strings.TrimSpace(line))
				}
			}
			require.NotEmpty(t, g.sink.String())
			t.Logf("it took %s", time.Since(begun).Round(time.Millisecond))
		})
	}
}
