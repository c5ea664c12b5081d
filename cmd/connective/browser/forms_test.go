package browser_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Sending works without scripts: a form is posted and the page comes back.
func TestAFormAloneSendsAText(t *testing.T) {
	page := startDemo(t)
	answer, err := http.PostForm(page+"text", url.Values{"phone": {"+447700900102"}, "text": {"JOIN"}})
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, 200, answer.StatusCode)
	require.Eventually(t, func() bool {
		shown, err := http.Get(page + "?phone=%2B447700900102")
		require.NoError(t, err)
		defer shown.Body.Close()
		body, err := io.ReadAll(shown.Body)
		require.NoError(t, err)
		return containsAll(string(body), "JOIN", "OK to text you?")
	}, 10*time.Second, 50*time.Millisecond)
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
