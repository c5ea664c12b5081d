package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers/sink"
)

// worksAt is what the doctor finds at a company, of an installation without flows.
func worksAt(t *testing.T, s Settings) check {
	t.Helper()
	return checkProviderWorks(t.Context(), connection{s.Provider, s}, true, flows.NewBook(nil))
}

func TestTheDoctorAsksAboutEachNumberOfTheFolder(t *testing.T) {
	org := func(id, name, number, provider string) *flows.Org {
		return &flows.Org{ID: id, Name: name, Number: number, Provider: provider}
	}
	millbrook, tea, east := org("a", "Millbrook", "+447700900001", ""), org("b", "Tea Town", "+447700900002", "north"), org("c", "East", "+447700900001", "twilio")
	north := org("d", "North", "+447700900003", "")
	north.Fallback = flows.Fallback{Provider: "twilio", Number: "+447700900004"}
	book := flows.NewBook([]*flows.Org{millbrook, tea, east, north})
	require.Equal(t, []leaving{
		{"+447700900001", []string{"Millbrook", "East"}, true, ""}, {"+447700900003", []string{"North"}, true, ""}, {"+447700900004", []string{"North"}, false, ""},
	}, numbersBy("twilio", true, book), "a number that two share is asked for once, and a second one is only written from")
	require.Equal(t, []leaving{{"+447700900002", []string{"Tea Town"}, true, ""}}, numbersBy("north", false, book))

	tea.App = flows.AppLine{App: "whatsapp", Provider: "whatsapp", Number: "+447700900002", Template: "town_news"}
	require.Equal(t, []leaving{{"+447700900002", []string{"Tea Town"}, true, "town_news"}}, numbersBy("whatsapp", false, book))

	company, _ := companyOf("twilio")
	s := trialSettings("twilio", "token")
	s.PublicURL = "https://texts.example.org"
	server := httptest.NewServer(sink.New(sink.Config{Wire: company.wire(*s, "+447700900001", "+447700900004")}))
	t.Cleanup(server.Close)
	s.TwilioURL = server.URL
	c := checkProviderWorks(t.Context(), connection{"twilio", *s}, true, book)
	require.Contains(t, strings.Join(c.notes, "\n"), "Millbrook, East, +447700900001: the number is the account's at Twilio, and can text")
	require.Contains(t, strings.Join(c.notes, "\n"), "North, +447700900004: the number is the account's at Twilio")
	require.NotContains(t, strings.Join(c.notes, "\n"), "+447700900004: what is texted")
	require.Len(t, c.faults, 1)
	require.Contains(t, c.faults[0], "North, +447700900003: the account at Twilio has no such number")

	c = checkProviderWorks(t.Context(), connection{"twilio", *s}, false, flows.NewBook([]*flows.Org{millbrook}))
	require.Contains(t, strings.Join(c.notes, "\n"), "no org.yaml names this connection")

	s.TwilioTokens = []string{"another"}
	c = checkProviderWorks(t.Context(), connection{"twilio", *s}, true, book)
	require.Len(t, c.faults, 1, "whom the company does not know is told nothing of numbers")
	require.NotContains(t, strings.Join(c.notes, "\n"), "Millbrook")
}

func TestACompanyThatDoesNotAnswerIsSaidInPlainWords(t *testing.T) {
	for _, c := range companies {
		t.Run(c.name, func(t *testing.T) {
			s := trialSettings(c.name, trialSecrets[c.name])
			s.PublicURL = "https://texts.example.org"
			const nothing = "http://127.0.0.1:1"
			s.MessageBirdURL, s.TwilioURL, s.BirdURL, s.NotifyURL, s.WhatsAppURL = nothing, nothing, nothing, nothing, nothing
			found := worksAt(t, *s)
			require.Len(t, found.faults, 1)
			require.Contains(t, found.faults[0], "nothing answers at "+nothing+": may this machine call out? "+c.apiVariable+" must be left out")
		})
	}
	found := worksAt(t, Settings{Provider: "twilio"})
	require.True(t, found.blind)
	require.Empty(t, found.faults, "they are said under settings")
}
