package webhooks

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Why an endpoint has taken nothing, where it has not answered.
const (
	WhyUnread    = "its address cannot be read"
	WhySlow      = "it took too long"
	WhyNoName    = "its name cannot be found"
	WhyUntrusted = "its certificate is not trusted"
	WhyAway      = "it cannot be reached"
)

// WhyMoved is what is said behind the status of an endpoint that names another address.
const WhyMoved = ", and no redirect is followed"

// post tries once, and returns the status that was answered, 0 for none, and why it
// failed; empty if the endpoint took it. What is said holds nothing that the endpoint
// answered.
func post(ctx context.Context, gate Gate, e Endpoint, d Delivery, now time.Time) (status int, why string) {
	if err := gate.Check(e.URL); err != nil {
		return 0, err.Error()
	}
	body := d.Fact.Body()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, bytes.NewReader(body))
	if err != nil {
		return 0, WhyUnread
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Connective")
	r.Header.Set("webhook-id", d.ID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", Signature(e.Secrets, d.ID, now, body))
	answer, err := gate.Client().Do(r)
	if err != nil {
		return 0, whyNot(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, mostAnswer)) // only its status counts
	switch status = answer.StatusCode; {
	case status >= 200 && status < 300:
		return status, ""
	case status >= 300 && status < 400:
		return status, Answered(status) + WhyMoved
	}
	return status, Answered(status)
}

// Answered is why an endpoint has taken nothing that has answered with that status.
func Answered(status int) string { return fmt.Sprintf("it answered %d", status) }

// whyNot is why nothing was answered, without what an error could quote.
func whyNot(err error) string {
	var timeout net.Error
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.Is(err, ErrAddress):
		return ErrAddress.Error()
	case errors.Is(err, errName):
		return WhyNoName
	case errors.As(err, &untrusted):
		return WhyUntrusted
	case errors.As(err, &timeout) && timeout.Timeout():
		return WhySlow
	}
	return WhyAway
}
