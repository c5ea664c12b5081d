package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
)

// Whoever has no account can send through the adapter that serve uses.
func TestASinkOfEachCompanyTakesWhatServeSends(t *testing.T) {
	for _, c := range companies {
		t.Run(c.name, func(t *testing.T) {
			s := trialSettings(c.name, trialSecrets[c.name])
			s.PublicURL = "http://127.0.0.1:1"
			var out bytes.Buffer
			pretended := sink.New(sink.Config{Wire: c.wire(*s), Log: printer{streams{out: &out}}})
			l, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- serveSink(ctx, l, pretended) }()
			t.Cleanup(func() {
				stop()
				require.NoError(t, <-ended)
			})

			url := "http://" + l.Addr().String()
			s.MessageBirdURL, s.TwilioURL, s.BirdURL, s.NotifyURL, s.WhatsAppURL = url, url, url, url, url
			p, err := openProvider(*s)
			require.NoError(t, err)
			found := worksAt(t, *s)
			require.Empty(t, found.faults)
			to := providers.Address{Kind: providers.Phone, Value: "+447700900101"}
			if app := p.Caps().App; app != "" {
				to = providers.InApp(app, to.Value)
			}
			results, err := p.Send(t.Context(), []providers.Message{{
				Ref: "r-1", From: "+447700900000", To: to, Text: "Hello.\nBye.",
			}})
			require.NoError(t, err)
			require.Equal(t, providers.Accepted, results[0].Verdict)
			require.Contains(t, out.String(), "to +447700900101  Hello. / Bye.  (ok, r-1)")
		})
	}
}

func TestASinkSaysWhatItCannotDo(t *testing.T) {
	for want, args := range map[string][]string{
		"must be on this machine":     {"bird", "--listen", "0.0.0.0:0"},
		"no connection is called sea": {"sea"},
		"fake has no API to pretend":  {"fake"},
		"--mode odd is not known":     {"bird", "--mode", "odd=1"},
		"--report gone is not known":  {"bird", "--report", "gone=1"},
	} {
		var wrong strings.Builder
		require.NotZero(t, run(t.Context(), append([]string{"sink"}, args...), streams{nil, io.Discard, &wrong}), want)
		require.Contains(t, wrong.String(), want)
	}
}
