package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

func TestEachConnectionHasItsOwnPriceAndLimits(t *testing.T) {
	of := settingsOf(t, "", with("CONNECTIVE_PROVIDER", "messagebird", "CONNECTIVE_PART_PRICE", "2.4", "CONNECTIVE_CONNECTIONS", "north=twilio",
		"NORTH_TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000002", "NORTH_TWILIO_AUTH_TOKEN", "x", "NORTH_PART_PRICE", "4.1")).carriers()
	own, north, gone := of(flows.Line{}), of(flows.Line{Provider: "north"}), of(flows.Line{Provider: "gone"})
	require.Equal(t, "messagebird", own.Name)
	require.InDelta(t, 2.4, own.Part, 0)
	require.Equal(t, [2]int{1377, 603}, [2]int{own.Caps.MaxUnitsGSM, own.Caps.MaxUnitsUCS2})
	require.Equal(t, "north", north.Name)
	require.InDelta(t, 4.1, north.Part, 0)
	require.Equal(t, 1600, north.Caps.MaxUnitsGSM)
	require.Empty(t, gone.Name)
	require.True(t, gone.Caps.Takes(providers.Count{Units: 9999}), "nothing is known of it")
}
