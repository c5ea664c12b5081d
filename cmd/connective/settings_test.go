package main

import (
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/bird/birdtest"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
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

func TestASwitchIsSetByYesOrNoInTheEnvironmentAsInTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings.yaml")
	require.NoError(t, os.WriteFile(file, []byte("provider: fake\n"), 0o600))
	for said, want := range map[string]bool{"yes": true, "true": true, "no": false, "false": false} {
		s, err := readSettings(file, environment(map[string]string{"CONNECTIVE_ALLOW_TEST_NUMBERS": said}))
		require.NoError(t, err, said)
		require.Equal(t, want, s.AllowTestNumbers, said)
	}
	_, err := readSettings(file, environment(map[string]string{"CONNECTIVE_ALLOW_TEST_NUMBERS": "perhaps"}))
	require.ErrorContains(t, err, "CONNECTIVE_ALLOW_TEST_NUMBERS must be yes or no")
}

func TestAFakeProviderIsRefusedInProduction(t *testing.T) {
	s := defaults()
	s.Provider, s.FakeKey = "fake", "k"
	require.ErrorContains(t, s.checkProvider(), "texts nobody")
	s.Env = "test"
	require.NoError(t, s.checkProvider())
}

func TestAllThatTwilioLacksIsSaidAtOnce(t *testing.T) {
	s := defaults()
	s.Provider, s.PublicURL = "twilio", "https://texts.example.org"
	s.TwilioOptOut, s.TwilioService, s.TwilioURL = "sometimes", "topsecret", "http://api.twilio.com"
	err := s.checkProvider()
	for _, fault := range []string{
		"TWILIO_ACCOUNT_SID is missing", "TWILIO_AUTH_TOKEN is missing", "TWILIO_OPT_OUT must be", "Messaging Service's SID must begin with MG", "the API's URL must begin with https",
	} {
		require.ErrorContains(t, err, fault)
	}
	require.NotContains(t, err.Error(), "topsecret")

	s.TwilioAccount, s.TwilioTokens = "AC00000000000000000000000000000001", []string{"new", "old"}
	s.TwilioOptOut, s.TwilioService, s.TwilioURL = "default", "", "https://api.twilio.com"
	require.NoError(t, s.checkProvider())
	require.False(t, s.providerIsHere())
	s.TwilioURL = "http://127.0.0.1:1"
	require.True(t, s.providerIsHere())
	s.PublicURL = "https://my_texts.example.org"
	require.ErrorContains(t, s.checkProvider(), "without an underscore")
}

func TestTheDoctorAsksTwilio(t *testing.T) {
	twilio := httptest.NewServer(sink.New(sink.Config{Wire: twiliotest.Wire{AccountSID: "AC00000000000000000000000000000001", Token: "right"}}))
	t.Cleanup(twilio.Close)
	s := defaults()
	s.Provider, s.PublicURL, s.TwilioURL = "twilio", "https://texts.example.org", twilio.URL
	s.TwilioAccount, s.TwilioTokens = "AC00000000000000000000000000000001", []string{"right"}
	c := worksAt(t, s)
	require.Empty(t, c.faults)
	require.Equal(t, []string{
		"Twilio takes the token; the balance is 9.20 GBP", "webhooks go to https://texts.example.org/hooks/twilio/inbound#rc=2&rp=5xx,ct,rt",
		"  texts: Phone Numbers, your number, A message comes in, and again as Primary handler fails; reports find their own way",
	}, c.notes)
	s.TwilioTokens = []string{"wrong"}
	require.Contains(t, worksAt(t, s).faults[0], "take both from the front page of the console")
}

const notifyID = "11111111-2222-4333-8444-555555555555"

func overNotify(url string) Settings {
	s := defaults()
	s.Provider, s.PublicURL, s.NotifyURL = "govuknotify", "https://texts.example.org", url
	s.NotifyKey, s.NotifyTemplate = "north-"+notifyID+"-"+notifyID, notifyID
	s.NotifyTextTokens, s.NotifyReceiptTokens = []string{"token-of-texts"}, []string{"token-of-receipts"}
	return s
}

func TestAllThatNotifyLacksIsSaidAtOnce(t *testing.T) {
	s := defaults()
	s.Provider, s.NotifySender, s.NotifyURL, s.NotifyPoll = "govuknotify", "topsecret", "http://api.example.org", time.Second
	err := s.checkProvider()
	for _, fault := range []string{
		"NOTIFY_API_KEY is missing", "NOTIFY_TEMPLATE_ID is missing", "NOTIFY_TEXT_TOKEN is missing", "NOTIFY_RECEIPT_TOKEN is missing",
		"NOTIFY_POLL must be 5s or longer", "the sender's id must be", "the API's URL must begin with https",
	} {
		require.ErrorContains(t, err, fault)
	}
	require.NotContains(t, err.Error(), "topsecret")
	s = overNotify("https://api.notifications.service.gov.uk")
	require.NoError(t, s.checkProvider())
	require.False(t, s.providerIsHere())
	s.NotifyURL = "http://127.0.0.1:1"
	require.True(t, s.providerIsHere())
}

func TestTheDoctorAsksNotify(t *testing.T) {
	notify := httptest.NewServer(sink.New(sink.Config{Wire: govuknotifytest.Wire{Service: notifyID, Secret: notifyID, TemplateID: notifyID}}))
	t.Cleanup(notify.Close)
	s := overNotify(notify.URL)
	c := worksAt(t, s)
	require.Empty(t, c.faults)
	require.Equal(t, []string{
		"GOV.UK Notify takes the key, has the template, and can be asked for received texts", "webhooks go to https://texts.example.org/hooks/govuknotify/inbound",
		"  received text messages, with the token for texts: API integration, Callbacks", "webhooks go to https://texts.example.org/hooks/govuknotify/status",
		"  delivery receipts, with the token for receipts: API integration, Callbacks",
	}, c.notes)
	s.NotifyTemplate = "22222222-2222-4333-8444-555555555555"
	require.Contains(t, worksAt(t, s).faults[0], "has no such template")
	s.NotifyKey = "north-" + notifyID + "-" + s.NotifyTemplate
	require.Contains(t, worksAt(t, s).faults[0], "refuses the API key")
}

func overBird(url string) Settings {
	s := defaults()
	s.Provider, s.PublicURL, s.BirdURL = "bird", "https://texts.example.org", url
	s.BirdKey, s.BirdSecrets = "bk_eu_0a1b2c3d", []string{"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"}
	return s
}

func TestAllThatBirdLacksIsSaidAtOnce(t *testing.T) {
	s := defaults()
	s.Provider, s.PublicURL = "bird", "https://texts.example.org"
	s.BirdOptOut, s.BirdCategory, s.BirdURL, s.BirdPoll = "sometimes", "topsecret", "http://api.example.org", time.Second
	err := s.checkProvider()
	for _, fault := range []string{
		"BIRD_API_KEY is missing", "BIRD_WEBHOOK_SECRET is missing: Bird shows it once, when you make the webhook to https://texts.example.org/hooks/bird/inbound",
		"BIRD_OPT_OUT must be", "BIRD_CATEGORY must be", "BIRD_POLL must be 5s or longer", "the API's URL must begin with https",
	} {
		require.ErrorContains(t, err, fault)
	}
	s.BirdKey, s.BirdSecrets = "live_topsecret", []string{"topsecret"}
	err = errors.Join(err, s.checkProvider())
	require.ErrorContains(t, err, "the API key must begin with bk_ and a region")
	require.ErrorContains(t, err, "a webhook secret must begin with whsec_")
	require.NotContains(t, err.Error(), "topsecret")

	s = overBird("")
	require.NoError(t, s.checkProvider())
	require.False(t, s.providerIsHere(), "it is where the key says")
	s.BirdURL = "http://127.0.0.1:1"
	require.True(t, s.providerIsHere())
}

func TestTheDoctorAsksBird(t *testing.T) {
	wire := birdtest.Wire{APIKey: "bk_eu_0a1b2c3d", BaseURL: "https://texts.example.org/hooks/bird"}
	server := httptest.NewServer(sink.New(sink.Config{Wire: wire}))
	t.Cleanup(server.Close)
	s := overBird(server.URL)
	c := worksAt(t, s)
	require.Empty(t, c.faults)
	require.Contains(t, c.notes[0], "it has our webhook")
	s.PublicURL = "https://elsewhere.example.org"
	require.Contains(t, worksAt(t, s).faults[0], "bird has no webhook to https://elsewhere.example.org/hooks/bird/inbound: make one")
	s.BirdKey = "bk_eu_another"
	require.Contains(t, worksAt(t, s).faults[0], "refuses the API key")
}

func TestTheDoctorSaysHowEachCompanyTakesTextsAgain(t *testing.T) {
	notify, own := overNotify(""), defaults()
	notify.NotifyURL = defaults().NotifyURL
	own.Provider, own.Env, own.FakeKey = "fake", "test", "k"
	twilio := trialSettings("twilio", "token")
	twilio.PublicURL = "https://texts.example.org"
	for want, c := range map[string]struct {
		s Settings
		h providers.Halt
	}{
		"it comes back at midnight UTC":           {notify, providers.Halt{Class: providers.Balance, Code: "TooManyRequestsError"}},
		"leave the key as it is":                  {notify, providers.Halt{Class: providers.Auth, Code: "clock"}},
		"the account is suspended":                {*twilio, providers.Halt{Class: providers.Balance, Code: "20005"}},
		"not among the senders":                   {*twilio, providers.Halt{Class: providers.Config, Code: "21606"}},
		"leave the URL empty":                     {overBird(""), providers.Halt{Class: providers.Config, Code: "wrong_region"}},
		"there is no credit left: top up in the ": {overBird(""), providers.Halt{Class: providers.Balance, Code: "E01020"}},
		"look up the code at the provider":        {own, providers.Halt{Class: providers.Config}},
		"it does not take the key: give a new on": {Settings{}, providers.Halt{Class: providers.Auth}},
	} {
		require.Contains(t, mend(c.s, c.h), want)
	}
	require.NotContains(t, mend(notify, providers.Halt{Class: providers.Balance}), "top up")
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
