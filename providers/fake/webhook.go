package fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/connective-messaging/connective/providers"
)

// Header carries the signature of a webhook: the HMAC-SHA256, in hex, of the
// URL as the public saw it, a new line, and the body.
const Header = "Fake-Signature"

// Sign returns the signature of a request with that URL and body.
func Sign(key, url string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(url + "\n"))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Verify accepts a request that is signed with one of the keys.
func (p *Provider) Verify(r *providers.Request) (providers.Proof, error) {
	signatures := r.Header.Values(Header)
	if len(signatures) == 0 {
		return providers.Proof{}, fmt.Errorf("verify a fake webhook: %w", providers.ErrUnsigned)
	}
	for _, key := range p.keys {
		if len(signatures) == 1 && hmac.Equal([]byte(Sign(key, r.URL, r.Body)), []byte(signatures[0])) {
			return providers.Proof{}, nil
		}
	}
	return providers.Proof{}, fmt.Errorf("verify a fake webhook: %w", providers.ErrSignature)
}

// Text is one text from a phone.
type Text struct {
	ID          string    `json:"id"`
	From        string    `json:"from"`
	To          string    `json:"to"`
	Text        string    `json:"text"`
	At          time.Time `json:"at,omitzero"`
	Unsupported string    `json:"unsupported,omitempty"` // "picture" …
	App         string    `json:"app,omitempty"`         // that it is written in; empty is a text
	Choice      string    `json:"choice,omitempty"`      // the id of what was tapped; Text is what stood on it
}

// Report is one delivery report.
type Report struct {
	Ref   string `json:"ref"`
	ID    string `json:"id"`
	To    string `json:"to,omitempty"`
	State string `json:"state"` // sent, delivered or failed
	Code  string `json:"code,omitempty"`
}

// Inbound returns the signed request that brings a text from a phone.
func (p *Provider) Inbound(url string, t Text) *providers.Request {
	return p.request(url, t, t.At)
}

// Status returns the signed request that brings a delivery report.
func (p *Provider) Status(url string, r Report, at time.Time) *providers.Request {
	return p.request(url, r, at)
}

func (p *Provider) request(url string, content any, at time.Time) *providers.Request {
	body, err := json.Marshal(content)
	if err != nil {
		panic(fmt.Sprintf("a plain struct of strings has no JSON: %v", err))
	}
	r := &providers.Request{Method: http.MethodPost, URL: url, Header: http.Header{}, Body: body, At: at}
	r.Header.Set("Content-Type", "application/json")
	if len(p.keys) > 0 {
		r.Header.Set(Header, Sign(p.keys[0], url, body))
	}
	return r
}

// event is either kind of webhook: a report has a state, a text has none.
type event struct {
	Text
	Ref   string  `json:"ref"`
	State *string `json:"state"`
	Code  string  `json:"code"`
}

func read(r *providers.Request) (event, error) {
	var e event
	if err := json.Unmarshal(r.Body, &e); err != nil {
		// The decoder's own words may quote the body.
		return event{}, fmt.Errorf("read a fake webhook: %w: the body is not the JSON of a text or report", providers.ErrMalformed)
	}
	return e, nil
}

// ParseInbound reads a text from a phone.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	e, err := read(r)
	if err != nil || e.State != nil {
		return nil, err
	}
	if e.ID == "" || e.From == "" || e.To == "" {
		return nil, fmt.Errorf("read a fake webhook: %w: id, from and to are needed", providers.ErrMalformed)
	}
	from := providers.ParseAddress(e.From, "GB")
	if e.App != "" {
		from = providers.InApp(e.App, from.Value)
	}
	return []providers.Inbound{{
		Provider: Name, EventID: e.ID, Text: e.Text.Text, Unsupported: e.Unsupported, Sent: e.At, Received: r.At, Choice: e.Choice,
		From: from, To: providers.ParseAddress(e.To, "GB"),
	}}, nil
}

// ParseStatus reads a delivery report. The code "opted_out" is a STOP that the
// provider heard; a state that is not known here leaves the text as it is.
func (p *Provider) ParseStatus(r *providers.Request) ([]providers.Status, error) {
	e, err := read(r)
	if err != nil || e.State == nil {
		return nil, err
	}
	if e.Ref == "" && e.ID == "" {
		return nil, fmt.Errorf("read a fake webhook: %w: ref or id is needed", providers.ErrMalformed)
	}
	status := providers.Status{
		Provider: Name, ProviderID: e.ID, Ref: e.Ref, Code: e.Code, At: r.At,
		Recipient: providers.ParseAddress(e.To, "GB"),
	}
	switch state := providers.State(*e.State); state {
	case providers.Sent, providers.Delivered:
		status.State = state
	case providers.Failed:
		status.State, status.Class = state, providers.Permanent
		switch class := providers.Class(e.Code); class {
		case providers.OptedOut, providers.NoSubscriber:
			status.Class = class
		}
	}
	return []providers.Status{status}, nil
}
