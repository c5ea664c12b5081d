package fault_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

// TestServicesAreAskedOnceWhetherTheyAreStillRight runs two bots and a mail server. A
// program that follows the link changes nothing, and an answer outlives kill -9.
func TestServicesAreAskedOnceWhetherTheyAreStillRight(t *testing.T) {
	post, mail := openPostOffice(t)
	flows := t.TempDir()
	writeAskAService(t, flows)
	folder := filepath.Join(flows, "drinks")
	org, err := os.ReadFile(filepath.Join(folder, "org.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "org.yaml"), append(org, "still_right: 6 months\n"...), 0o644))
	feed := filepath.Join(t.TempDir(), "services.json")
	record := func(id, name string) string {
		return fmt.Sprintf(`{"id":%q,"name":%q,"status":"active","email":"%s@example.org","assured_date":"2020-01-01","attributes":[{"taxonomy_term":{"term":"food"}}]}`, id, name, id)
	}
	require.NoError(t, os.WriteFile(feed, []byte("["+record("bank", "Food bank")+","+record("soup", "Soup kitchen")+"]"), 0o644))

	h := newHouse(t, build(t), 2, sink.Config{}, append(mail, "CONNECTIVE_FLOWS="+flows)...)
	h.flows = flows
	b := &bar{h, t.TempDir(), 0, map[string]int{}}
	b.text(0, 1, "hello") // what is published is there
	run := func(args ...string) string {
		t.Helper()
		out, err := b.command(args...).CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	run("directory", "import", "drinks", feed)
	require.Eventually(t, func() bool { return len(post.got()) == 2 }, 60*time.Second, 50*time.Millisecond, "one letter each")
	links := map[string]string{}
	for _, letter := range post.got() {
		for _, name := range []string{"Food bank", "Soup kitchen"} {
			if strings.Contains(letter, "Name: "+name) {
				links[name] = regexp.MustCompile(`/still/[\w-]+`).FindString(letter)
			}
		}
	}
	require.Len(t, links, 2)

	ask := func(bot int, name, says, words string) string {
		address := "http://" + h.bots[bot].addr + links[name]
		var answer *http.Response
		var err error
		if says == "" {
			answer, err = h.client.Get(address)
		} else {
			answer, err = h.client.PostForm(address, url.Values{"says": {says}, "words": {words}})
		}
		if err != nil {
			return ""
		}
		defer answer.Body.Close()
		page, _ := io.ReadAll(answer.Body)
		return string(page)
	}
	for range 3 {
		require.Contains(t, ask(0, "Food bank", "", ""), "Yes, still right")
	}
	require.NotContains(t, run("directory", "waits", "drinks"), "changed", "looking changes nothing")
	require.Eventually(t, func() bool { return strings.Contains(ask(1, "Food bank", "right", ""), "Thank you") }, 30*time.Second, 100*time.Millisecond)
	require.Eventually(t, func() bool { return strings.Contains(ask(0, "Soup kitchen", "closed", ""), "Thank you") }, 30*time.Second, 100*time.Millisecond)
	for _, b := range h.bots {
		b.kill()
	}
	for n := range h.bots {
		h.bots[n].start()
	}
	require.Regexp(t, `soup\s+Soup kitchen.*says that it closed: hidden`, run("directory", "waits", "drinks"))
	stale := run("directory", "stale", "drinks")
	require.NotContains(t, stale, "Food bank", "it is fresh by its own word")
	run("directory", "import", "drinks", feed)
	require.NotContains(t, run("directory", "stale", "drinks"), "Food bank", "and the next import leaves that as it is")
	require.Regexp(t, `Soup kitchen.*says that it closed`, run("directory", "list", "drinks"))
	require.Len(t, post.got(), 2, "two bots, started twice, two imports: one letter each")
}
