package bird

import (
	"net/http"
	"regexp"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes of our own, among Bird's.
const (
	codeTooLong   = "too_long"
	codeEmpty     = "empty"
	codeLetters   = "letters"
	codeRecipient = "recipient"
	codeReference = "reference"
	codeRegion    = "wrong_region" // the key is of another region than the URL
)

// failure is the answer to a call that went wrong. Older answers have the same
// fields without the error around them.
type failure struct {
	Error *fault `json:"error"`
	fault
}

type fault struct {
	Code  wire.Loose `json:"code"`
	Name  wire.Loose `json:"name"`
	Param wire.Loose `json:"param"`
}

// refusalClass classes an error that the API answers. Statuses tell what a whole
// workspace is refused for; of one text the field tells that is at fault.
func refusalClass(status int, f fault) providers.Class {
	if class, known := reasons[string(f.Code)]; known {
		return class
	}
	if class, known := names[string(f.Name)]; known {
		return class
	}
	switch status {
	case http.StatusUnauthorized:
		return providers.Auth
	case http.StatusPaymentRequired:
		return providers.Balance
	case http.StatusTooManyRequests:
		return providers.Throttled
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusMisdirectedRequest,
		http.StatusPreconditionFailed, http.StatusPreconditionRequired:
		return providers.Config
	case http.StatusRequestEntityTooLarge:
		return providers.UnsupportedClass
	}
	switch f.Param {
	case "from", "category", "options", "metadata":
		return providers.Config
	case "text":
		return providers.UnsupportedClass
	}
	return providers.Permanent
}

// names are errors that mean more than their status.
var names = map[string]providers.Class{
	"SMSNoEligibleSender": providers.Config, // no sender of the workspace can reach the person
}

// reasons are why a text did not arrive, in its state, in reports and, should Bird
// know at once, in errors. The list is open: one that we do not know is final for
// its text.
var reasons = map[string]providers.Class{
	"recipient_opted_out":         providers.OptedOut,
	"invalid_destination":         providers.Permanent,
	"landline_unreachable":        providers.Permanent,
	"blocked_by_recipient":        providers.Permanent,
	"unreachable":                 providers.Temporary, // the phone is off or away
	"provider_unavailable":        providers.Temporary,
	"unknown":                     providers.Temporary,
	"blocked_by_carrier":          providers.UnsupportedClass, // a network took the words for spam
	"blocked_by_fraud_protection": providers.UnsupportedClass,
	"content_rejected":            providers.UnsupportedClass,
	"sender_unregistered":         providers.Config,
	"insufficient_balance":        providers.Balance,
}

// stateOf reads Bird's words for a text, as its state and as the end of an event's
// name. The state of a word that brings no news is empty, as of one that we do not
// know; the class is that of a failure.
func stateOf(word, reason string) (providers.State, providers.Class) {
	switch word {
	case "sent":
		return providers.Sent, providers.ClassNone
	case "delivered":
		return providers.Delivered, providers.ClassNone
	case "expired":
		if reason == "" {
			return providers.Failed, providers.Temporary
		}
		return providers.Failed, failureClass(reason)
	case "undelivered", "failed", "rejected", "canceled":
		return providers.Failed, failureClass(reason)
	}
	return "", providers.ClassNone
}

func failureClass(reason string) providers.Class {
	if class, known := reasons[reason]; known {
		return class
	}
	return providers.Permanent
}

var (
	wantReason = regexp.MustCompile(`^[a-z_]{1,40}$`)
	wantCode   = regexp.MustCompile(`^E[0-9]{5}$`)
	wantName   = regexp.MustCompile(`^[A-Za-z]{1,40}$`)
)

// cleanReason returns a reason that people may see. Everything but a word of small
// letters is left out, because it could quote a person.
func cleanReason(raw string) string {
	if !wantReason.MatchString(raw) {
		return ""
	}
	return raw
}

// codeOf is what people look an error up by: its code, or its name, or its reason.
func (f fault) codeOf() string {
	switch code := string(f.Code); {
	case wantCode.MatchString(code), wantReason.MatchString(code):
		return code
	case wantName.MatchString(string(f.Name)):
		return string(f.Name)
	}
	return ""
}
