package messagebird_test

import (
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/connective-messaging/connective/providers/providertest"
)

func base64url(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func samples(t testing.TB) []providertest.Sample {
	return providertest.Samples(t, "testdata/samples", base+"/inbound", midnight)
}

func replies(t testing.TB) []providertest.Reply {
	return providertest.Replies(t, "testdata/samples", func(name string) int {
		if name == "error-code99-internal" {
			return http.StatusInternalServerError
		}
		return http.StatusUnprocessableEntity
	})
}
