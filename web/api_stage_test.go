package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/bot/webhooks"
	"github.com/connective-messaging/connective/web"
	"github.com/connective-messaging/connective/web/internal/client"
)

// described is the description of the API, and finds what a request is in it.
var described = sync.OnceValues(func() (*openapi3.T, routers.Router) {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		panic(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		panic(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		panic(err)
	}
	return doc, router
})

// openAPI is the API of the office.
func (o *office) openAPI() *web.API {
	now := func() time.Time { return time.Unix(o.clock.Load(), 0) }
	return &web.API{
		Programs: &programs.Desk{Keeper: o.store, Audit: o.desk, Limit: programs.Limit{Requests: 1000, Within: time.Minute}, Now: now},
		Memory:   o.store, Broadcasts: o.console.Broadcasts, Org: o.console.Org, Members: o.store.Members,
		People:    o.console.People,
		Webhooks:  &webhooks.Desk{Book: o.store, Lost: o.store, Audit: o.desk, Gate: webhooks.Gate{Lookup: nowhere}, Now: now},
		Residents: o.store, Changes: o.bot,
		PublicURL: "https://texts.example.org", Log: slog.New(slog.DiscardHandler),
	}
}

// token makes one of an organisation, with rights.
func (o *office) token(by staff.Scope, rights ...programs.Right) (id, word string) {
	o.t.Helper()
	t, word, err := o.api.Programs.New(context.Background(), by, "Booking system", rights, 24*time.Hour)
	require.NoError(o.t, err)
	return t.ID, word
}

// program is a program of an organisation, with the client that is generated from
// the description. Each answer that it gets is compared with the description.
type program struct {
	*client.ClientWithResponses
	o    *office
	word string
}

func (o *office) program(by staff.Scope, rights ...programs.Right) *program {
	o.t.Helper()
	_, word := o.token(by, rights...)
	p := &program{o: o, word: word}
	var err error
	p.ClientWithResponses, err = client.NewClientWithResponses("https://texts.example.org/api/v1", client.WithHTTPClient(p), client.WithRequestEditorFn(
		func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+word)
			return nil
		}))
	require.NoError(o.t, err)
	return p
}

// Do answers a request of the client.
func (p *program) Do(r *http.Request) (*http.Response, error) { return ask(p.o.t, p.o.server, r), nil }

// send asks without the client, for what the client cannot say.
func (p *program) send(method, path, body string, header ...string) *gotten {
	p.o.t.Helper()
	r := httptest.NewRequest(method, "https://texts.example.org/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+p.word)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := ask(p.o.t, p.o.server, r)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(p.o.t, err)
	return &gotten{answer.StatusCode, answer.Header, string(text)}
}

// gotten is an answer that was read.
type gotten struct {
	StatusCode int
	Header     http.Header
	body       string
}

// busy is how often a request is sent again that a busy machine did not answer in
// time: with the same key, as programs do.
const busy = 10

// ask sends a request, and fails the test if the answer is not as described.
func ask(t testing.TB, server http.Handler, r *http.Request) *http.Response {
	t.Helper()
	if r.RemoteAddr == "" {
		r.RemoteAddr = "192.0.2.1:1234"
	}
	var said []byte
	if r.Body != nil {
		var err error
		said, err = io.ReadAll(r.Body)
		require.NoError(t, err)
	}
	w := httptest.NewRecorder()
	for range busy {
		w = httptest.NewRecorder()
		r.Body = io.NopCloser(bytes.NewReader(said)) // a server always has one
		server.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable {
			break
		}
	}
	answer := w.Result()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	require.Empty(t, answer.Header.Get("Access-Control-Allow-Origin"), "no other site may ask in somebody's name")
	_, router := described()
	plain := r.Clone(context.Background())
	plain.URL.Scheme, plain.URL.Host = "", ""
	route, params, err := router.FindRoute(plain)
	if err != nil { // what is not described is refused
		require.Contains(t, []int{404, 405}, answer.StatusCode, "%s %s: %s", r.Method, r.URL, err)
		return answer
	}
	checked := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header, Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	checked.SetBodyBytes(body)
	require.NoError(t, openapi3filter.ValidateResponse(context.Background(), checked), "%s %s: %d %s", r.Method, r.URL, answer.StatusCode, body)
	if answer.StatusCode >= 400 {
		require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"), "%s %s: %s", r.Method, r.URL, body)
	}
	return answer
}

func init() {
	openapi3filter.RegisterBodyDecoder("application/problem+json", openapi3filter.RegisteredBodyDecoder("application/json"))
}

// bodyOf is what an answer says.
func bodyOf(_ testing.TB, answer *gotten) string { return answer.body }

// nowhere is where every name stands in tests: at an address that may not be reached.
func nowhere(context.Context, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
}
