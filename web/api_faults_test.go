package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/people"
)

func TestAProgramIsToldWhichConsentsThereAre(t *testing.T) {
	refused := people.Outcome{Verdict: people.Refused, Faults: []people.Fault{{Reason: people.NoConsent, Column: people.ColumnConsent, Can: []string{"updates", "tips"}}}}
	require.Equal(t, []mistake{{"/rows/0/consents", "Say what the person has agreed to. In consents it can be updates, tips."}}, faultsOf(refused, "/rows/0"))
	refused.Faults[0].Can = nil
	require.Equal(t, "Say what the person has agreed to.", faultsOf(refused, "")[0].Detail)
}
