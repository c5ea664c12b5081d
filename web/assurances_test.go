package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/links"
	"github.com/connective-messaging/connective/web"
)

// assurance is what one link is for. It answers as the desk does.
type assurance struct {
	known assure.Asked
	err   error
	said  []string
}

func (a *assurance) Open(_ context.Context, token string) (assure.Asked, error) {
	if token != "good" {
		return assure.Asked{}, links.ErrLink
	}
	return a.known, a.err
}

func (a *assurance) Say(ctx context.Context, token string, said directory.Verdict, words string) (assure.Asked, error) {
	known, err := a.Open(ctx, token)
	if err == nil {
		a.said, known.Said = append(a.said, string(said)+" "+words), said
	}
	return known, err
}

func (a *assurance) Hush(ctx context.Context, token string) (assure.Asked, error) {
	known, err := a.Open(ctx, token)
	if err == nil {
		a.said, known.Quiet = append(a.said, "hush"), true
	}
	return known, err
}

func TestAServiceSaysByItsLinkWhetherAllIsRight(t *testing.T) {
	known := assure.Asked{Org: "Mill Town", Language: "en", Service: "Food bank", Facts: []assure.Fact{{Label: "Name", Words: "<b>Food bank"}}}
	for name, c := range map[string]struct {
		method, token string
		form          url.Values
		err           error
		status        int
		has           string
		said          []string
	}{
		"looking changes nothing":      {http.MethodGet, "good", nil, nil, 200, "Yes, still right", nil},
		"nor does a look at the head":  {http.MethodHead, "good", nil, nil, 405, "", nil},
		"what people are told":         {http.MethodGet, "good", nil, nil, 200, "&lt;b&gt;Food bank", nil},
		"still right":                  {http.MethodPost, "good", url.Values{"says": {"right"}}, nil, 200, "Thank you", []string{"right "}},
		"changed":                      {http.MethodPost, "good", url.Values{"says": {"changed"}, "words": {"new door"}}, nil, 200, "Thank you", []string{"changed new door"}},
		"changed, and not what":        {http.MethodPost, "good", url.Values{"says": {"changed"}, "words": {"  "}}, nil, 400, "Write what has changed", nil},
		"closed":                       {http.MethodPost, "good", url.Values{"says": {"closed"}}, nil, 200, "Nobody is told of you any more", []string{"closed "}},
		"no more letters":              {http.MethodPost, "good", url.Values{"says": {"hush"}}, nil, 200, "no more of these letters", []string{"hush"}},
		"no button":                    {http.MethodPost, "good", url.Values{}, nil, 400, "", nil},
		"a button that there is not":   {http.MethodPost, "good", url.Values{"says": {"burn"}}, nil, 400, "", nil},
		"a link of somebody else":      {http.MethodGet, "bad", nil, nil, 404, "This link is over", nil},
		"an answer to no link":         {http.MethodPost, "bad", url.Values{"says": {"closed"}}, nil, 404, "This link is over", nil},
		"the store is away":            {http.MethodPost, "good", url.Values{"says": {"right"}}, errors.New("away"), 503, "try again", nil},
		"a form that is much too long": {http.MethodPost, "good", url.Values{"says": {"changed"}, "words": {strings.Repeat("x", 20000)}}, nil, 413, "", nil},
	} {
		a := &assurance{known: known, err: c.err}
		log, registry := slog.New(slog.DiscardHandler), prometheus.NewRegistry()
		server := web.NewServer(web.Doors{
			Log: log, Hooks: &web.Hooks{Now: time.Now, Metrics: web.NewMetrics(registry), Log: log},
			Probes: &web.Probes{Ready: func() error { return nil }, Gatherer: registry}, Assurances: &web.Assurances{Desk: a, Now: time.Now, Log: log},
		})
		request := httptest.NewRequest(c.method, web.AssurancePath+c.token, strings.NewReader(c.form.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, request)
		require.Equal(t, c.status, w.Code, name)
		require.Contains(t, w.Body.String(), c.has, name)
		require.Equal(t, c.said, a.said, name)
		if w.Code == 200 {
			require.Equal(t, "no-store", w.Header().Get("Cache-Control"), name)
			require.NotContains(t, w.Body.String(), "<b>", name)
		}
	}
}
