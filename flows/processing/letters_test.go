package processing_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/flows/processing"
)

func TestTheRecordSaysWhatServicesAreToldByLetter(t *testing.T) {
	o, err := flows.LoadPublished("mill", flows.Files{
		"org.yaml": []byte("name: Mill\nnumber: \"+447700900001\"\nstill_right: 6 months\nqueues: {desk: {}}\nconsents: {referral: Giving one service your number}\n"),
		"tea.yaml": []byte("steps:\n  shop: {ask: Which one?, options: {from: services}}\n  words: {ask: What for?, answer: text}\n" +
			"  agree: {ask: May they have it? YES or NO., exact: yes, options: {yes: Yes, no: No -> end}}\n  allowed: {opt_in: referral}\n" +
			"  all: {say: We ask them., hand_over: {queue: desk, refer: <shop>, shares: <words>}}\n  some: {say: We ask them., hand_over: {queue: desk, refer: <shop>}}\n"),
		"services.csv": []byte("id,name,need\nleaf,Leaf,tea\n"),
	}, nil)
	require.NoError(t, err)
	r := processing.Of(o)
	require.Equal(t, []processing.Letter{{Step: "tea/all", Shares: "words"}, {Step: "tea/some"}}, r.Letters)
	var out bytes.Buffer
	require.NoError(t, r.Markdown(&out))
	require.Contains(t, out.String(), "| `tea/all` | the number, and what they answered as words |")
	require.Contains(t, out.String(), "| `tea/some` | the number alone |")
	require.Contains(t, out.String(), "Services are asked every 180 days at most")
}
