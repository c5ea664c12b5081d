package flows

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

const (
	shareOwn    = "+447700900001"
	shareSecond = "+447700900003"
)

// shared is an organisation of which so many of a hundred people are its second
// line's.
func shared(share int) *Org {
	return &Org{ID: "tea", Number: shareOwn, Provider: "north", Fallback: Fallback{Provider: "twilio", Number: shareSecond, Here: true, Share: share}}
}

// phoneOf is the number of one of many people.
func phoneOf(n int) providers.Address {
	return providers.Address{Kind: providers.Phone, Value: fmt.Sprintf("+999%09d", n)}
}

// bySecond are those of so many people whom the second line writes to.
func bySecond(o *Org, people int) map[string]bool {
	chosen := map[string]bool{}
	for n := range people {
		if a := phoneOf(n); o.LineFor(a, false, "") == o.Lines()[1] {
			chosen[a.Value] = true
		}
	}
	return chosen
}

func TestAShareIsOfPeopleAndEachStaysWhereTheyAre(t *testing.T) {
	const people = 20000
	before := map[string]bool{}
	for _, share := range []int{0, 1, 10, 30, 31, 50, 90, 99} {
		chosen := bySecond(shared(share), people)
		require.InDelta(t, float64(share), 100*float64(len(chosen))/people, 1.5, "a share of %d", share)
		require.Equal(t, chosen, bySecond(shared(share), people), "the same people each time")
		for number := range before {
			require.True(t, chosen[number], "a share that grows lets nobody go")
		}
		before = chosen
	}
	other := shared(50)
	other.ID = "bun"
	require.NotEqual(t, bySecond(shared(50), 200), bySecond(other, 200), "each organisation draws by itself")
}

func TestWhoHasTextedIsWrittenToFromTheNumberThatTheyTextedLast(t *testing.T) {
	oneNumber := shared(99)
	oneNumber.Fallback.Number = shareOwn
	inAnApp := shared(99)
	inAnApp.App = AppLine{App: "whatsapp", Number: "+447700900004", Provider: "whatsapp"}
	onAShared := shared(99)
	onAShared.Shared = true
	own, second := Line{SMS, shareOwn, "north"}, Line{SMS, shareSecond, "twilio"}
	for name, c := range map[string]struct {
		org    *Org
		to     providers.Address
		texted bool
		last   string
		line   Line
	}{
		"the own number":                   {shared(99), phoneOf(1), true, "", own},
		"the second number":                {shared(1), phoneOf(1), true, shareSecond, second},
		"a number that is no more":         {shared(99), phoneOf(1), true, "+447700900009", own},
		"nobody has texted":                {shared(99), phoneOf(1), false, "", second},
		"without a share, the own alone":   {shared(0), phoneOf(1), true, shareSecond, own},
		"two companies of one number":      {oneNumber, phoneOf(1), true, "", Line{SMS, shareOwn, "twilio"}},
		"somebody in an app":               {inAnApp, providers.InApp("whatsapp", shareOwn), false, "", Line{"whatsapp", "+447700900004", "whatsapp"}},
		"organisations that share numbers": {onAShared, phoneOf(1), false, "", own},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.line, c.org.LineFor(c.to, c.texted, c.last)) })
	}
	require.Equal(t, []Line{own, second}, inAnApp.Writes())
	require.Equal(t, []Line{own}, shared(0).Writes())
}

func TestAShareIsAWholeNumberOfAHundred(t *testing.T) {
	for text, code := range map[string]string{
		"share: 30": "", "share: 1": "", "share: 99": "", `share: "30"`: "",
		"share: 0": "wrong-kind", "share: 100": "wrong-kind", "share: 30%": "wrong-kind", "share: 0.3": "wrong-kind", "share: -5": "wrong-kind", "share: half": "wrong-kind",
	} {
		t.Run(text, func(t *testing.T) {
			book, codes := loadedOrgs(t, map[string]string{"tea": "number: \"" + shareOwn + "\"\nfallback: {provider: twilio, number: \"" + shareSecond + "\", replies: here, " + text + "}\n"})
			if code == "" {
				require.Empty(t, codes)
				require.NotZero(t, book.Orgs["tea"].Fallback.Share)
				return
			}
			require.Equal(t, []string{code}, codes)
		})
	}
	_, codes := loadedOrgs(t, map[string]string{"tea": "number: \"" + shareOwn + "\"\nshare: 30\n"})
	require.Equal(t, []string{"unknown-key"}, codes, "a share is of a second line")
}
