package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func environment(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestTheEnvironmentWinsOverTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings.yaml")
	require.NoError(t, os.WriteFile(file, []byte("listen: 127.0.0.1:1\nprovider: fake\nsecret_old: [a, b]\n"), 0o600))
	s, err := readSettings(file, environment(map[string]string{"CONNECTIVE_LISTEN": "127.0.0.1:2", "MESSAGEBIRD_SIGNING_KEY": "old,new"}))
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:2", s.Listen)
	require.Equal(t, "http://127.0.0.1:2", s.PublicURL, "it follows listen unless it is set")
	require.Equal(t, "fake", s.Provider)
	require.Equal(t, []string{"a", "b"}, s.SecretOld)
	require.Equal(t, []string{"old", "new"}, s.SigningKeys)
}

func TestAFakeProviderIsRefusedInProduction(t *testing.T) {
	s := defaults()
	s.Provider, s.FakeKey = "fake", "k"
	require.ErrorContains(t, s.checkProvider(), "texts nobody")
	s.Env = "test"
	require.NoError(t, s.checkProvider())
}

func TestHTTPIsForThisMachineAlone(t *testing.T) {
	for url, well := range map[string]bool{
		"https://texts.example.org": true, "http://127.0.0.1:8080": true, "http://localhost:1": true,
		"http://texts.example.org": false, "texts.example.org": false, "": false,
	} {
		s := defaults()
		s.PublicURL = url
		require.Equal(t, well, s.checkAddresses() == nil, url)
	}
}

func TestTheIdentityProviderIsNamedWhole(t *testing.T) {
	for name, c := range map[string]struct {
		set  Settings
		well bool
	}{
		"none":                {Settings{}, true},
		"all of it":           {Settings{OIDCIssuer: "https://login.example.org", OIDCClientID: "a", OIDCClientSecret: "b"}, true},
		"on this machine":     {Settings{OIDCIssuer: "http://127.0.0.1:9", OIDCClientID: "a", OIDCClientSecret: "b"}, true},
		"not by https":        {Settings{OIDCIssuer: "http://login.example.org", OIDCClientID: "a", OIDCClientSecret: "b"}, false},
		"without a secret":    {Settings{OIDCIssuer: "https://login.example.org", OIDCClientID: "a"}, false},
		"proxies":             {Settings{Proxies: []string{"10.0.0.5", "10.1.0.0/16", "2001:db8::1"}}, true},
		"a proxy by its name": {Settings{Proxies: []string{"proxy.example.org"}}, false},
	} {
		require.Equal(t, c.well, c.set.checkStaff() == nil, name)
	}
	require.Equal(t, "login.example.org", Settings{OIDCIssuer: "https://login.example.org/x"}.identities().Name)
}
