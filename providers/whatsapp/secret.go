package whatsapp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

var _ providers.SecretChecker = (*Provider)(nil)

// CheckSecret lets Meta judge a proof that is made of the token and each app secret. A
// call with a wrong one is refused. See
// https://developers.facebook.com/docs/graph-api/guides/secure-requests
func (p *Provider) CheckSecret(ctx context.Context) providers.Findings {
	var f providers.Findings
	id := p.config.Numbers[slices.Min(slices.Collect(maps.Keys(p.config.Numbers)))]
	wrong := 0
	for _, secret := range p.config.AppSecrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(p.config.Token))
		a := p.api.Call(ctx, "GET", "/"+id+"?fields=id&appsecret_proof="+hex.EncodeToString(mac.Sum(nil)), nil)
		switch {
		case a.Err == nil && a.Status == http.StatusOK:
			f.Note("WhatsApp says that the app secret is that of the token's app")
			return f
		case deniesProof(a):
			wrong++
		}
	}
	if wrong == len(p.config.AppSecrets) {
		f.Fault("WhatsApp says that the app secret is not that of the app that the token is of, so that its webhooks are refused: copy it from the app at Meta, App settings, Basic")
		return f
	}
	f.Note("whether the app secret is right WhatsApp did not tell: write to the number")
	return f
}

// deniesProof reports whether a call was refused for its proof, which Meta tells in
// words alone.
func deniesProof(a wire.Answer) bool {
	var got struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	return a.Err == nil && a.Status == http.StatusBadRequest && json.Unmarshal(a.Body, &got) == nil && strings.Contains(got.Error.Message, "appsecret_proof")
}
