package wire_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

func TestARequestHasOneSignature(t *testing.T) {
	for name, c := range map[string]struct {
		values []string
		err    error
	}{
		"one":          {[]string{"abc="}, nil},
		"none":         {nil, providers.ErrUnsigned},
		"an empty one": {[]string{""}, providers.ErrUnsigned},
		"two":          {[]string{"abc=", "abc="}, providers.ErrSignature},
		"too long":     {[]string{strings.Repeat("a", 11)}, providers.ErrSignature},
		"a line break": {[]string{"abc\n="}, providers.ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			r := &providers.Request{Header: http.Header{"X-Signature": c.values}}
			got, err := wire.Signature(r, "X-Signature", 10)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.err == nil, got != "")
		})
	}
}
