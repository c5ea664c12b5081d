package fault_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/twilio"
	"github.com/connective-messaging/connective/providers/twilio/twiliotest"
)

const (
	twilioAccount = "AC00000000000000000000000000000001"
	twilioToken   = "fault-auth-token"
)

// overTwilio is a house whose provider is Twilio.
func overTwilio(t *testing.T, c sink.Config, env ...string) *house {
	t.Helper()
	c.Wire = twiliotest.Wire{AccountSID: twilioAccount, Token: twilioToken}
	return newHouse(t, build(t), 1, c, append(env,
		"CONNECTIVE_PROVIDER=twilio", "TWILIO_ACCOUNT_SID="+twilioAccount, "TWILIO_AUTH_TOKEN="+twilioToken)...)
}

// hears posts the webhook of a text, and returns the status, the kind and the
// body of the answer.
func (p *process) hears(t *testing.T, in twilio.InboundText, spoil func(*providers.Request)) (int, string, string) {
	t.Helper()
	made := twilio.Simulator{Token: twilioToken, BaseURL: "http://" + p.addr + "/hooks/twilio", Now: time.Now}.Inbound(in)
	spoil(made)
	r, err := http.NewRequest(made.Method, made.URL, bytes.NewReader(made.Body))
	require.NoError(t, err)
	r.Header = made.Header
	answer, err := p.house.client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, answer.Header.Get("Content-Type"), string(body)
}

func asItIs(*providers.Request) {}

func TestATextOverTwilioIsAnsweredReportedAndStopped(t *testing.T) {
	h := overTwilio(t, sink.Config{Reports: sink.Mix[sink.Report]{sink.Delivered: 1}})
	p := h.bots[0]
	in := twilio.InboundText{ID: "SM1", From: number(1), To: line, Text: "hello"}
	for range 2 { // Twilio was not sure of our answer
		status, kind, body := p.hears(t, in, asItIs)
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "text/xml; charset=utf-8", kind)
		require.Equal(t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n", body, "the answer leaves by the API, not here")
	}
	require.Eventually(t, func() bool { return h.sink.Accepted() == 1 }, 20*time.Second, 20*time.Millisecond)
	reply := h.sink.Accepts()[0]
	require.Equal(t, [3]string{line, number(1), "Say something."}, [3]string{reply.From, reply.To, reply.Text})
	const delivered = `connective_status_reports_total{class="",provider="twilio",state="delivered"}`
	require.Eventually(t, func() bool { return p.metric(delivered) == 1 }, 20*time.Second, 20*time.Millisecond)

	in.ID, in.Text = "SM2", "one"
	status, _, _ := p.hears(t, in, func(r *providers.Request) { r.Body = append(r.Body, "&Body=two"...) })
	require.Equal(t, http.StatusUnauthorized, status)
	status, _, _ = p.hears(t, in, func(r *providers.Request) { r.Header.Del("X-Twilio-Signature") })
	require.Equal(t, http.StatusUnauthorized, status)

	in.ID, in.Text = "SM3", "STOP"
	status, _, _ = p.hears(t, in, asItIs)
	require.Equal(t, http.StatusOK, status)
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	require.Equal(t, 1, h.sink.Accepted(), "Twilio has said goodbye itself")
	in.ID, in.Text = "SM4", "HELP"
	_, _, _ = p.hears(t, in, asItIs)
	require.Eventually(t, func() bool { return h.sink.Accepted() == 2 }, 20*time.Second, 20*time.Millisecond)
	require.Contains(t, h.sink.Accepts()[1].Text, "You have stopped our texts", "STOP was heard")
}

func TestWhereTwilioLeavesSTOPToUsItIsConfirmed(t *testing.T) {
	h := overTwilio(t, sink.Config{}, "TWILIO_OPT_OUT=off")
	in := twilio.InboundText{ID: "SM1", From: number(1), To: line, Text: "hello"}
	_, _, _ = h.bots[0].hears(t, in, asItIs)
	require.Eventually(t, func() bool { return h.sink.Accepted() == 1 }, 20*time.Second, 20*time.Millisecond)
	in.ID, in.Text = "SM2", "STOP"
	_, _, _ = h.bots[0].hears(t, in, asItIs)
	require.Eventually(t, func() bool { return h.sink.Accepted() == 2 }, 20*time.Second, 20*time.Millisecond)
	require.Contains(t, h.sink.Accepts()[1].Text, "START")
}
