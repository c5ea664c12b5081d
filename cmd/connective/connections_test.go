package main

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

// whole is every setting that a connection to each company needs.
var whole = map[string]string{
	"CONNECTIVE_SECRET": "s", "CONNECTIVE_PUBLIC_URL": "https://texts.example.org",
	"MESSAGEBIRD_ACCESS_KEY": "bird-key", "MESSAGEBIRD_SIGNING_KEY": "bird-sign",
	"TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN": "token-one",
}

func with(pairs ...string) map[string]string {
	all := map[string]string{}
	for k, v := range whole {
		all[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

func settingsOf(t *testing.T, file string, env map[string]string) Settings {
	t.Helper()
	path := filepath.Join(t.TempDir(), "settings.yaml")
	require.NoError(t, os.WriteFile(path, []byte(cmp.Or(file, "{}")), 0o600))
	s, err := readSettings(path, environment(env))
	require.NoError(t, err)
	return s
}

func namesOf(all []connection) []string {
	var names []string
	for _, c := range all {
		names = append(names, c.name)
	}
	return names
}

func TestConnectionsAreTheNamedOnesAndEveryCompanyThatIsSetUp(t *testing.T) {
	north := []string{"NORTH_TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000002", "NORTH_TWILIO_AUTH_TOKEN", "token-two", "NORTH_RATE", "3"}
	for name, c := range map[string]struct {
		file string
		env  map[string]string
		want []string
	}{
		"the provider alone, as ever": {
			env:  map[string]string{"CONNECTIVE_PROVIDER": "messagebird", "MESSAGEBIRD_ACCESS_KEY": "a", "MESSAGEBIRD_SIGNING_KEY": "b"},
			want: []string{"messagebird"},
		},
		"another company that is whole":   {env: with("CONNECTIVE_PROVIDER", "messagebird"), want: []string{"messagebird", "twilio"}},
		"another company that is not":     {env: with("CONNECTIVE_PROVIDER", "messagebird", "TWILIO_AUTH_TOKEN", ""), want: []string{"messagebird"}},
		"two accounts of one company":     {env: with(append(north, "CONNECTIVE_PROVIDER", "twilio", "CONNECTIVE_CONNECTIONS", "north=twilio")...), want: []string{"twilio", "north", "messagebird"}},
		"a named one is the own":          {env: with(append(north, "CONNECTIVE_PROVIDER", "north", "CONNECTIVE_CONNECTIONS", "north=twilio")...), want: []string{"north", "messagebird", "twilio"}},
		"the file names one":              {file: "provider: messagebird\nconnections:\n  south: {provider: twilio, twilio_account_sid: AC00000000000000000000000000000003, twilio_auth_token: ['0123']}\n", env: with(), want: []string{"messagebird", "south", "twilio"}},
		"a company said to be there":      {env: with("CONNECTIVE_PROVIDER", "messagebird", "CONNECTIVE_CONNECTIONS", "twilio"), want: []string{"messagebird", "twilio"}},
		"the environment over the file":   {file: "connections: {north: {provider: messagebird}}\n", env: with(append(north, "CONNECTIVE_PROVIDER", "twilio", "NORTH_PROVIDER", "twilio")...), want: []string{"twilio", "north", "messagebird"}},
		"what is not used may be missing": {env: map[string]string{"CONNECTIVE_PROVIDER": "fake", "CONNECTIVE_ENV": "test", "FAKE_SIGNING_KEY": "k"}, want: []string{"fake"}},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := settingsOf(t, c.file, c.env).connections()
			require.NoError(t, err)
			require.Equal(t, c.want, namesOf(all))
		})
	}
}

func TestANamedConnectionHasNothingOfAnotherAccount(t *testing.T) {
	s := settingsOf(t, "provider: messagebird\nrate: 2\nconnections:\n  south: {provider: twilio, twilio_account_sid: AC00000000000000000000000000000003, twilio_auth_token: ['0123'], twilio_opt_out: off}\n",
		with("SOUTH_TWILIO_URL", "http://127.0.0.1:1", "TWILIO_OPT_OUT", "advanced", "TWILIO_MESSAGING_SERVICE_SID", "MG00000000000000000000000000000001"))
	south, err := s.connection("south")
	require.NoError(t, err)
	require.Equal(t, []string{"0123"}, south.TwilioTokens, "written as it is, digits and all")
	require.Equal(t, "off", south.TwilioOptOut)
	require.Equal(t, "http://127.0.0.1:1", south.TwilioURL, "of the environment")
	require.Empty(t, south.TwilioService, "that one is of the other account")
	require.Empty(t, south.AccessKey)
	require.InDelta(t, 2, south.Rate, 0, "the pace of the installation unless it has its own")
	require.Equal(t, "https://texts.example.org/hooks/south", south.hooks("twilio"))
	require.Equal(t, "https://texts.example.org/hooks/twilio", s.hooks("twilio"))

	opened, err := openConnections(s)
	require.NoError(t, err)
	require.Equal(t, "south", opened[1].provider.Name(), "metrics and webhooks go by the connection's name")
}

func TestTheFaultsOfAllConnectionsAreSaidAtOnceInPlainWords(t *testing.T) {
	s := settingsOf(t, "connections:\n  west: {provider: messagebird, listen: 127.0.0.1:9}\n  east: {provider: twilio, twilio_tokens: x}\n", map[string]string{
		"CONNECTIVE_PROVIDER": "messagebird", "MESSAGEBIRD_ACCESS_KEY": "topsecret", "CONNECTIVE_CONNECTIONS": "north=twilio,south=pigeons,Bad Name=twilio",
		"NORTH_TWILIO_ACCOUNT_SID": "topsecret", "NORTH_RATE": "fast",
	})
	err := s.check()
	require.Error(t, err)
	for _, fault := range []string{
		"MESSAGEBIRD_SIGNING_KEY is missing",
		"the connection north (its variables begin with NORTH_): RATE must be a number",
		"the connection south (its variables begin with SOUTH_): PROVIDER must be",
		"the connection Bad Name", "its name must be small letters",
		"the connection west (its variables begin with WEST_): listen is of the whole installation",
		"the connection east", "twilio_tokens",
	} {
		require.ErrorContains(t, err, fault)
	}
	require.NotContains(t, err.Error(), "topsecret")
}

func TestAFileThatCannotBeReadIsNotQuoted(t *testing.T) {
	for _, text := range []string{"twilio_auth_token: 4711\n", "provider: twilio\nconnections:\n  north: {provider: twilio, twilio_auth_token: 4711}\n"} {
		path := filepath.Join(t.TempDir(), "settings.yaml")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		s, err := readSettings(path, environment(with()))
		_, other := s.connections()
		err = errors.Join(err, other)
		require.ErrorContains(t, err, "line ")
		require.NotContains(t, err.Error(), "4711")
	}
}

func TestAnOrganisationMayNameOnlyWhatIsSetUp(t *testing.T) {
	book := flows.NewBook([]*flows.Org{{ID: "a", Name: "A", Number: "+447700900001"}, {ID: "b", Name: "B", Number: "+447700900002", Provider: "twilio"}})
	s := settingsOf(t, "", with("CONNECTIVE_PROVIDER", "messagebird"))
	require.Empty(t, notSetUp(book, s.set()))
	s = settingsOf(t, "", with("CONNECTIVE_PROVIDER", "messagebird", "TWILIO_ACCOUNT_SID", ""))
	faults := notSetUp(book, s.set())
	require.Len(t, faults, 1)
	require.Contains(t, faults[0], "B names the provider twilio, which is not set up")
}

func TestTextsReachOnlyThisMachineIfEveryConnectionIsHere(t *testing.T) {
	env := with("CONNECTIVE_PROVIDER", "messagebird", "MESSAGEBIRD_URL", "http://127.0.0.1:1")
	require.False(t, settingsOf(t, "", env).providersAreHere(), "Twilio is elsewhere")
	env["TWILIO_URL"] = "http://127.0.0.1:1"
	require.True(t, settingsOf(t, "", env).providersAreHere())
}
