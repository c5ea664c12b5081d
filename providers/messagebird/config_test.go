package messagebird

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryFaultOfTheConfigurationIsNamed(t *testing.T) {
	good := Config{AccessKey: "live_abc", SigningKeys: []string{"old", "new"}}
	_, err := New(good)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		spoil func(*Config)
		want  string
	}{
		"no access key":      {func(c *Config) { c.AccessKey = "" }, "the access key is missing"},
		"another platform's": {func(c *Config) { c.AccessKey = "bk_eu1_topsecret" }, "Bird's new platform"},
		"a line in the key":  {func(c *Config) { c.AccessKey = "topsecret\n" }, "no key has"},
		"no signing key":     {func(c *Config) { c.SigningKeys = nil }, "the signing key is missing"},
		"an empty one":       {func(c *Config) { c.SigningKeys = []string{"topsecret", ""} }, "a signing key is empty"},
		"half a URL":         {func(c *Config) { c.URL = "rest.messagebird.com" }, "the API's URL must be a whole one"},
		"no TLS":             {func(c *Config) { c.URL = "http://rest.messagebird.com" }, "must begin with https"},
		"a password":         {func(c *Config) { c.URL = "https://me:topsecret@host" }, "no password"},
		"a report URL":       {func(c *Config) { c.ReportURL = "/hooks" }, "the URL for status reports"},
		"a huge skew":        {func(c *Config) { c.Skew = time.Hour }, "the skew must be between 0 and 5m0s"},
		"no time":            {func(c *Config) { c.Timeout = -1 }, "the timeout must not be negative"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			c.spoil(&config)
			_, err := New(config)
			require.ErrorContains(t, err, "configure messagebird: ")
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "topsecret")
		})
	}
	_, err = New(Config{})
	require.ErrorContains(t, err, "access key")
	require.ErrorContains(t, err, "signing key")
	for _, url := range []string{"http://127.0.0.1:9090", "http://localhost:1", "http://[::1]:1"} {
		config := good
		config.URL, config.ReportURL = url, url
		_, err := New(config)
		require.NoError(t, err)
	}
}
