package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/people"
)

func TestEveryPretendMemberCanBeImported(t *testing.T) {
	town, err := onDisk("../../flows/examples/wenbridge").read(nil)
	require.NoError(t, err)
	o := town.book.ByID()[0]
	now := time.Date(2026, 9, 14, 10, 0, 0, 0, time.UTC)
	numbers := map[string]bool{}
	for n := range townMembers {
		said := people.Judge(o, member(o, o.Groups()[:5], n, now), "", now)
		if len(said.Faults) == 1 && said.Faults[0].Reason == people.Sensitive {
			continue // it is left out before
		}
		require.Empty(t, said.Faults)
		require.NotEmpty(t, said.In.Groups)
		numbers[said.To.Value] = true
	}
	require.Greater(t, len(numbers), townMembers/2)
}
