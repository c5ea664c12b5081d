package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

func TestALineOnWhatsAppIsCheckedAgainstItsConnection(t *testing.T) {
	wa := trialSettings("whatsapp", "secret")
	wa.WhatsAppNumbers = []string{"+447700900003=200000000000001"}
	all := []connection{{"whatsapp", *wa}, {"north", *trialSettings("twilio", "token")}}
	for name, c := range map[string]struct {
		provider string
		app      flows.AppLine
		says     string
	}{
		"all is well":              {"north", flows.AppLine{App: "whatsapp", Provider: "whatsapp", Number: "+447700900003"}, ""},
		"no line":                  {"north", flows.AppLine{}, ""},
		"texts by WhatsApp":        {"whatsapp", flows.AppLine{}, "is a connection to WhatsApp, which texts no phones"},
		"WhatsApp by texts":        {"", flows.AppLine{App: "whatsapp", Provider: "north", Number: "+447700900003"}, "which texts phones"},
		"a number that it has not": {"north", flows.AppLine{App: "whatsapp", Provider: "whatsapp", Number: "+447700900004"}, "none of WHATSAPP_NUMBERS"},
	} {
		t.Run(name, func(t *testing.T) {
			org := &flows.Org{ID: "tea", Name: "Tea Town", Number: "+447700900001", Provider: c.provider, App: c.app, Timezone: time.UTC}
			faults := strings.Join(wrongLines(flows.NewBook([]*flows.Org{org}), all), "\n")
			if c.says == "" {
				require.Empty(t, faults)
				return
			}
			require.Contains(t, faults, c.says)
			require.Contains(t, faults, "Tea Town")
		})
	}
}

func TestTextsToPhonesDoNotLeaveByWhatsApp(t *testing.T) {
	for name, env := range map[string]map[string]string{
		"by its own name": {"CONNECTIVE_PROVIDER": "whatsapp"},
		"by another":      {"CONNECTIVE_PROVIDER": "north", "CONNECTIVE_CONNECTIONS": "north=whatsapp"},
	} {
		t.Run(name, func(t *testing.T) {
			s := settingsOf(t, "", with("CONNECTIVE_PROVIDER", env["CONNECTIVE_PROVIDER"], "CONNECTIVE_CONNECTIONS", env["CONNECTIVE_CONNECTIONS"]))
			require.ErrorContains(t, s.check(), "CONNECTIVE_PROVIDER must be a company that texts phones")
		})
	}
}

func TestWhatIsMissingForWhatsAppIsNamed(t *testing.T) {
	s := defaults()
	s.Provider = "whatsapp"
	err := s.checkProvider()
	for _, variable := range []string{"WHATSAPP_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_NUMBERS"} {
		require.ErrorContains(t, err, variable+" is missing")
	}
	s = *trialSettings("whatsapp", "secret")
	require.NoError(t, s.checkProvider())
	s.WhatsAppNumbers = []string{"+447700900001"}
	require.ErrorContains(t, s.checkProvider(), "phone number id")
}
