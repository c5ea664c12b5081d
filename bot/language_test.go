package bot_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/locales"
)

// TestSomebodyNewIsAnsweredInTheLanguageOfTheirWords holds for a call for help and
// for STOP, which are all that is known of who sent them. What a draft has is
// English all the same.
func TestSomebodyNewIsAnsweredInTheLanguageOfTheirWords(t *testing.T) {
	for text, c := range map[string]struct{ rule, said, keeps string }{
		"i want to die":         {"crisis", "en", "en"},
		"suicide":               {"crisis", "en", "en"},
		"dwi eisiau marw":       {"crisis", "cy", "cy"},
		"hello dwi eisiau marw": {"crisis", "cy", "cy"},
		"chce umrzec":           {"crisis", "pl", "en"},
		"خودکشی":                {"crisis", "ur", "en"},
		"STOPIO":                {"stop", "cy", "cy"},
		"stopiwch decstio fi":   {"stop", "cy", "cy"},
		"REZYGNUJE":             {"stop", "pl", "en"},
		"STOP":                  {"stop", "en", "en"},
	} {
		t.Run(text, func(t *testing.T) {
			p := newPhone()
			bilingual := *p.org
			bilingual.Languages = []string{"en", "cy"}
			p.org = &bilingual
			turn := p.text(text)
			require.Equal(t, c.rule, turn.Rule)
			id := map[string]string{"crisis": "crisis.safe", "stop": "stop.done"}[c.rule]
			require.Equal(t, locales.Say(c.said, id, "org", "Brookend"), turn.Say[0].Text)
			require.Equal(t, c.keeps, turn.Person.Language, "the organisation speaks English and Welsh")
			require.Equal(t, c.keeps, turn.Conversation.Lang)
		})
	}
}

func TestALanguageThatSomebodyHasIsNotTakenFromThem(t *testing.T) {
	for _, text := range []string{"dwi eisiau marw", "STOPIO"} {
		turn := newPhone().known().text(text)
		require.Equal(t, "en", turn.Person.Language, text)
	}
}
