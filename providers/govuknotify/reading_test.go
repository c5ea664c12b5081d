package govuknotify_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/govuknotify"
)

func reader(t testing.TB) providers.Provider {
	t.Helper()
	p, err := open("http://127.0.0.1:1", "a-bearer-token")
	require.NoError(t, err)
	return p
}

func posted(path, body string) *providers.Request {
	return &providers.Request{Method: "POST", URL: base + path, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body), At: midnight}
}

func phone(number string) providers.Address {
	return providers.Address{Kind: providers.Phone, Value: number}
}

func oddKeys(t *testing.T) {
	for name, body := range map[string]string{
		"as it comes":      `{"id":"1","source_number":"447700900123","destination_number":"07700900999","message":"hi"}`,
		"case":             `{"ID":"1","Source_Number":"447700900123","DESTINATION_NUMBER":"07700900999","Message":"hi"}`,
		"numbers":          `{"id":1,"source_number":447700900123,"destination_number":"07700900999","message":"hi"}`,
		"unknown keys":     `{"x":[{"y":null}],"id":"1","source_number":"447700900123","destination_number":"07700900999","message":"hi","service":{}}`,
		"an empty date":    `{"id":"1","source_number":"447700900123","destination_number":"07700900999","message":"hi","date_received":null}`,
		"escaped and more": `{"id":"\u0031","source_number":"\u00344 7700 900123","destination_number":"07700 900999","message":"\u0068i"} `,
	} {
		t.Run(name, func(t *testing.T) {
			texts, err := reader(t).ParseInbound(posted("/inbound", body))
			require.NoError(t, err)
			require.Equal(t, []providers.Inbound{{
				Provider: "govuknotify", EventID: "1", Text: "hi", Received: midnight, From: phone("+447700900123"), To: phone("+447700900999"),
			}}, texts)
			reports, err := reader(t).ParseStatus(posted("/inbound", body))
			require.NoError(t, err)
			require.Nil(t, reports)
		})
	}
}

func oddDates(t *testing.T) {
	for raw, want := range map[string]time.Time{
		"2026-01-01T00:00:00.000000Z":  midnight,
		"2026-01-01T00:00:00Z":         midnight,
		"2026-01-01T00:00:00.5Z":       midnight.Add(time.Second / 2),
		"2026-01-01T01:00:00+01:00":    midnight,
		"2026-01-01T01:00:00.000+0100": midnight,
		"2026-01-01T00:00:00":          midnight,
		"2026-01-01T00:00:00.123456":   midnight.Add(123456 * time.Microsecond),
		"1970-01-01T00:00:00Z":         {},
		"yesterday":                    {},
		"":                             {},
	} {
		texts, err := reader(t).ParseInbound(posted("/inbound", `{"id":"1","source_number":"447700900123","message":"hi","date_received":"`+raw+`"}`))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].Sent, raw)
		reports, err := reader(t).ParseStatus(posted("/status", `{"id":"1","to":"07700900123","status":"delivered","completed_at":"`+raw+`"}`))
		require.NoError(t, err)
		if want.IsZero() {
			want = midnight // when it came
		}
		require.Equal(t, want, reports[0].At, raw)
	}
}

func oddSenders(t *testing.T) {
	for raw, want := range map[string]providers.Address{
		"447700900123": phone("+447700900123"), "+447700900123": phone("+447700900123"), "07700900123": phone("+447700900123"),
		"60777": {Kind: providers.ShortCode, Value: "60777"}, "HMRC": {Kind: providers.Letters, Value: "HMRC"},
	} {
		texts, err := reader(t).ParseInbound(posted("/inbound", `{"id":"1","source_number":"`+raw+`","message":"hi"}`))
		require.NoError(t, err)
		require.Equal(t, want, texts[0].From, raw)
	}
	_, err := reader(t).ParseInbound(posted("/inbound", `{"id":"1","source_number":"","message":"hi"}`))
	require.ErrorIs(t, err, providers.ErrMalformed)
}

func unknownWords(t *testing.T) {
	p := reader(t)
	for _, word := range []string{"created", "sending", "pending", "pending-virus-check", "dreaming", "Delivered"} {
		reports, err := p.ParseStatus(posted("/status", `{"id":"1","reference":"r-1","to":"07700900123","status":"`+word+`"}`))
		require.NoError(t, err)
		require.Len(t, reports, 1)
		require.Empty(t, reports[0].State, word)
		require.Empty(t, reports[0].Class, word)
		require.Empty(t, reports[0].Code, "a word that is not known could be anything")
	}
	for _, path := range []string{"/inbound", "/status"} {
		for _, body := range []string{"", "{}", `{"ping":true}`, `{"id":"1"}`} {
			texts, err := p.ParseInbound(posted(path, body))
			require.NoError(t, err)
			reports, wrong := p.ParseStatus(posted(path, body))
			require.NoError(t, wrong)
			require.Empty(t, texts)
			require.Empty(t, reports)
		}
	}
}

// Whoever has one token must not be able to write what the other is for.
func TestEachTokenOpensItsOwnDoor(t *testing.T) {
	p, err := govuknotify.New(govuknotify.Config{
		APIKey: apiKey, TemplateID: template, TextTokens: []string{"token-of-texts"}, ReceiptTokens: []string{"token-of-receipts", "old-of-receipts"},
	})
	require.NoError(t, err)
	s := govuknotify.Simulator{TextToken: "token-of-texts", ReceiptToken: "old-of-receipts", BaseURL: base, Now: func() time.Time { return midnight }}
	text := s.Inbound(govuknotify.ReceivedText{ID: "1", From: "447700900123", To: "07700900999", Text: "STOP"})
	receipt := s.Status(govuknotify.Receipt{ID: "1", Ref: "r-1", Recipient: "07700900123", Status: "delivered"})
	for _, r := range []*providers.Request{text, receipt} {
		_, err := p.Verify(r)
		require.NoError(t, err)
	}
	text.URL, receipt.URL = receipt.URL+"?a=b", text.URL+"?a=/status"
	for _, r := range []*providers.Request{text, receipt} {
		_, err := p.Verify(r)
		require.ErrorIs(t, err, providers.ErrSignature)
		texts, err := p.ParseInbound(r)
		require.NoError(t, err)
		require.Empty(t, texts)
		reports, err := p.ParseStatus(r)
		require.NoError(t, err)
		require.Empty(t, reports)
	}
}

// readersNeverBreak reads every sample cut off at every byte.
func readersNeverBreak(t *testing.T) {
	p := reader(t)
	for _, sample := range samples(t) {
		whole := strings.TrimSpace(string(sample.Request.Body))
		for i := range len(whole) {
			r := *sample.Request
			r.Body = []byte(whole[:i])
			texts, _ := p.ParseInbound(&r)
			reports, _ := p.ParseStatus(&r)
			require.Empty(t, texts)
			require.Empty(t, reports)
		}
	}
}
