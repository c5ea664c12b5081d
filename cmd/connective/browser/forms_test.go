package browser_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Sending works without scripts: a form is posted and the page comes back.
func TestAFormAloneSendsAText(t *testing.T) {
	page := startDemo(t)
	answer, err := http.PostForm(page+"text", url.Values{"phone": {"+447700900101"}, "text": {"JOIN"}})
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, 200, answer.StatusCode)
	require.Eventually(t, func() bool {
		shown, err := http.Get(page + "?phone=%2B447700900101")
		require.NoError(t, err)
		defer shown.Body.Close()
		body, err := io.ReadAll(shown.Body)
		require.NoError(t, err)
		return containsAll(string(body), "JOIN", "OK to text you?")
	}, 10*time.Second, 50*time.Millisecond)
}

// get returns a page that must be there.
func get(t *testing.T, page string) string {
	t.Helper()
	answer, err := http.Get(page)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, 200, answer.StatusCode)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(body)
}

// save saves a file on its page, as it is opened there, and returns the page
// that comes then.
func save(t *testing.T, page, text string) string {
	t.Helper()
	was := regexp.MustCompile(`name="was" value="([0-9a-f]*)"`).FindStringSubmatch(get(t, page))[1]
	answer, err := http.PostForm(page, url.Values{"do": {"save"}, "was": {was}, "source": {text}})
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(body)
}

func TestAFolderWithErrorsIsShownAndCanBeMended(t *testing.T) {
	dir := teaFolder(t, strings.Replace(teaFlow, "Enjoy your tea.", "\"<nobody>\"", 1))
	page := startDemo(t, "--flows", dir)
	flows := strings.TrimSuffix(page, "demo/") + "flows/"
	require.Contains(t, get(t, flows), "There are errors, so these flows answer nobody yet.")
	require.Contains(t, get(t, flows+"teas/tea.yaml"), "is never filled in")
	require.Contains(t, save(t, flows+"teas/tea.yaml", teaFlow), "Saved and published")
	answered := func() bool {
		answer, err := http.PostForm(page+"text", url.Values{"phone": {"+447700900102"}, "text": {"TEA"}})
		require.NoError(t, err)
		defer answer.Body.Close()
		return strings.Contains(get(t, page+"?phone=%2B447700900102"), "Milk in your tea?")
	}
	require.Eventually(t, answered, 20*time.Second, 500*time.Millisecond)
}

func TestThePretendTownIsChangedAndDownloaded(t *testing.T) {
	flows := strings.TrimSuffix(startDemo(t), "demo/") + "flows/"
	require.Contains(t, get(t, flows), "what you save here is forgotten when the demonstration stops")
	town := get(t, flows+"wenbridge/stop.yaml?download=1")
	require.Contains(t, save(t, flows+"wenbridge/stop.yaml", strings.Replace(town, "title: ", "title: All about ", 1)), "Saved and published")
	require.Contains(t, get(t, flows+"wenbridge/stop.yaml?download=1"), "title: All about ")
	require.True(t, strings.HasPrefix(get(t, flows+"wenbridge/wenbridge.zip"), "PK"))
}

func TestAnotherSiteCannotTextInAVisitorsName(t *testing.T) {
	page := startDemo(t)
	r, err := http.NewRequest(http.MethodPost, page+"text", nil)
	require.NoError(t, err)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusForbidden, answer.StatusCode)
}

func containsAll(s string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}
