package providers

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestParseAddressReadsWhatProvidersWrite(t *testing.T) {
	drama := Address{Phone, "+447700900123"}
	for raw, want := range map[string]Address{
		"+447700900123":         drama,
		"447700900123":          drama,
		"07700900123":           drama,
		"00447700900123":        drama,
		"7700900123":            drama,
		" 07700 900 123 ":       drama,
		"+44 7700-900.123":      drama,
		"+44 (0)7700 900123":    drama,
		"+44(0)7700900123":      drama,
		"01632 960001":          {Phone, "+441632960001"},
		"441632960001":          {Phone, "+441632960001"},
		"+999123456789":         {Phone, "+999123456789"},
		"999123456789":          {Phone, "+999123456789"},
		"99912067000001":        {Phone, "+99912067000001"},
		"+12025550123":          {Phone, "+12025550123"},
		"12025550123":           {Phone, "+12025550123"},
		"60777":                 {ShortCode, "60777"},
		"999":                   {ShortCode, "999"},
		"12345678":              {ShortCode, "12345678"},
		"Wenbridge":             {Letters, "Wenbridge"},
		"NHS111":                {Letters, "NHS111"},
		"+44 call me":           {Letters, "+44 call me"},
		"a sender far too long": {Letters, "a sender fa"},
		"12":                    {Letters, "12"},
		"123456789012345678":    {Letters, "12345678901"},
		"\xff":                  {Letters, "\ufffd"},
		"":                      {},
		"  ":                    {},
	} {
		t.Run(raw, func(t *testing.T) {
			got := ParseAddress(raw, "GB")
			require.Equal(t, want.Kind, got.Kind)
			require.Equal(t, want.Value, got.Value)
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"+447700900123", "07700 900123", "Link", "60777", "+(0)", "00", "(((0)0)0)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a := ParseAddress(raw, "GB")
		require.True(t, utf8.ValidString(a.Value))
		require.LessOrEqual(t, utf8.RuneCountInString(a.Value), 18)
		if a.Kind == Phone {
			require.Regexp(t, `^\+[0-9]{3,17}$`, a.Value)
		}
	})
}

func TestMayText(t *testing.T) {
	production := Numbers{Production: true}
	productionTrial := Numbers{Production: true, AllowTest: true}
	islands := Numbers{Production: true, CrownDependencies: true}
	demo := Numbers{AllowTest: true, FakeOrLoopback: true}
	outside := Numbers{AllowTest: true}
	// Ranges that are in use are put together here, so that no real number is written down.
	inUse := "+44" + "7400" + "123456"
	for name, c := range map[string]struct {
		policy Numbers
		to     Address
		why    string
	}{
		"a mobile in production":               {production, Address{Phone, inUse}, ""},
		"an opaque address in production":      {production, Address{Opaque, "someone"}, ""},
		"a drama number in production":         {production, Address{Phone, "+447700900123"}, "test numbers are not switched on"},
		"a drama number in a trial":            {productionTrial, Address{Phone, "+447700900123"}, ""},
		"a number beside the drama range":      {outside, Address{Phone, "+447700901000"}, "only test numbers may be texted outside production"},
		"a personal number":                    {production, Address{Phone, "+44" + "7012" + "345678"}, "it is not a British mobile"},
		"a pager":                              {production, Address{Phone, "+44" + "7623" + "456789"}, "it is not a British mobile"},
		"a landline":                           {production, Address{Phone, "+441632960001"}, "it is not a British mobile"},
		"abroad":                               {production, Address{Phone, "+12025550123"}, "it is not a British mobile"},
		"a mobile of Guernsey":                 {production, Address{Phone, "+44" + "7911" + "123456"}, "it belongs to Guernsey, Jersey or Man"},
		"a mobile of Jersey":                   {production, Address{Phone, "+44" + "7700" + "300123"}, "it belongs to Guernsey, Jersey or Man"},
		"a mobile of Man":                      {production, Address{Phone, "+44" + "7624" + "123456"}, "it belongs to Guernsey, Jersey or Man"},
		"the islands, if wanted":               {islands, Address{Phone, "+44" + "7624" + "123456"}, ""},
		"a mobile too long":                    {production, Address{Phone, inUse + "7"}, "it is not a British mobile"},
		"an unassigned country in production":  {productionTrial, Address{Phone, "+999123456789"}, "it is not a British mobile"},
		"an unassigned country in a demo":      {demo, Address{Phone, "+999123456789"}, ""},
		"the longest unassigned number":        {demo, Address{Phone, "+999123456789012"}, ""},
		"an unassigned country, real provider": {outside, Address{Phone, "+999123456789"}, "only test numbers may be texted outside production"},
		"a mobile in a demo":                   {demo, Address{Phone, inUse}, "only test numbers may be texted outside production"},
		"a drama number in a demo":             {demo, Address{Phone, "+447700900999"}, ""},
		"a drama number, tests switched off":   {Numbers{}, Address{Phone, "+447700900999"}, "test numbers are not switched on"},
		"letters":                              {demo, Address{Letters, "Link"}, "it cannot be answered"},
		"a short code":                         {production, Address{ShortCode, "60777"}, "it cannot be answered"},
		"nobody":                               {production, Address{}, "it cannot be answered"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.policy.MayText(c.to)
			if c.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrNumber)
			require.ErrorContains(t, err, c.why)
			require.NotContains(t, err.Error(), "7")
		})
	}
}

func BenchmarkParseAddress(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseAddress("447700900123", "GB")
	}
}

func BenchmarkMayText(b *testing.B) {
	policy, to := Numbers{Production: true}, Address{Phone, "+44" + "7400" + "123456"}
	b.ReportAllocs()
	for b.Loop() {
		_ = policy.MayText(to)
	}
}
