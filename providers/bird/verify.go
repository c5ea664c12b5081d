package bird

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// The headers of a webhook, as http.Header keeps them.
const (
	signatureHeader = "Webhook-Signature"
	idHeader        = "Webhook-Id"
	timeHeader      = "Webhook-Timestamp"
)

const (
	maxSignature   = 2000 // of a secret that is being changed there are two, of 47 letters each
	maxID          = 200
	maxTimestamp   = 12
	mostSignatures = 20
	version        = "v1,"
)

// verifier proves signatures with any of its secrets.
type verifier struct {
	secrets   [][]byte
	tolerance time.Duration
}

// Verify proves that Bird made the request, with these words and at about this
// time. While a secret is being changed a webhook has a signature of each; one that
// fits is enough. The address is not signed.
// See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	given, err := wire.Signature(r, signatureHeader, maxSignature)
	if err != nil {
		return providers.Proof{}, err
	}
	id, err := wire.Signature(r, idHeader, maxID)
	if err != nil {
		return providers.Proof{}, fmt.Errorf("%w: its id is missing or wrong", providers.ErrSignature)
	}
	stamp, err := wire.Signature(r, timeHeader, maxTimestamp)
	if err != nil {
		return providers.Proof{}, fmt.Errorf("%w: its time is missing or wrong", providers.ErrSignature)
	}
	at, err := p.verifier.timeOf(stamp, r.At)
	if err != nil {
		return providers.Proof{}, fmt.Errorf("%w: %w", providers.ErrSignature, err)
	}
	if !p.verifier.proves(given, id+"."+stamp+".", r.Body) {
		return providers.Proof{}, fmt.Errorf("%w: no webhook secret fits; is it that of this webhook, and does a proxy change what comes?", providers.ErrSignature)
	}
	return providers.Proof{ReplayKey: id, Until: at.Add(p.verifier.tolerance)}, nil
}

// timeOf reads when a webhook was signed, in seconds since 1970.
func (v verifier) timeOf(stamp string, now time.Time) (time.Time, error) {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || !wire.IsNumber(stamp) {
		return time.Time{}, errors.New("its time cannot be read")
	}
	at := time.Unix(seconds, 0).UTC()
	if now.Sub(at).Abs() > v.tolerance {
		return time.Time{}, fmt.Errorf("it was signed more than %s from now; is this machine's clock right?", v.tolerance)
	}
	return at, nil
}

// proves looks through all signatures and secrets, whichever fits.
func (v verifier) proves(given, before string, body []byte) bool {
	list := strings.Split(given, " ")
	if len(list) > mostSignatures {
		return false
	}
	fits := 0
	for _, secret := range v.secrets {
		want := []byte(sign(secret, before, body))
		for _, one := range list {
			if one == "" {
				return false // two spaces, or one at an end, which Bird does not make
			}
			fits |= subtle.ConstantTimeCompare([]byte(one), want)
		}
	}
	return fits == 1
}

// sign is a signature of what comes before the body and of the body itself.
func sign(secret []byte, before string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(before))
	mac.Write(body)
	return version + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
