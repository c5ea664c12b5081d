package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// A probe must be one that the company could have made, and leave no trace: whoever
// types doctor must not text anybody, nor be taken for a person.
func TestAProbeProvesItselfAndBringsNothing(t *testing.T) {
	now := time.Now()
	for _, c := range companies {
		t.Run(c.name, func(t *testing.T) {
			s := trialSettings(c.name, trialSecrets[c.name])
			s.PublicURL = "https://texts.example.org"
			p, err := openProvider(*s)
			require.NoError(t, err)
			probes := p.(providers.Prober).Probes(s.hooks(c.name), now)
			require.NotEmpty(t, probes)
			for _, probe := range probes {
				require.NotEmpty(t, probe.Key)
				good, forged := *probe.Good, *probe.Forged
				good.At, forged.At = now, now
				require.Contains(t, good.URL, "https://texts.example.org/hooks/"+c.name+"/")
				if probe.Says != "" {
					asks, _ := providers.ChallengerOf(p)
					said, asked := asks.Challenge(&good)
					require.True(t, asked)
					require.Equal(t, probe.Says, said)
					_, asked = asks.Challenge(&forged)
					require.False(t, asked)
					continue
				}
				_, err := p.Verify(&good)
				require.NoError(t, err)
				texts, err := p.ParseInbound(&good)
				require.NoError(t, err)
				require.Empty(t, texts)
				reports, err := p.ParseStatus(&good)
				require.NoError(t, err)
				require.Empty(t, reports)
				_, err = p.Verify(&forged)
				require.ErrorIs(t, err, providers.ErrSignature)
			}
		})
	}
}

func TestWhatIsForgedMustBeRefused(t *testing.T) {
	ours := heard{status: 200, giver: proved}
	for name, c := range map[string]struct {
		good, forged heard
		says         string
		wrong        bool
	}{
		"refused":                      {ours, heard{status: 401}, "refuses what is forged", false},
		"refused by whom is not known": {heard{status: 200}, heard{status: 401}, "whether it is this installation was not told", false},
		"refused too often":            {ours, heard{status: 429, said: tooManyWords + ", or"}, "refuses what is forged", false},
		"too often for something else": {ours, heard{status: 429, said: "slow down"}, "could not be seen", false},
		"not answered":                 {ours, heard{err: io.EOF}, "could not be seen", false},
		"taken by Connective":          {ours, heard{status: 200}, "takes what is FORGED", true},
		"taken by whatever is there":   {heard{status: 200}, heard{status: 200}, "answers 200 to whatever comes", true},
		"answered by something else":   {ours, heard{status: 403}, "answers 403 to what is forged", true},
	} {
		t.Run(name, func(t *testing.T) {
			words, wrong := judgeForged("auth token", c.good, c.forged)
			require.Contains(t, words, c.says)
			require.Equal(t, c.wrong, wrong)
		})
	}
}

func TestWhyAnAddressWasNotReachedIsSaidInPlainWords(t *testing.T) {
	for want, err := range map[string]error{
		"DNS does not know":                  &net.DNSError{Name: "texts.example.org", IsNotFound: true},
		"companies do not trust":             x509.UnknownAuthorityError{},
		"a certificate of another name":      x509.HostnameError{Certificate: &x509.Certificate{}, Host: "texts.example.org"},
		"whose time is over":                 x509.CertificateInvalidError{Reason: x509.Expired},
		"nothing listens at that port":       syscall.ECONNREFUSED,
		"did not answer in 10 seconds":       os.ErrDeadlineExceeded,
		"cut the connection":                 syscall.ECONNRESET,
		"is the way from this machine to th": errors.New("something else"),
	} {
		wrapped := &url.Error{Op: "Get", URL: "https://texts.example.org/hooks/x?hub.verify_token=secret", Err: fmt.Errorf("dial: %w", err)}
		require.Contains(t, unreached(wrapped), want)
		require.NotContains(t, unreached(wrapped), "secret")
	}
}

func TestAnAddressThatNeverAnswersIsGivenUp(t *testing.T) {
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // so that its end is seen
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}))
	t.Cleanup(func() { close(over); server.Close() })
	v := newVisitor(Settings{PublicURL: server.URL, Listen: "0.0.0.0:8080"}, store.Keys{})
	require.Equal(t, "http://127.0.0.1:8080", v.here(), "as this machine reaches it")
	v.client.Timeout = 50 * time.Millisecond
	a := v.call(t.Context(), &providers.Request{Method: http.MethodPost, URL: server.URL + "/hooks/x/inbound", Header: http.Header{}})
	require.Contains(t, unreached(a.err), "did not answer in 10 seconds")
	require.True(t, a.silent())
}

func TestWithoutASecretNoAddressIsCalled(t *testing.T) {
	s := trialSettings("twilio", "token")
	c := checkWebhooks(t.Context(), *s)
	require.True(t, c.blind)
	require.Contains(t, c.notes[0], "mend the settings first")
}
