package whatsapp

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func TestWhatPausesWhatsAppSaysHowToMendIt(t *testing.T) {
	var p Provider
	for code, class := range classes {
		switch class {
		case providers.Auth, providers.Config, providers.Balance:
			require.NotEmpty(t, p.Mend(class, code), code)
		default:
			require.Empty(t, p.Mend(class, code), code)
		}
	}
	require.Contains(t, p.Mend(providers.Config, "131031"), "locked")
	require.Contains(t, p.Mend(providers.Auth, "190"), "token")
}

func TestWhatsAppHasOneAddressForAllEvents(t *testing.T) {
	hooks := (&Provider{}).Hooks("https://texts.example.org/hooks/whatsapp")
	require.Len(t, hooks, 1)
	require.Equal(t, "https://texts.example.org/hooks/whatsapp/inbound", hooks[0].Address)
	require.Contains(t, hooks[0].Where, "WHATSAPP_VERIFY_TOKEN")
}
