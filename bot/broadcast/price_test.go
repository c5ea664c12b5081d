package broadcast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
)

func TestTheBudgetIsOverByWhatItDoesNotReach(t *testing.T) {
	for name, c := range map[string]struct {
		bill broadcast.Bill
		over string
	}{
		"no budget":       {broadcast.Bill{Known: true, Costs: 90}, "£0.00"},
		"all within":      {broadcast.Bill{Known: true, Costs: 20, Spent: 29.5, Budget: 50}, "£0.00"},
		"exactly":         {broadcast.Bill{Known: true, Costs: 20.5, Spent: 29.5, Budget: 50}, "£0.00"},
		"spent before":    {broadcast.Bill{Known: true, Costs: 20.75, Spent: 29.5, Budget: 50}, "£0.25"},
		"more than a day": {broadcast.Bill{Known: true, Costs: 60, Budget: 50}, "£10.00"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.over, broadcast.Pounds(c.bill.Over())) })
	}
}
