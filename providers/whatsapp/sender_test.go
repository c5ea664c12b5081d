package whatsapp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/whatsapp"
)

func TestMetaIsAskedHowTheNumberIsAndWhereItsWebhooksGo(t *testing.T) {
	const hook = base + "/inbound"
	ours := `{"webhook_configuration":{"application":"` + hook + `"}}`
	for name, c := range map[string]struct {
		status, hooks string
		says          string
		faulty        bool
	}{
		"all is well":          {`{"status":"CONNECTED"}`, ours, "what people write to it comes here", false},
		"not registered":       {`{"status":"PENDING"}`, ours, "is pending, so that it cannot write: register it", true},
		"banned":               {`{"status":"BANNED"}`, ours, "appeal there", true},
		"flagged":              {`{"status":"FLAGGED"}`, ours, "not well at Meta", false},
		"not told":             {`{}`, ours, "Meta did not tell", false},
		"another address":      {`{"status":"CONNECTED"}`, `{"webhook_configuration":{"application":"https://old.example.org/wa?x=1"}}`, "goes to https://old.example.org/wa and not here", true},
		"the number's own":     {`{"status":"CONNECTED"}`, `{"webhook_configuration":{"phone_number":"https://old.example.org","application":"` + hook + `"}}`, "the number has an address of its own", true},
		"the account's own":    {`{"status":"CONNECTED"}`, `{"webhook_configuration":{"whatsapp_business_account":"https://old.example.org","application":"` + hook + `"}}`, "the WhatsApp account has an address of its own", true},
		"the address untold":   {`{"status":"CONNECTED"}`, `{}`, "does not tell this token", false},
		"a field nobody knows": {`{"status":"CONNECTED"}`, `no`, "does not tell this token", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprint(w, map[string]string{"status": c.status, "webhook_configuration": c.hooks}[r.URL.Query().Get("fields")])
			}))
			t.Cleanup(s.Close)
			p, err := whatsapp.New(config(s.URL, "a-secret"))
			require.NoError(t, err)
			f := p.CheckSender(t.Context(), ourNumber, hook)
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, strings.Join(append(f.Notes, f.Faults...), "\n"), c.says)
		})
	}
	p, err := whatsapp.New(config("http://127.0.0.1:1", "a-secret"))
	require.NoError(t, err)
	require.Contains(t, p.CheckSender(t.Context(), "+447700900998", hook).Faults[0], "none of WHATSAPP_NUMBERS")
	require.Contains(t, p.CheckSender(t.Context(), ourNumber, hook).Notes[0], "it did not answer")
}
