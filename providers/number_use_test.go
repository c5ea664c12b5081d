package providers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func TestWhatANumberIsFor(t *testing.T) {
	for number, want := range map[string]providers.Use{
		"07700 900123":      providers.Mobile,
		"+44 (0)7700900999": providers.Mobile,
		"01632 960001":      providers.Landline,
		"020 7946 0018":     providers.Landline,
		"0306 999 0001":     providers.Landline,
		"070 1234 5678":     providers.Premium,
		"0909 8790000":      providers.Premium,
		"0808 157 0000":     providers.Premium,
		"0845 600 0000":     providers.Premium,
		"076 1234 5678":     providers.Pager,
		"07624 300123":      providers.Islands,
		"07911 123456":      providers.Islands,
		"+33 6 12 34 56 78": providers.Abroad,
		"+353 86 123 4567":  providers.Abroad,
		"07700 90012":       providers.NoUse,
		"07700 9001234":     providers.NoUse,
		"04700 900123":      providers.NoUse,
		"60006":             providers.NoUse,
		"Wenbridge":         providers.NoUse,
		"":                  providers.NoUse,
	} {
		require.Equal(t, want, providers.UseOf(providers.ParseAddress(number, "GB")), number)
	}
}

func TestANumberAsItIsWrittenInBritain(t *testing.T) {
	require.Equal(t, "07700 900123", providers.National(providers.ParseAddress("+447700900123", "GB")))
	require.Equal(t, "+33612345678", providers.National(providers.ParseAddress("+33612345678", "GB")))
}
