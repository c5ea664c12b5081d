package providertest

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

// request is a webhook that was signed with the first key.
func (s suite) request(url string, body []byte) *providers.Request {
	r := &providers.Request{Method: "POST", URL: url, Header: http.Header{}, Body: body, At: noon}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.Sign(r, keyOne)
	return r
}

// deny proves that a request is refused, and as what.
func deny(t *testing.T, p providers.Provider, r *providers.Request, as error, why ...any) {
	t.Helper()
	proof, err := p.Verify(r)
	require.ErrorIs(t, err, as, why...)
	require.Zero(t, proof)
}

// changed proves that a request of which something was changed is refused; where
// that is not signed, that the change makes no difference, so that nobody takes
// such a scheme for more than it is.
func changed(t *testing.T, p providers.Provider, r *providers.Request, signed bool, why ...any) {
	t.Helper()
	if signed {
		deny(t, p, r, providers.ErrSignature, why...)
		return
	}
	_, err := p.Verify(r)
	require.NoError(t, err, why...)
}

// moved is changed of the address.
func (s suite) moved(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	changed(t, p, r, !s.Bearer && !s.Unaddressed, r.URL)
}

// reworded is changed of the body.
func (s suite) reworded(t *testing.T, p providers.Provider, r *providers.Request) {
	t.Helper()
	changed(t, p, r, !s.Bearer)
}

func (s suite) vectors(t *testing.T) {
	require.NotEmpty(t, s.Vectors)
	for _, v := range s.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			p, err := s.Open("http://127.0.0.1:1", v.Key)
			require.NoError(t, err)
			_, err = p.Verify(v.Request)
			require.Equal(t, v.Valid, err == nil, "%v", err)
		})
	}
}

func (s suite) proxy(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	r := s.request("https://bot.example.org:8443/prefix/hooks/in?a=b", []byte("x=y"))
	for name, value := range map[string]string{
		"Host": "bot:8080", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/other",
	} {
		r.Header.Set(name, value)
	}
	proof, err := p.Verify(r)
	require.NoError(t, err)
	require.False(t, proof.Until.Before(noon))
	for _, url := range []string{
		"http://bot:8080/prefix/hooks/in?a=b", "https://bot.example.org/prefix/hooks/in?a=b",
		"http://bot.example.org:8443/prefix/hooks/in?a=b", "https://bot.example.org:8443/hooks/in?a=b",
	} {
		r.URL = url
		s.moved(t, p, r)
	}
}

func (s suite) addresses(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	for signed, others := range map[string][]string{
		hook: {
			"https://bot.example.org/hooks/in?note=a%20b&tenant=north", "https://bot.example.org/hooks/in?tenant=north&note=a+b",
			"https://bot.example.org/hooks/in/?tenant=north&note=a%20b", "https://bot.example.org/hooks/in", hook + "&", hook + "#",
			"https://BOT.example.org/hooks/in?tenant=north&note=a%20b", "https://bot.example.org/hooks/%69n?tenant=north&note=a%20b",
		},
		"https://bot.example.org/hooks%2Fin":                   {"https://bot.example.org/hooks/in", "https://bot.example.org/hooks%2fin"},
		"https://bot.example.org/hooks/in/":                    {"https://bot.example.org/hooks/in"},
		"https://bot.example.org/":                             {"https://bot.example.org"},
		"https://bot.example.org/in?price%5Bamount%5D=1&x=%F0": {"https://bot.example.org/in?price[amount]=1&x=%F0"},
	} {
		r := s.request(signed, nil)
		_, err := p.Verify(r)
		require.NoError(t, err, signed)
		for _, r.URL = range others {
			s.moved(t, p, r)
		}
	}
}

func (s suite) bodies(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	for name, body := range map[string][]byte{
		"nothing": {}, "a zero": []byte("0"), "a NUL": {'a', 0, 'b'}, "no UTF-8": {0xff, 0xfe}, "64 KiB": bytes.Repeat([]byte("x"), 64<<10),
	} {
		t.Run(name, func(t *testing.T) {
			r := s.request(hook, body)
			_, err := p.Verify(r)
			require.NoError(t, err)
			r.Body = append(slices.Clone(body), 'x')
			s.reworded(t, p, r)
			if len(body) > 0 {
				r.Body = body[:len(body)-1]
				s.reworded(t, p, r)
				r.Body = nil
				s.reworded(t, p, r)
			}
		})
	}
}

func (s suite) headers(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	good := s.request(hook, []byte("x=y")).Header.Get(s.Header)
	for name, values := range map[string][]string{"missing": nil, "empty": {""}} {
		t.Run(name, func(t *testing.T) {
			deny(t, p, s.carrying(values), providers.ErrUnsigned)
		})
	}
	for name, values := range map[string][]string{
		"twice": {good, good}, "good and empty": {good, ""}, "garbage": {"garbage"}, "dots": {".."}, "a megabyte": {strings.Repeat("a.", 1<<19)},
		"a megabyte more": {good + strings.Repeat("=", 1<<20)}, "a space": {" " + good}, "a line": {good + "\n"}, "a NUL": {good + "\x00"},
	} {
		t.Run(name, func(t *testing.T) {
			deny(t, p, s.carrying(values), providers.ErrSignature)
		})
	}
}

func (s suite) carrying(values []string) *providers.Request {
	r := s.request(hook, []byte("x=y"))
	r.Header[http.CanonicalHeaderKey(s.Header)] = values
	return r
}

func (s suite) clock(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	if s.Lifetime == 0 && s.Skew == 0 {
		s.timeless(t, p)
		return
	}
	for at, good := range map[time.Duration]bool{
		-s.Skew - time.Second: false, -s.Skew: true, 0: true, s.Lifetime: true,
		s.Lifetime + s.Skew: true, s.Lifetime + s.Skew + time.Second: false, -24 * time.Hour: false, 24 * time.Hour: false,
	} {
		r := s.request(hook, []byte("x=y"))
		r.At = noon.Add(at)
		_, err := p.Verify(r)
		require.Equal(t, good, err == nil, "%v after it was signed: %v", at, err)
	}
}

// timeless proves that the proof of a signature without a time promises none.
func (s suite) timeless(t *testing.T, p providers.Provider) {
	for _, age := range []time.Duration{0, time.Hour, 365 * 24 * time.Hour} {
		r := s.request(hook, []byte("x=y"))
		r.At = noon.Add(age)
		proof, err := p.Verify(r)
		require.NoError(t, err)
		require.Equal(t, providers.Proof{Until: r.At}, proof)
	}
}

func (s suite) algorithms(t *testing.T) {
	p := s.open(t, "http://127.0.0.1:1")
	forged := s.Forge(s.request(hook, []byte("x=y")), keyOne)
	require.NotEmpty(t, forged)
	for i, r := range forged {
		deny(t, p, r, providers.ErrSignature, "forgery %d", i)
	}
}

func (s suite) rotation(t *testing.T) {
	p, err := s.Open("http://127.0.0.1:1", keyOne, keyTwo)
	require.NoError(t, err)
	for key, good := range map[string]bool{keyOne: true, keyTwo: true, "a-third-signing-key": false} {
		r := s.request(hook, []byte("x=y"))
		s.Sign(r, key)
		_, err := p.Verify(r)
		require.Equal(t, good, err == nil)
	}
}

func (s suite) unsigned(t *testing.T) {
	for _, keys := range [][]string{nil, {""}, {keyOne, ""}} {
		_, err := s.Open("http://127.0.0.1:1", keys...)
		require.Error(t, err)
	}
	deny(t, s.open(t, "http://127.0.0.1:1"), &providers.Request{Method: "GET", URL: hook, Header: http.Header{}, At: noon}, providers.ErrUnsigned)
}

// mutants changes one thing of a signed request at a time; none may pass.
func (s suite) mutants(t *testing.T) {
	const wanted = 5000
	random := rand.New(rand.NewPCG(1, 2))
	p := s.open(t, "http://127.0.0.1:1")
	body := []byte("originator=447700900123&payload=hello")
	alike := 0
	for i := range wanted {
		r := s.request(hook, body)
		signature := r.Header.Get(s.Header)
		switch part := i % 5; {
		case part == 0 && !s.Bearer && !s.Unaddressed:
			r.URL = string(change(random, []byte(r.URL)))
		case part == 1 && !s.Bearer:
			r.Body = change(random, r.Body)
			if s.Alike != nil && s.Alike(body, r.Body) {
				alike++
				continue
			}
		default:
			r.Header.Set(s.Header, string(change(random, []byte(signature))))
		}
		_, err := p.Verify(r)
		require.Error(t, err, "mutant %d", i)
	}
	require.Less(t, alike, wanted/100, "a scheme that tells so few bodies apart proves nothing")
}

// change replaces, adds, drops or swaps bytes, so that the result is another.
func change(random *rand.Rand, from []byte) []byte {
	for {
		to := slices.Clone(from)
		i := random.IntN(len(to))
		switch random.IntN(5) {
		case 0:
			to[i] ^= byte(1 << random.IntN(8))
		case 1:
			to = slices.Insert(to, i, byte(random.IntN(256)))
		case 2:
			to = slices.Delete(to, i, i+1)
		case 3:
			j := random.IntN(len(to))
			to[i], to[j] = to[j], to[i]
		case 4:
			const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
			to[len(to)-1-random.IntN(min(4, len(to)))] = alphabet[random.IntN(len(alphabet))]
		}
		if !bytes.Equal(from, to) {
			return to
		}
	}
}
