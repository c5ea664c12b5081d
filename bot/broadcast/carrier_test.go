package broadcast_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

func TestACarrierTakesWhatItSaysInEitherAlphabet(t *testing.T) {
	limited := broadcast.Carrier{Name: "north", Caps: providers.Caps{MaxUnitsGSM: 918, MaxUnitsUCS2: 402}}
	for name, c := range map[string]struct {
		of    broadcast.Carrier
		count providers.Count
		takes bool
	}{
		"all of it":                {limited, providers.Count{Encoding: providers.GSM7, Units: 918}, true},
		"one letter more":          {limited, providers.Count{Encoding: providers.GSM7, Units: 919}, false},
		"odd letters":              {limited, providers.Count{Encoding: providers.UCS2, Units: 402}, true},
		"one odd letter more":      {limited, providers.Count{Encoding: providers.UCS2, Units: 403}, false},
		"nothing is known":         {broadcast.Carrier{}, providers.Count{Encoding: providers.GSM7, Units: 5000}, true},
		"a limit in plain letters": {broadcast.Carrier{Caps: providers.Caps{MaxUnitsGSM: 160}}, providers.Count{Encoding: providers.UCS2, Units: 500}, true},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.takes, c.of.Caps.Takes(c.count)) })
	}
}

func TestOddLettersAreRefusedAndListedWhereTheOrganisationWantsNone(t *testing.T) {
	for name, c := range map[string]struct {
		gsmOnly bool
		words   string
		odd     string
	}{
		"smart keeps every letter":         {false, "Bore da, Siân. Mae'r tŷ ar agor 🙂", ""},
		"a circumflex":                     {true, "Siân, y tŷ: dewch i'r tŷ", "â ŷ"},
		"an emoji":                         {true, "See you 🙂", "🙂"},
		"what smart makes plain is no odd": {true, "“Bring what you can” – it’s at 10…", ""},
		"what costs nothing":               {true, "Café, £5, é è ù", ""},
		"two septets are no odd letter":    {true, "[a] {b} €5 ~ ^ |", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := &flows.Org{ID: "a", Name: "A", Language: "en", Languages: []string{"en"}, Timezone: time.UTC, GSMOnly: c.gsmOnly, Consents: []flows.Consent{{Name: "news"}}}
			b := broadcast.Broadcast{Org: "a", Audience: broadcast.Audience{Consent: "news"}, Words: map[string]string{"en": c.words}, Valid: time.Hour}
			var listed []string
			for _, f := range broadcast.FaultsOf(o, b) {
				if f.Kind == broadcast.OddLetters {
					listed = append(listed, f.Name)
				}
			}
			if c.odd == "" {
				require.Empty(t, listed)
				return
			}
			require.Equal(t, []string{c.odd}, listed)
			require.ErrorContains(t, broadcast.Check(o, b), "without "+c.odd)
		})
	}
}
