package messagebird_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func TestPicturesAreSaidToBeUnreadable(t *testing.T) {
	for q, want := range map[string]string{
		"mms=true":  "picture",
		"mms=1":     "picture",
		"mms=false": "",
		"mms=0":     "",
		"mms=":      "",
		"mediaUrls=" + url.QueryEscape(`["https://media.example.org/1.jpg"]`): "picture",
		"mediaURLs%5B%5D=https://media.example.org/1.jpg":                     "picture",
		"mediaURLs=%5B%5D":   "",
		"mediaURLs=%5B+%5D":  "",
		"mediaURLs=null&x=1": "",
	} {
		texts, err := reader(t).ParseInbound(query("originator=447700900123&id=1&body=look&" + q))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].Unsupported, q)
		require.Equal(t, "look", texts[0].Text)
	}
}

func TestBadEscapesLoseNoText(t *testing.T) {
	for raw, want := range map[string]string{
		"100% sure":   "100% sure",
		"100%+sure":   "100% sure",
		"%zz%41%":     "%zzA%",
		"50%25%2":     "50%%2",
		"a;b":         "a;b",
		"caf%C3%A9%x": "café%x",
		"a%ffb%":      "a\ufffdb%",
	} {
		texts, err := reader(t).ParseInbound(posted(form, "originator=447700900123&id=1&payload="+raw))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].Text, raw)
	}
}

func TestATextWithoutIDAndDateIsKnownForTenMinutes(t *testing.T) {
	id := func(at time.Time) string {
		r := query("originator=447700900123&recipient=447700900999&body=yes")
		r.At = at
		texts, err := reader(t).ParseInbound(r)
		require.NoError(t, err)
		return texts[0].EventID
	}
	hour := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	require.Equal(t, id(hour), id(hour.Add(9*time.Minute)))
	require.NotEqual(t, id(hour), id(hour.Add(10*time.Minute)))
}

func TestAVeryLongIDIsShortened(t *testing.T) {
	long := strings.Repeat("x", 5000)
	texts, err := reader(t).ParseInbound(query("originator=447700900123&body=yes&id=" + long))
	require.NoError(t, err)
	require.Less(t, len(texts[0].EventID), 100)
	other, err := reader(t).ParseInbound(query("originator=447700900123&body=yes&id=" + long + "x"))
	require.NoError(t, err)
	require.NotEqual(t, texts[0].EventID, other[0].EventID)
}

func TestReportsOfASharedCallGoByIDAndRecipient(t *testing.T) {
	reports, err := reader(t).ParseStatus(query("id=1&reference=group_0a1b&recipient=447700900123&status=delivered"))
	require.NoError(t, err)
	require.Empty(t, reports[0].Ref)
	require.Equal(t, "1", reports[0].ProviderID)
	require.Equal(t, "+447700900123", reports[0].Recipient.Value)
}

func TestEveryCodeOfANetworkHasItsClass(t *testing.T) {
	classes := map[providers.Class][]string{
		providers.NoSubscriber: {"1", "5", "9"},
		providers.Permanent:    {"", "0", "2", "3", "10", "11", "12", "13", "777", "word"},
		providers.Temporary:    {"6", "8", "26", "27", "31", "32", "33", "34", "35", "36"},
		providers.OptedOut:     {"103"},
		providers.Config:       {"104", "105"},
		providers.Throttled:    {"106", "107"},
	}
	for class, codes := range classes {
		for _, code := range codes {
			reports, err := reader(t).ParseStatus(query(fmt.Sprintf("id=1&recipient=447700900123&status=delivery_failed&statusErrorCode=%s", code)))
			require.NoError(t, err)
			require.Equal(t, providers.Failed, reports[0].State)
			require.Equal(t, class, reports[0].Class, "code %q", code)
		}
	}
	for code, class := range map[string]providers.Class{"": providers.Temporary, "0": providers.Temporary, "1": providers.NoSubscriber, "103": providers.OptedOut} {
		reports, err := reader(t).ParseStatus(query("id=1&recipient=447700900123&status=expired&statusErrorCode=" + code))
		require.NoError(t, err)
		require.Equal(t, class, reports[0].Class, "code %q", code)
	}
}
