package fault_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
	"github.com/connective-messaging/connective/providers/govuknotify/govuknotifytest"
	"github.com/connective-messaging/connective/providers/sink"
)

const (
	notifyService  = "11111111-2222-4333-8444-555555555555"
	notifySecret   = "66666666-7777-4888-9999-000000000000"
	notifyTemplate = "aaaaaaaa-0000-4000-8000-000000000001"
)

// missed are the texts of which Notify's callbacks never came.
type missed struct {
	mu  sync.Mutex
	all []govuknotifytest.Text
}

func (m *missed) add(id, from, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = slices.Insert(m.all, 0, govuknotifytest.Text{ID: id, UserNumber: from[1:], NotifyNumber: "0" + line[3:], CreatedAt: time.Now(), Content: text})
}

func (m *missed) list() []govuknotifytest.Text {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all)
}

// overNotify is a house whose provider is GOV.UK Notify.
func overNotify(t *testing.T, lost *missed) *house {
	t.Helper()
	address := freeAddress(t)
	c := sink.Config{Reports: sink.Mix[sink.Report]{sink.Delivered: 1}, Wire: govuknotifytest.Wire{
		Service: notifyService, Secret: notifySecret, TemplateID: notifyTemplate, Line: line, Received: lost.list,
		BaseURL: "http://" + address + "/hooks/govuknotify", ReceiptToken: "token-of-receipts",
	}}
	h := newHouse(t, build(t), 0, c)
	p := &process{house: h, name: "bot0", addr: address, data: t.TempDir(), env: []string{
		"CONNECTIVE_PROVIDER=govuknotify", "NOTIFY_API_KEY=north-" + notifyService + "-" + notifySecret, "NOTIFY_TEMPLATE_ID=" + notifyTemplate,
		"NOTIFY_TEXT_TOKEN=token-of-texts", "NOTIFY_RECEIPT_TOKEN=token-of-receipts", "NOTIFY_POLL=5s", "NOTIFY_URL=" + h.url,
	}}
	h.bots = []*process{p}
	p.start()
	t.Cleanup(p.kill)
	p.await()
	return h
}

func (p *process) notified(t *testing.T, in govuknotify.ReceivedText, token string) int {
	t.Helper()
	made := govuknotify.Simulator{TextToken: token, BaseURL: "http://" + p.addr + "/hooks/govuknotify", Now: time.Now}.Inbound(in)
	r, err := http.NewRequest(made.Method, made.URL, bytes.NewReader(made.Body))
	require.NoError(t, err)
	r.Header = made.Header
	answer, err := p.house.client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestATextOverNotifyIsAnsweredOnceWhicheverWayItCame(t *testing.T) {
	lost := &missed{}
	h := overNotify(t, lost)
	p := h.bots[0]
	in := govuknotify.ReceivedText{ID: "t-1", From: number(1)[1:], To: "0" + line[3:], Text: "hello", Date: time.Now()}
	require.Equal(t, http.StatusUnauthorized, p.notified(t, in, "token-of-receipts"), "the other token")
	require.Equal(t, http.StatusOK, p.notified(t, in, "token-of-texts"))
	lost.add("t-1", number(1), "hello") // it is listed as well
	accepted := func(n int) {
		t.Helper()
		require.Eventually(t, func() bool { return h.sink.Accepted() == n }, 30*time.Second, 20*time.Millisecond)
	}
	accepted(1)
	reply := h.sink.Accepts()[0]
	require.Equal(t, [3]string{line, number(1), "Say something."}, [3]string{reply.From, reply.To, reply.Text})
	const delivered = `connective_status_reports_total{class="",provider="govuknotify",state="delivered"}`
	require.Eventually(t, func() bool { return p.metric(delivered) == 1 }, 20*time.Second, 20*time.Millisecond)

	lost.add("t-2", number(2), "hello") // no callback came
	accepted(2)
	lost.add("t-3", number(2), "STOP")
	accepted(3)
	stopped := h.sink.Accepts()[2]
	require.Equal(t, number(2), stopped.To)
	require.Contains(t, strings.ToUpper(stopped.Text), "START", "Notify leaves STOP to us")
	require.NotContains(t, stopped.Text, "?")
	for _, a := range h.sink.Accepts() {
		require.Equal(t, providers.Segments(a.Text).Parts, 1)
	}
	require.True(t, h.quiet(time.Minute, 3, 100*time.Millisecond))
	require.Equal(t, 3, h.sink.Accepted(), "what came both ways was answered once")
}
