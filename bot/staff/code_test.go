package staff

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	require.NoError(t, err)
	return code
}

// TestCodesAreThoseOfTheStandard has a value of RFC 6238, appendix B: the secret is
// 12345678901234567890, and the eight digits there end with these six.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	require.EqualValues(t, 1, stepOf(secret, "287082", 0, time.Unix(59, 0)))
	require.EqualValues(t, 1111111109/30, stepOf(secret, "081804", 0, time.Unix(1111111109, 0)))
}

func TestASecretIsShownInWordsAndAsAPicture(t *testing.T) {
	a := Account{Email: "sam+a&b@example.org"}
	secret, err := newSecret(a)
	require.NoError(t, err)
	shown, err := setUp(a, secret)
	require.NoError(t, err)
	require.Equal(t, secret, strings.ReplaceAll(shown.Secret, " ", ""))
	key, err := otp.NewKeyFromURL(shown.Address)
	require.NoError(t, err)
	require.Equal(t, []string{secret, "Connective", a.Email}, []string{key.Secret(), key.Issuer(), key.AccountName()})
	picture, err := png.Decode(bytes.NewReader(shown.Picture))
	require.NoError(t, err)
	require.Equal(t, 240, picture.Bounds().Dx())
}
