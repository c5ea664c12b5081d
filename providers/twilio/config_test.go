package twilio

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryFaultOfTheConfigurationIsNamed(t *testing.T) {
	good := Config{AccountSID: testSID, AuthTokens: []string{"new", "old"}, MessagingServiceSID: "MG" + testSID[2:]}
	_, err := New(good)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		spoil func(*Config)
		want  string
	}{
		"no account":          {func(c *Config) { c.AccountSID = "" }, "the account SID is missing"},
		"an API key's SID":    {func(c *Config) { c.AccountSID = "SK" + testSID[2:] }, "the account SID must begin with AC"},
		"half a SID":          {func(c *Config) { c.AccountSID = "AC123" }, "with 32 digits"},
		"a SID and a path":    {func(c *Config) { c.AccountSID = "AC" + strings.Repeat("/", 32) }, "with 32 digits"},
		"no token":            {func(c *Config) { c.AuthTokens = nil }, "the auth token is missing"},
		"an empty one":        {func(c *Config) { c.AuthTokens = []string{"topsecret", ""} }, "an auth token is empty"},
		"a line in the token": {func(c *Config) { c.AuthTokens = []string{"topsecret\n"} }, "no token has"},
		"no service":          {func(c *Config) { c.MessagingServiceSID = testSID }, "the Messaging Service's SID must begin with MG"},
		"an unknown opt-out":  {func(c *Config) { c.OptOut = "topsecret" }, "must be default, advanced or off"},
		"half a URL":          {func(c *Config) { c.URL = "api.twilio.com" }, "the API's URL must be a whole one"},
		"no TLS":              {func(c *Config) { c.URL = "http://api.twilio.com" }, "must begin with https"},
		"a password":          {func(c *Config) { c.URL = "https://me:topsecret@host" }, "no password"},
		"a report URL":        {func(c *Config) { c.ReportURL = "/hooks" }, "the URL for status reports"},
		"an underscore":       {func(c *Config) { c.ReportURL = "https://my_bot.example.org/hooks" }, "without an underscore"},
		"no time":             {func(c *Config) { c.Timeout = -1 }, "the timeout must not be negative"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			c.spoil(&config)
			_, err := New(config)
			require.ErrorContains(t, err, "configure twilio: ")
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "topsecret")
		})
	}
	_, err = New(Config{MessagingServiceSID: "MG1", OptOut: "x"})
	for _, fault := range []string{"account SID", "auth token", "Messaging Service", "must be default"} {
		require.ErrorContains(t, err, fault)
	}
}
