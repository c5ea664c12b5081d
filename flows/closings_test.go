package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
)

func TestAfterWhatNobodyIsAskedWhetherItHelped(t *testing.T) {
	c := flows.Closings{NoSurvey: []string{"complaint", "high", "lost"}}
	for _, x := range []struct {
		reasons       []string
		outcome, risk string
		want          bool
	}{
		{[]string{"advice"}, "advice_given", "none", false},
		{[]string{"advice"}, "advice_given", "watch", false},
		{nil, "", "", false},
		{[]string{"advice"}, "referred", "safeguarding", true},
		{[]string{"advice"}, "phone_call", "crisis", true},
		{[]string{"advice", "concern"}, "advice_given", "none", true},
		{[]string{"safety_home"}, "advice_given", "none", true},
		{[]string{"advice"}, "no_reply", "none", true},
		{[]string{"advice"}, "resident_stopped", "none", true},
		{[]string{"advice"}, "handover_area", "none", true},
		{[]string{"other", "complaint"}, "advice_given", "none", true},
		{[]string{"advice"}, "advice_given", "high", true},
		{[]string{"advice"}, "lost", "none", true},
	} {
		require.Equal(t, x.want, c.Unasked(x.reasons, x.outcome, x.risk), x)
	}
}

func TestARatingIsANumberAndNothingElse(t *testing.T) {
	for text, want := range map[string]int{
		"5": 5, " 1. ": 1, "five": 5, "Four": 4, "3 please": 3, "4/5": 4, "2 out of 5": 2, "5 out of five!": 5, "5/5.": 5, "3️⃣": 3, "option 2": 2,
		"0": 0, "6": 0, "55": 0, "": 0, "out of 5": 0, "2 paracetamol": 0, "she is 5": 0, "1 or 2": 0, "10/5": 0, "1.5": 0, "yes": 0,
	} {
		n, ok := flows.ReadRating("en", text)
		require.Equal(t, want, n, text)
		require.Equal(t, want > 0, ok, text)
	}
	for text, tag := range map[string]string{"pump": "cy", "pięć": "pl", "piec": "pl", "٥": "ur", "five": "cy"} {
		n, _ := flows.ReadRating(tag, text)
		require.Equal(t, 5, n, text)
	}
}
