package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func TestALineOnWhatsApp(t *testing.T) {
	const own = "number: \"+447700900001\"\n"
	for name, c := range map[string]struct {
		text, code string
		is         Line
	}{
		"a number of its own":         {"whatsapp: {number: \"+447700900003\"}\n", "", Line{"whatsapp", "+447700900003", "whatsapp"}},
		"the number of the texts":     {"whatsapp: {number: \"+447700900001\", provider: north}\n", "", Line{"whatsapp", "+447700900001", "north"}},
		"no number":                   {"whatsapp: {provider: north}\n", "whatsapp-what", Line{}},
		"the connection of the texts": {"provider: north\nwhatsapp: {number: \"+447700900003\", provider: north}\n", "whatsapp-what", Line{}},
		"a template's name":           {"whatsapp: {number: \"+447700900003\", template: Town News}\n", "wrong-kind", Line{}},
		"a language in our spelling":  {"whatsapp: {number: \"+447700900003\", template: news, template_languages: [en-GB]}\n", "wrong-kind", Line{}},
		"a key in it":                 {"whatsapp: {number: \"+447700900003\", token: x}\n", "unknown-key", Line{}},
	} {
		t.Run(name, func(t *testing.T) {
			book, codes := loadedOrgs(t, map[string]string{"tea": own + c.text})
			if c.code != "" {
				require.Contains(t, codes, c.code)
				return
			}
			require.Empty(t, codes)
			line, ok := book.Orgs["tea"].AppLine()
			require.True(t, ok)
			require.Equal(t, c.is, line)
		})
	}
}

func TestANumberOnWhatsAppIsOneOrganisationsAlone(t *testing.T) {
	const app = "whatsapp: {number: \"+447700900003\"}\n"
	for name, orgs := range map[string]map[string]string{
		"another has it too":             {"tea": "number: \"+447700900001\"\n" + app, "bun": "number: \"+447700900002\"\n" + app},
		"it stands beside a shared line": {"tea": "word: TEA\nnumber: \"+447700900001\"\n" + app, "bun": "word: BUN\nnumber: \"+447700900001\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, codes := loadedOrgs(t, orgs)
			require.Contains(t, codes, "whatsapp-what")
		})
	}
}

func TestABrokenOrganisationStillAnswersOnWhatsApp(t *testing.T) {
	book, _ := loadedOrgs(t, map[string]string{"tea": "number: \"+447700900001\"\nwhatsapp: {number: \"+447700900003\", template: No Good}\n"})
	require.Len(t, book.Broken, 1)
	line, ok := book.Broken[0].AppLine()
	require.True(t, ok)
	require.Equal(t, "+447700900003", line.Number)
}

func TestATextLeavesByTheLineThatItsAddressHas(t *testing.T) {
	phone := providers.Address{Kind: providers.Phone, Value: "+447700900123"}
	app, nameless := providers.InApp("whatsapp", phone.Value), providers.InApp("whatsapp", "GB.1234567890")
	both := &Org{Number: "+447700900001", Provider: "north", App: AppLine{App: "whatsapp", Provider: "wa", Number: "+447700900001"}}
	one := &Org{Number: "+447700900001", Provider: "north"}

	require.Equal(t, Line{SMS, "+447700900001", "north"}, both.LineTo(phone))
	require.Equal(t, Line{"whatsapp", "+447700900001", "wa"}, both.LineTo(app))
	require.Equal(t, Line{"whatsapp", "+447700900001", "wa"}, both.LineTo(nameless))
	require.Empty(t, one.LineTo(app).Number, "no line any more: nothing leaves by the other one")
	require.False(t, one.Line().Reaches(app))

	for from, to := range map[providers.Address]providers.Address{phone: app, app: phone} {
		other, ok := both.Beside(from)
		require.True(t, ok)
		require.Equal(t, to, other)
		_, ok = one.Beside(from)
		require.False(t, ok)
	}
	_, ok := both.Beside(nameless)
	require.False(t, ok, "nobody knows their number")
	_, second := both.Second(both.Line())
	require.False(t, second, "WhatsApp is no second way for a text to a phone")
}

func TestWhoHasNotWrittenForADayIsReachedByATemplateAlone(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	phone, app := providers.Address{Kind: providers.Phone, Value: "+447700900123"}, providers.InApp("whatsapp", "+447700900123")
	o := &Org{App: AppLine{App: "whatsapp", Languages: []string{"en_GB", "cy"}}}
	require.True(t, o.MayWrite(phone, time.Time{}, now))
	require.True(t, o.MayWrite(app, now.Add(-23*time.Hour), now))
	require.False(t, o.MayWrite(app, now.Add(-24*time.Hour), now))
	require.Nil(t, o.TemplateFor(app, "en"))

	o.App.Template = "town_news"
	require.True(t, o.MayWrite(app, time.Time{}, now))
	require.Nil(t, o.TemplateFor(phone, "en"))
	for lang, code := range map[string]string{"en": "en_GB", "cy": "cy", "pl": "en_GB"} {
		require.Equal(t, &providers.Template{Name: "town_news", Language: code}, o.TemplateFor(app, lang), lang)
	}
}
