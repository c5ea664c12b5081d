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
