package whatsapp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/whatsapp"
	"github.com/connective-messaging/connective/providers/whatsapp/whatsapptest"
)

func TestMetaIsAskedWhetherTheAppSecretIsTheTokensOwn(t *testing.T) {
	wire := whatsapptest.Wire{Token: "a-secret-access-token", Secret: "the-apps-own", Numbers: map[string]string{ourNumber: ourID}}
	meta := httptest.NewServer(sink.New(sink.Config{Wire: wire}))
	t.Cleanup(meta.Close)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":{"message":"no","code":100}}`)
	}))
	t.Cleanup(broken.Close)
	for name, c := range map[string]struct {
		url     string
		secrets []string
		says    string
		faulty  bool
	}{
		"right":                 {meta.URL, []string{"the-apps-own"}, "is that of the token's app", false},
		"while it is changed":   {meta.URL, []string{"new", "the-apps-own"}, "is that of the token's app", false},
		"another app's":         {meta.URL, []string{"another", "older"}, "is not that of the app that the token is of", true},
		"an error of its own":   {broken.URL, []string{"the-apps-own"}, "did not tell", false},
		"Meta is not there now": {"http://127.0.0.1:1", []string{"the-apps-own"}, "did not tell", false},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := whatsapp.New(config(c.url, c.secrets...))
			require.NoError(t, err)
			f := p.CheckSecret(t.Context())
			said := strings.Join(append(f.Notes, f.Faults...), "\n")
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, said, c.says)
			require.NotContains(t, said, "the-apps-own")
		})
	}
}
