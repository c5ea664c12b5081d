package bird

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const goodSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"

func goodConfig() Config {
	return Config{APIKey: "bk_eu_0a1b2c3d4e5f", WebhookSecrets: []string{goodSecret}}
}

func TestEveryFaultOfTheConfigurationIsNamed(t *testing.T) {
	_, err := New(goodConfig())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		spoil func(*Config)
		want  string
	}{
		"no key":              {func(c *Config) { c.APIKey = "" }, "the API key is missing"},
		"a classic key":       {func(c *Config) { c.APIKey = "live_topsecret" }, "works only there"},
		"no region":           {func(c *Config) { c.APIKey = "bk_topsecret" }, "must begin with bk_ and a region"},
		"another host":        {func(c *Config) { c.APIKey = "bk_evil.example/_topsecret" }, "must begin with bk_ and a region"},
		"a line in the key":   {func(c *Config) { c.APIKey = "bk_eu_topsecret\n" }, "must begin with bk_ and a region"},
		"no secret":           {func(c *Config) { c.WebhookSecrets = nil }, "the webhook secret is missing"},
		"an empty one":        {func(c *Config) { c.WebhookSecrets = []string{goodSecret, ""} }, "must begin with whsec_"},
		"one without a start": {func(c *Config) { c.WebhookSecrets = []string{goodSecret[6:]} }, "must begin with whsec_"},
		"half of one":         {func(c *Config) { c.WebhookSecrets = []string{goodSecret[:20]} }, "be whole"},
		"one that is no code": {func(c *Config) { c.WebhookSecrets = []string{"whsec_topsecret!topsecret!"} }, "be whole"},
		"no such category":    {func(c *Config) { c.Category = "topsecret" }, "must be service, transactional or marketing"},
		"an unknown opt-out":  {func(c *Config) { c.OptOut = "topsecret" }, "must be default or off"},
		"half a URL":          {func(c *Config) { c.URL = "eu.platform.bird.com" }, "the API's URL must be a whole one"},
		"no TLS":              {func(c *Config) { c.URL = "http://eu.platform.bird.com" }, "must begin with https"},
		"no time":             {func(c *Config) { c.Timeout = -1 }, "must not be negative"},
		"no tolerance":        {func(c *Config) { c.Tolerance = -1 }, "must not be negative"},
	} {
		t.Run(name, func(t *testing.T) {
			config := goodConfig()
			c.spoil(&config)
			_, err := New(config)
			require.ErrorContains(t, err, "configure bird: ")
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "topsecret")
		})
	}
	_, err = New(Config{OptOut: "x", Category: "x"})
	for _, fault := range []string{"API key", "webhook secret", "category", "must be default"} {
		require.ErrorContains(t, err, fault)
	}
}

func TestTheKeyNamesItsRegion(t *testing.T) {
	for key, url := range map[string]string{
		"bk_eu_0a1b2c": "https://eu.platform.bird.com", "bk_us1_0a_1b-2c": "https://us1.platform.bird.com", "bk_eu-west-1_x": "https://eu-west-1.platform.bird.com",
	} {
		c := goodConfig()
		c.APIKey = key
		p, err := New(c)
		require.NoError(t, err)
		require.Equal(t, url, p.api.URL)
	}
	c := goodConfig()
	c.URL = "https://us.platform.bird.com/"
	p, err := New(c)
	require.NoError(t, err)
	require.Equal(t, "https://us.platform.bird.com", p.api.URL, "what is set wins")
}
