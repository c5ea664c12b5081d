package fake

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

const hook = "http://127.0.0.1:8080/hooks/fake/inbound"

var (
	morning = time.Date(2026, 9, 15, 10, 2, 0, 0, time.UTC)
	message = providers.Message{Ref: "r1", To: providers.Address{Kind: providers.Phone, Value: "+447700900101"}, Text: "hello"}
)

func TestEachEndingIsWhatItSays(t *testing.T) {
	for name, c := range map[string]struct {
		ending    Ending
		verdict   providers.Verdict
		class     providers.Class
		delivered bool
	}{
		"accept":      {Accept, providers.Accepted, providers.ClassNone, true},
		"throttle":    {Throttle, providers.Rejected, providers.Throttled, false},
		"fail":        {Fail, providers.Rejected, providers.Temporary, false},
		"refuse":      {Refuse, providers.Rejected, providers.Permanent, false},
		"opt out":     {OptOut, providers.Rejected, providers.OptedOut, false},
		"bad key":     {BadKey, providers.Rejected, providers.Auth, false},
		"no credit":   {NoCredit, providers.Rejected, providers.Balance, false},
		"lose text":   {LoseText, providers.Uncertain, providers.OutcomeUnknown, false},
		"lose answer": {LoseAnswer, providers.Uncertain, providers.OutcomeUnknown, true},
	} {
		t.Run(name, func(t *testing.T) {
			var delivered []providers.Message
			p := New(Config{Deliver: func(m providers.Message) { delivered = append(delivered, m) }})
			p.Next(c.ending)
			results, err := p.Send(t.Context(), []providers.Message{message, message})
			require.NoError(t, err)
			require.Len(t, results, 2)
			require.Equal(t, c.verdict, results[0].Verdict)
			require.Equal(t, c.class, results[0].Class)
			require.Equal(t, providers.Result{ProviderID: "fake-2", Verdict: providers.Accepted, Parts: 1}, results[1])
			require.Equal(t, delivered, p.Sent())
			require.Equal(t, c.delivered, len(delivered) == 2)
		})
	}
}

func TestASendThatWasNotTriedOrBreaks(t *testing.T) {
	p := New(Config{})
	p.Next(Untried, Break)
	_, err := p.Send(t.Context(), []providers.Message{message})
	require.Error(t, err)
	require.Panics(t, func() { _, _ = p.Send(t.Context(), []providers.Message{message}) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = p.Send(ctx, []providers.Message{message})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, p.Sent())
}

func TestMemoryOfSentTextsIsBounded(t *testing.T) {
	p := New(Config{})
	for range kept + 10 {
		_, err := p.Send(t.Context(), []providers.Message{message})
		require.NoError(t, err)
	}
	require.LessOrEqual(t, len(p.Sent()), kept)
}

func TestVerifyAcceptsOnlyWhatWasSigned(t *testing.T) {
	p := New(Config{Key: "new,old"})
	signed := func(by string) *providers.Request {
		return New(Config{Key: by}).Inbound(hook, Text{ID: "1", From: "07700900101", To: "+447700900001", Text: "hi"})
	}
	for _, key := range []string{"new", "old"} {
		_, err := p.Verify(signed(key))
		require.NoError(t, err, key)
	}
	for name, c := range map[string]struct {
		change func(r *providers.Request)
		want   error
	}{
		"no signature":      {func(r *providers.Request) { r.Header.Del(Header) }, providers.ErrUnsigned},
		"another key":       {func(r *providers.Request) { *r = *signed("third") }, providers.ErrSignature},
		"a changed body":    {func(r *providers.Request) { r.Body = append(r.Body, ' ') }, providers.ErrSignature},
		"a changed address": {func(r *providers.Request) { r.URL += "?x=1" }, providers.ErrSignature},
		"two signatures":    {func(r *providers.Request) { r.Header.Add(Header, r.Header.Get(Header)) }, providers.ErrSignature},
		"an empty one":      {func(r *providers.Request) { r.Header.Set(Header, "") }, providers.ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			r := signed("new")
			c.change(r)
			_, err := p.Verify(r)
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := New(Config{}).Verify(signed("new"))
	require.ErrorIs(t, err, providers.ErrSignature, "without a key nothing is accepted")
}

func TestATextComesOutAsItWentIn(t *testing.T) {
	p := New(Config{Key: "k"})
	r := p.Inbound(hook, Text{ID: "e1", From: "07700900101", To: "447700900001", Text: "tŷ 👍\n\"x\"", At: morning})
	require.NoError(t, second(p.Verify(r)))
	texts, err := p.ParseInbound(r)
	require.NoError(t, err)
	require.Equal(t, []providers.Inbound{{
		Provider: "fake", EventID: "e1", Text: "tŷ 👍\n\"x\"", Sent: morning, Received: morning,
		From: providers.Address{Kind: providers.Phone, Value: "+447700900101"},
		To:   providers.Address{Kind: providers.Phone, Value: "+447700900001"},
	}}, texts)
	reports, err := p.ParseStatus(r)
	require.NoError(t, err)
	require.Nil(t, reports)
}

func TestAReportComesOutAsItWentIn(t *testing.T) {
	p := New(Config{Key: "k"})
	for name, c := range map[string]struct {
		state, code string
		want        providers.State
		class       providers.Class
	}{
		"sent":      {"sent", "", providers.Sent, providers.ClassNone},
		"delivered": {"delivered", "", providers.Delivered, providers.ClassNone},
		"failed":    {"failed", "27", providers.Failed, providers.Permanent},
		"opted out": {"failed", "opted_out", providers.Failed, providers.OptedOut},
		"unknown":   {"levitating", "", "", providers.ClassNone},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.Status(hook, Report{Ref: "r1", ID: "fake-1", State: c.state, Code: c.code}, morning)
			require.NoError(t, second(p.Verify(r)))
			reports, err := p.ParseStatus(r)
			require.NoError(t, err)
			require.Equal(t, []providers.Status{{
				Provider: "fake", ProviderID: "fake-1", Ref: "r1", State: c.want, Class: c.class, Code: c.code, At: morning,
			}}, reports)
			texts, err := p.ParseInbound(r)
			require.NoError(t, err)
			require.Nil(t, texts)
		})
	}
}

func TestWhatCannotBeReadIsMalformedAndNotQuoted(t *testing.T) {
	p := New(Config{})
	for _, body := range []string{"", "{", "[]", `{"id":"1"}`, `{"from":"07700900101"}`, `{"id":7700900101}`} {
		_, err := p.ParseInbound(&providers.Request{Body: []byte(body)})
		require.ErrorIs(t, err, providers.ErrMalformed, body)
		require.NotContains(t, err.Error(), "7700900101")
	}
	for _, body := range []string{"", `{"state":"sent"}`} {
		_, err := p.ParseStatus(&providers.Request{Body: []byte(body)})
		require.ErrorIs(t, err, providers.ErrMalformed, body)
	}
}

func TestAckSaysHowTheCallEnded(t *testing.T) {
	for outcome, status := range map[providers.Outcome]int{
		providers.Taken: 200, providers.Malformed: 400, providers.BadSignature: 401, providers.TooLarge: 413, providers.Busy: 503,
	} {
		w := httptest.NewRecorder()
		New(Config{}).Ack(w, outcome)
		require.Equal(t, status, w.Code)
		require.Equal(t, status == 503, w.Header().Get("Retry-After") != "")
		require.Equal(t, status == 200, w.Body.String() == "OK")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":"1","from":"07700900101","to":"x","text":"hi"}`))
	f.Add([]byte(`{"ref":"1","state":"sent"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, r := New(Config{Key: "k"}), &providers.Request{Body: body}
		texts, _ := p.ParseInbound(r)
		reports, _ := p.ParseStatus(r)
		require.False(t, len(texts) > 0 && len(reports) > 0)
		_, err := p.Verify(r)
		require.ErrorIs(t, err, providers.ErrUnsigned)
	})
}

func second(_ providers.Proof, err error) error { return err }

var (
	_ providers.Provider = (*Provider)(nil)
	_ providers.Checker  = (*Provider)(nil)
)
