package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/web"
)

// referral is what one link is for. It answers as the desk does.
type referral struct {
	known inbox.Referred
	err   error
	said  []string
}

func (r *referral) Open(_ context.Context, token string) (inbox.Referred, error) {
	if token != "good" {
		return inbox.Referred{}, inbox.ErrLink
	}
	return r.known, r.err
}

func (r *referral) Say(ctx context.Context, token string, says bot.Says, reason string) (inbox.Referred, error) {
	known, err := r.Open(ctx, token)
	if err == nil {
		r.said = append(r.said, string(says)+" "+reason)
		known.Said, known.Number, known.Shares = says, "+447700900123", "<b>no food"
	}
	return known, err
}

func openReferrals(r *referral) *web.Server {
	log, registry := slog.New(slog.DiscardHandler), prometheus.NewRegistry()
	return web.NewServer(web.Doors{
		Log: log, Hooks: &web.Hooks{Now: time.Now, Metrics: web.NewMetrics(registry), Log: log},
		Probes: &web.Probes{Ready: func() error { return nil }, Gatherer: registry}, Referrals: &web.Referrals{Desk: r, Now: time.Now, Log: log},
	})
}

func follow(s *web.Server, method, token string, form url.Values) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, web.ReferralPath+token, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, request)
	return w
}

func TestAServiceAnswersByItsLink(t *testing.T) {
	known := inbox.Referred{Org: "Mill Town", Language: "en", Service: "Food bank"}
	for name, c := range map[string]struct {
		method, token string
		form          url.Values
		err           error
		status        int
		has, hasNot   string
		said          []string
	}{
		"looking changes nothing":   {http.MethodGet, "good", nil, nil, 200, "Show it", "447700", nil},
		"seen":                      {http.MethodPost, "good", url.Values{"says": {"seen"}}, nil, 200, "&lt;b&gt;no food", "<b>", []string{"seen "}},
		"yes":                       {http.MethodPost, "good", url.Values{"says": {"accepted"}, "reason": {"full"}}, nil, 200, "you will call", "Can you help", []string{"accepted "}},
		"no, with why":              {http.MethodPost, "good", url.Values{"says": {"cannot"}, "reason": {"full"}}, nil, 200, "somebody else", "Can you help", []string{"cannot full"}},
		"no, without why":           {http.MethodPost, "good", url.Values{"says": {"cannot"}}, &bot.ClosingError{What: "reason"}, 400, "Choose why", "447700", nil},
		"what is on no button":      {http.MethodPost, "good", url.Values{"says": {"delete"}}, nil, 400, "", "447700", nil},
		"said before":               {http.MethodPost, "good", url.Values{"says": {"accepted"}}, bot.ErrSaid, 200, "answered this already", "447700", nil},
		"a link that is not ours":   {http.MethodGet, "bad", nil, nil, 404, "This link is over", "Food bank", nil},
		"an answer by no link":      {http.MethodPost, "bad", url.Values{"says": {"seen"}}, nil, 404, "This link is over", "447700", nil},
		"the store is away":         {http.MethodPost, "good", url.Values{"says": {"seen"}}, bot.ErrUnavailable, 503, "try again", "447700", nil},
		"more than a form can hold": {http.MethodPost, "good", url.Values{"says": {strings.Repeat("a", 5000)}}, nil, 413, "", "447700", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := &referral{known: known, err: c.err}
			w := follow(openReferrals(r), c.method, c.token, c.form)
			require.Equal(t, c.status, w.Code)
			require.Contains(t, w.Body.String(), c.has)
			require.NotContains(t, w.Body.String(), c.hasNot)
			require.Equal(t, c.said, r.said)
			if c.status == 200 {
				require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
				require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
			}
		})
	}
}

func TestTheLinksPageSpeaksWelsh(t *testing.T) {
	r := &referral{known: inbox.Referred{Org: "Tref", Language: "cy", Service: "Banc bwyd"}}
	w := follow(openReferrals(r), http.MethodGet, "good", nil)
	require.Contains(t, w.Body.String(), `<html lang="cy">`)
	require.Contains(t, w.Body.String(), "Mae rhywun yn gofyn i chi ffonio")
}

func TestWhoGuessesLinksIsRefused(t *testing.T) {
	s, codes := openReferrals(&referral{}), map[int]int{}
	for range 100 {
		codes[follow(s, http.MethodGet, "guess", nil).Code]++
	}
	require.Greater(t, codes[http.StatusTooManyRequests], 50)
}
