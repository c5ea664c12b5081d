package web_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/web"
)

// identities is an identity provider: discovery, keys, codes with PKCE, and tokens
// signed with RS256. Tests spoil one thing at a time.
type identities struct {
	*httptest.Server
	t     *testing.T
	key   *rsa.PrivateKey
	mu    sync.Mutex
	asked map[string]url.Values // by code, which is gone once
	spoil func(jwt.MapClaims)
	sign  func(jwt.MapClaims) string
}

func startProvider(t *testing.T) *identities {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	p := &identities{t: t, key: key, asked: map[string]url.Values{}, spoil: func(jwt.MapClaims) {}}
	p.sign = func(claims jwt.MapClaims) string { return p.signed(jwt.SigningMethodRS256, claims, p.key) }
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		part := base64.RawURLEncoding.EncodeToString
		p.answer(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k1", "n": part(key.N.Bytes()), "e": part(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *identities) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the test has left
}

func (p *identities) signed(method jwt.SigningMethod, claims jwt.MapClaims, key any) string {
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = "k1"
	text, err := token.SignedString(key)
	require.NoError(p.t, err)
	return text
}

// authorize sends the browser back with a code, as if somebody had signed in there.
func (p *identities) authorize(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := r.URL.Query()
	if asked.Get("response_type") != "code" || asked.Get("code_challenge_method") != "S256" || asked.Get("nonce") == "" || asked.Get("state") == "" {
		http.Error(w, "not as it should be", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.asked[code] = asked
	back := asked.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {asked.Get("state")}, "iss": {p.URL}}.Encode()
	http.Redirect(w, r, back, http.StatusFound)
}

// token gives a token for a code to who can show that they asked for it.
func (p *identities) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked, found := p.asked[r.FormValue("code")]
	delete(p.asked, r.FormValue("code"))
	id, secret, _ := r.BasicAuth()
	secret, _ = url.QueryUnescape(secret) // RFC 6749, 2.3.1
	proof := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !found || id != "connective" || secret != "provider's secret" || r.FormValue("redirect_uri") != asked.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(proof[:]) != asked.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		p.answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := jwt.MapClaims{
		"iss": p.URL, "aud": "connective", "sub": "u1", "nonce": asked.Get("nonce"), "email": "sam@example.org", "email_verified": true,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	p.spoil(claims)
	p.answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": p.sign(claims)})
}

// openWithProvider opens a console whose people sign in with a provider.
func openWithProvider(t *testing.T) (*office, *identities) {
	p := startProvider(t)
	return openConsole(t, func(k *web.Console) {
		k.Provider = web.Provider{Issuer: p.URL, ClientID: "connective", Secret: "provider's secret", Name: "Town login"}
	}), p
}

// there goes to the provider, and returns the address that it sends the browser
// back to.
func (v *visitor) there() string {
	v.o.t.Helper()
	answer := v.send("GET", "/console/provider", "")
	require.Equal(v.o.t, http.StatusSeeOther, answer.Code, answer.Body.String())
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(answer.Header().Get("Location"))
	require.NoError(v.o.t, err)
	require.NoError(v.o.t, r.Body.Close())
	require.Equal(v.o.t, http.StatusFound, r.StatusCode)
	back, err := url.Parse(r.Header.Get("Location"))
	require.NoError(v.o.t, err)
	require.Equal(v.o.t, "https://texts.example.org/console/provider/back", back.Scheme+"://"+back.Host+back.Path)
	return back.RequestURI()
}

func TestAnInvitedAccountSignsInWithTheProvider(t *testing.T) {
	o, _ := openWithProvider(t)
	o.member(mill, "Sam", "sam@example.org", staff.Responder)
	v := o.as("")
	require.Contains(t, v.get("/console/sign-in"), "Sign in with Town login")
	back := v.there()
	require.Equal(t, http.SameSiteLaxMode, v.cookies["__Host-connective-trip"].SameSite, "a Strict one would not come back with them")
	page := v.get(back)
	require.Contains(t, page, `http-equiv="refresh" content="0; url=/console/"`, "the next step is the console's own, so that the Strict cookie goes with it")
	require.Contains(t, v.get("/console/"), "You are signed in to Mill Lane as Responder.")
	require.NotContains(t, v.cookies, "__Host-connective-trip")
	require.Equal(t, http.StatusUnprocessableEntity, v.send("GET", back, "").Code, "the way back is taken once")
	entries, err := o.store.Entries(context.Background(), mill, 0, 1)
	require.NoError(t, err)
	require.Equal(t, []any{staff.SignedIn, "identity provider"}, []any{entries[0].Deed, entries[0].Detail})
}

func TestWhoTheProviderDoesNotVouchForStaysOutside(t *testing.T) {
	o, p := openWithProvider(t)
	o.member(mill, "Sam", "sam@example.org", staff.Responder)
	set := func(name string, value any) func(jwt.MapClaims) {
		return func(c jwt.MapClaims) { c[name] = value }
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	good := p.sign
	for name, c := range map[string]struct {
		spoil func(jwt.MapClaims)
		sign  func(jwt.MapClaims) string
		back  func(url.Values)
	}{
		"an address that is not verified":      {spoil: set("email_verified", false)},
		"an address that says it is, in words": {spoil: set("email_verified", "true")},
		"no word on whether it is verified":    {spoil: func(c jwt.MapClaims) { delete(c, "email_verified") }},
		"an account that nobody invited":       {spoil: set("email", "eve@example.org")},
		"a token of another way":               {spoil: set("nonce", "other")},
		"a token without a nonce":              {spoil: func(c jwt.MapClaims) { delete(c, "nonce") }},
		"a token for another program":          {spoil: set("aud", "other")},
		"a token of another provider":          {spoil: set("iss", "https://evil.example")},
		"a token that is over":                 {spoil: set("exp", time.Now().Add(-time.Hour).Unix())},
		"a token without a person":             {spoil: set("sub", "")},
		"another key":                          {sign: func(c jwt.MapClaims) string { return p.signed(jwt.SigningMethodRS256, c, other) }},
		"no signature": {sign: func(c jwt.MapClaims) string {
			return p.signed(jwt.SigningMethodNone, c, jwt.UnsafeAllowNoneSignatureType)
		}},
		"the secret as a key":     {sign: func(c jwt.MapClaims) string { return p.signed(jwt.SigningMethodHS256, c, []byte("provider's secret")) }},
		"no token":                {sign: func(jwt.MapClaims) string { return "" }},
		"another state":           {back: func(q url.Values) { q.Set("state", "other") }},
		"no state":                {back: func(q url.Values) { q.Del("state") }},
		"a code that was made up": {back: func(q url.Values) { q.Set("code", "other") }},
		"no code, but an error":   {back: func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") }},
		"another issuer":          {back: func(q url.Values) { q.Set("iss", "https://evil.example") }},
	} {
		t.Run(name, func(t *testing.T) {
			p.spoil, p.sign = func(jwt.MapClaims) {}, good
			if c.spoil != nil {
				p.spoil = c.spoil
			}
			if c.sign != nil {
				p.sign = c.sign
			}
			v := o.as("")
			back, err := url.Parse(v.there())
			require.NoError(t, err)
			q := back.Query()
			if c.back != nil {
				c.back(q)
			}
			answer := v.send("GET", back.Path+"?"+q.Encode(), "")
			require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
			require.Contains(t, answer.Body.String(), "nobody has invited this account yet")
			require.NotContains(t, v.cookies, "__Host-connective")
			require.Equal(t, "/console/sign-in", v.send("GET", "/console/", "").Header().Get("Location"))
		})
	}
}

// Somebody who is made to open a way back that another began would sign in as them.
func TestAWayBackIsOfTheBrowserThatWentThere(t *testing.T) {
	o, _ := openWithProvider(t)
	o.member(mill, "Sam", "sam@example.org", staff.Responder)
	back := o.as("").there()
	require.Equal(t, http.StatusUnprocessableEntity, o.as("").send("GET", back, "").Code, "without a cookie")
	v := o.as("")
	v.there()
	require.Equal(t, http.StatusUnprocessableEntity, v.send("GET", back, "").Code, "with one of its own")
}

func TestAProviderThatIsAwayKeepsNobodyElseOut(t *testing.T) {
	o, p := openWithProvider(t)
	p.Close()
	v := o.as("")
	require.Equal(t, http.StatusServiceUnavailable, v.send("GET", "/console/provider", "").Code)
	_, link := o.member(mill, "Sam", "sam@example.org", staff.Responder)
	v.setUp(link)
	require.Contains(t, v.get("/console/"), "Mill Lane")
}
