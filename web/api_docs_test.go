package web_test

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
)

var shell = regexp.MustCompile("(?s)```sh\n(.*?)```")

// Everything that docs/api.md tells to type does what it says.
func TestTheExamplesForProgrammersWork(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		_, err := exec.LookPath(tool)
		if err != nil && os.Getenv("CI") != "true" {
			t.Skipf("%s is not installed here; CI has it", tool)
		}
		require.NoError(t, err, "%s is needed: apt-get install %s", tool, tool)
	}
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	_, token := o.token(mill, programs.ReadGroups, programs.WritePeople, programs.ReadBroadcasts, programs.WriteBroadcasts, programs.SendBroadcasts, programs.WriteWebhooks)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: o.server}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { require.NoError(t, server.Close()) })

	doc, err := os.ReadFile("../docs/api.md")
	require.NoError(t, err)
	examples := shell.FindAllSubmatch(doc, -1)
	require.GreaterOrEqual(t, len(examples), 5)
	for _, example := range examples {
		run := exec.Command("bash", "-euo", "pipefail", "-c", string(example[1]))
		run.Dir = t.TempDir()
		run.Env = append(os.Environ(), "API=http://"+listener.Addr().String()+"/api/v1", "TOKEN="+token)
		said, err := run.CombinedOutput()
		require.NoError(t, err, "%s\n%s", example[1], said)
		require.NotContains(t, string(said), "900123", "no number is read back")
	}
}
