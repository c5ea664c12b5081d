package flows

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// loaded loads organisations from what their org.yaml says beside name: and number:.
func loadedOrgs(t *testing.T, orgs map[string]string) (*Book, []string) {
	t.Helper()
	files := fstest.MapFS{}
	for id, text := range orgs {
		files[id+"/org.yaml"] = &fstest.MapFile{Data: []byte("name: " + id + "\n" + text)}
	}
	book, found := Load(files)
	var codes []string
	for _, f := range found {
		if f.Severity == Error {
			codes = append(codes, f.Code)
		}
	}
	return book, codes
}

func TestAFallbackMustHearWhatPeopleAnswer(t *testing.T) {
	const own = "number: \"+447700900001\"\n"
	for name, c := range map[string]struct {
		text string
		code string
	}{
		"the same number at another company": {"fallback: {provider: twilio}\n", ""},
		"a number whose replies come here":   {"fallback: {provider: twilio, number: \"+447700900003\", replies: here}\n", ""},
		"a number that nobody listens to":    {"fallback: {provider: twilio, number: \"+447700900003\"}\n", "fallback-what"},
		"no company":                         {"fallback: {number: \"+447700900003\", replies: here}\n", "fallback-what"},
		"the own company":                    {"provider: twilio\nfallback: {provider: twilio}\n", "fallback-what"},
		"replies elsewhere":                  {"fallback: {provider: twilio, replies: there}\n", "wrong-kind"},
		"a key in it":                        {"fallback: {provider: twilio, auth_token: x}\n", "unknown-key"},
	} {
		t.Run(name, func(t *testing.T) {
			book, codes := loadedOrgs(t, map[string]string{"tea": own + c.text})
			if c.code == "" {
				require.Empty(t, codes)
				require.NotNil(t, book.Orgs["tea"])
				return
			}
			require.Contains(t, codes, c.code)
			require.Nil(t, book.Orgs["tea"])
		})
	}
}

func TestANumberOfAFallbackIsOneOrganisationsAlone(t *testing.T) {
	const fallback = "fallback: {provider: twilio, number: \"+447700900003\", replies: here}\n"
	for name, orgs := range map[string]map[string]string{
		"another has it as its own":         {"tea": "number: \"+447700900001\"\n" + fallback, "bun": "number: \"+447700900003\"\n"},
		"another has it for a fallback":     {"tea": "number: \"+447700900001\"\n" + fallback, "bun": "number: \"+447700900002\"\n" + fallback},
		"it stands beside a shared number":  {"tea": "word: TEA\nnumber: \"+447700900001\"\n" + fallback, "bun": "word: BUN\nnumber: \"+447700900001\"\n"},
		"two providers of a shared number":  {"tea": "word: TEA\nprovider: twilio\nnumber: \"+447700900001\"\n", "bun": "word: BUN\nnumber: \"+447700900001\"\n"},
		"another has its own as a fallback": {"tea": "number: \"+447700900003\"\n", "bun": "number: \"+447700900002\"\n" + fallback},
	} {
		t.Run(name, func(t *testing.T) {
			_, codes := loadedOrgs(t, orgs)
			require.NotEmpty(t, codes)
			for _, code := range codes {
				require.Contains(t, []string{"fallback-what", "other-provider"}, code)
			}
		})
	}
}

func TestAnOrganisationIsFoundByBothItsNumbersAndEachLineIsTheOthersSecond(t *testing.T) {
	book, codes := loadedOrgs(t, map[string]string{"tea": "number: \"+447700900001\"\nfallback: {provider: twilio, number: \"+447700900003\", replies: here}\n"})
	require.Empty(t, codes)
	tea := book.Orgs["tea"]
	require.Equal(t, []*Org{tea}, book.ByNumber("+447700900001"))
	require.Equal(t, []*Org{tea}, book.ByNumber("+447700900003"))
	own, other := tea.Lines()[0], tea.Lines()[1]
	require.Equal(t, Line{SMS, "+447700900003", "twilio"}, other)
	second, ok := tea.Second(own)
	require.True(t, ok)
	require.Equal(t, other, second)
	second, ok = tea.Second(other)
	require.True(t, ok)
	require.Equal(t, own, second)
	_, ok = tea.Second(Line{SMS, "+447700900001", "twilio"})
	require.False(t, ok, "that is no line of theirs")
}
