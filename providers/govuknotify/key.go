package govuknotify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// apiKey is what a key of Notify holds.
type apiKey struct{ service, secret string }

var (
	keyForm  = regexp.MustCompile(`^(?:.*-)?(` + uuidForm + `)-(` + uuidForm + `)$`)
	wantUUID = regexp.MustCompile(`^` + uuidForm + `$`)
)

const uuidForm = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

// readKey takes a key apart: a name, which may have dashes of its own, the id of
// the service and the secret, with a dash between them.
func readKey(key string) (apiKey, error) {
	if key == "" {
		return apiKey{}, errors.New("the API key is missing")
	}
	parts := keyForm.FindStringSubmatch(key)
	if parts == nil {
		return apiKey{}, errors.New("the API key must be a name and two ids of 36 letters, with dashes between them, as Notify showed it once: copy all of it")
	}
	return apiKey{parts[1], parts[2]}, nil
}

// token is a JSON Web Token for one call (RFC 7519), by HS256. Notify takes it for
// 30 seconds before and after its time.
func (k apiKey) token(now time.Time) string {
	head := segment(`{"typ":"JWT","alg":"HS256"}`) + "." + segment(fmt.Sprintf(`{"iss":%q,"iat":%d}`, k.service, now.Unix()))
	mac := hmac.New(sha256.New, []byte(k.secret))
	mac.Write([]byte(head))
	return head + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func segment(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
