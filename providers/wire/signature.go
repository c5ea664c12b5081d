package wire

import (
	"fmt"
	"strings"

	"github.com/connective-messaging/connective/providers"
)

// Signature finds the one signature of a request, in a header as http.Header keeps
// it, of so many letters at most. Errors are providers.ErrUnsigned, or wrap
// providers.ErrSignature.
func Signature(r *providers.Request, header string, most int) (string, error) {
	values := r.Header[header]
	switch {
	case len(values) == 0 || len(values) == 1 && values[0] == "":
		return "", providers.ErrUnsigned
	case len(values) > 1:
		return "", fmt.Errorf("%w: it has %d signatures", providers.ErrSignature, len(values))
	case len(values[0]) > most:
		return "", fmt.Errorf("%w: it is too long", providers.ErrSignature)
	case strings.ContainsAny(values[0], "\r\n"): // which base64 decoders pass over
		return "", fmt.Errorf("%w: it has a line break", providers.ErrSignature)
	}
	return values[0], nil
}
