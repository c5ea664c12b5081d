package main

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/inbox"
)

func TestLettersToServicesAreCountedByWhatTheyAskAndWhatBecameOfThem(t *testing.T) {
	h := &house{metrics: prometheus.NewRegistry(), referrals: &inbox.Referrals{}, round: &assure.Round{}}
	h.countLetters()
	h.referrals.Count("sent")
	h.round.Count("refused")
	h.round.Count("refused")
	families, err := h.metrics.Gather()
	require.NoError(t, err)
	got := map[string]float64{}
	for _, f := range families {
		require.Equal(t, "connective_service_letters_total", f.GetName())
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			got[labels["kind"]+" "+labels["outcome"]] = m.GetCounter().GetValue()
		}
	}
	require.Equal(t, map[string]float64{
		"referral sent": 1, "referral missed": 0, "still_right sent": 0, "still_right missed": 0, "still_right refused": 2,
	}, got, "those that nothing has come of yet are 0")
}
