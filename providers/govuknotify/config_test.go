package govuknotify

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	testKey      = "north_live-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-000000000000"
	testTemplate = "aaaaaaaa-0000-4000-8000-000000000001"
)

func goodConfig() Config {
	return Config{APIKey: testKey, TemplateID: testTemplate, TextTokens: []string{"token-of-texts"}, ReceiptTokens: []string{"token-of-receipts"}}
}

func TestEveryFaultOfTheConfigurationIsNamed(t *testing.T) {
	_, err := New(goodConfig())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		spoil func(*Config)
		want  string
	}{
		"no key":            {func(c *Config) { c.APIKey = "" }, "the API key is missing"},
		"half a key":        {func(c *Config) { c.APIKey = "topsecret-" + testTemplate }, "copy all of it"},
		"a key and a line":  {func(c *Config) { c.APIKey = testKey + "\n" }, "copy all of it"},
		"no template":       {func(c *Config) { c.TemplateID = "" }, "the template's id is missing"},
		"a template's name": {func(c *Config) { c.TemplateID = "topsecret" }, "the template's id must be"},
		"a path":            {func(c *Config) { c.TemplateID = "../" + testTemplate[3:] }, "the template's id must be"},
		"a sender's name":   {func(c *Config) { c.SenderID = "topsecret" }, "the sender's id must be"},
		"no text token":     {func(c *Config) { c.TextTokens = nil }, "the bearer token for received texts is missing"},
		"no receipt token":  {func(c *Config) { c.ReceiptTokens = nil }, "the bearer token for delivery receipts is missing"},
		"a short token":     {func(c *Config) { c.TextTokens = []string{"topsecret"} }, "must have from 10 to 500"},
		"an empty second":   {func(c *Config) { c.ReceiptTokens = append(c.ReceiptTokens, "") }, "must have from 10 to 500"},
		"a space in it":     {func(c *Config) { c.TextTokens = []string{"topsecret and more"} }, "without spaces"},
		"a long token":      {func(c *Config) { c.TextTokens = []string{strings.Repeat("topsecret", 60)} }, "must have from 10 to 500"},
		"no TLS":            {func(c *Config) { c.URL = "http://api.example.org" }, "must begin with https"},
		"no time":           {func(c *Config) { c.Timeout = -1 }, "the timeout must not be negative"},
	} {
		t.Run(name, func(t *testing.T) {
			config := goodConfig()
			c.spoil(&config)
			_, err := New(config)
			require.ErrorContains(t, err, "configure govuknotify: ")
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "topsecret")
		})
	}
	_, err = New(Config{SenderID: "x"})
	for _, fault := range []string{"API key", "template's id", "sender's id", "received texts", "delivery receipts"} {
		require.ErrorContains(t, err, fault)
	}
}

func TestAKeyIsTakenApartFromItsEnd(t *testing.T) {
	for _, name := range []string{"north_live-", "north-live-2-", "11111111-2222-4333-8444-555555555555-", ""} {
		key, err := readKey(name + testKey[len("north_live-"):])
		require.NoError(t, err)
		require.Equal(t, apiKey{"11111111-2222-4333-8444-555555555555", "66666666-7777-4888-9999-000000000000"}, key)
	}
}

// The signature was computed by another program.
func TestTheTokenIsTheRecordedOne(t *testing.T) {
	key, err := readKey(testKey)
	require.NoError(t, err)
	parts := strings.Split(key.token(time.Unix(1767225600, 0)), ".")
	require.Len(t, parts, 3)
	require.Equal(t, "fP8Uaj2F95bVvXoKMH75uX56sO2bWyJMV8Ts_ynthq4", parts[2])
	require.NotEqual(t, parts[2], strings.Split(key.token(time.Unix(1767225601, 0)), ".")[2], "each second has a token of its own")
}
