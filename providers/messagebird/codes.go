package messagebird

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes in the errors of the API.
const (
	errorKey      = "2"
	errorNotFound = "20"
	errorBalance  = "25"
	errorEndpoint = "98"
)

// cleanCode returns a code that people may see. Everything but a short number
// is left out, because it could quote a person.
func cleanCode(raw string) string {
	if len(raw) > 4 || !wire.IsNumber(raw) {
		return ""
	}
	return raw
}

// refusalClass classes an error of a call with one recipient.
func refusalClass(status int, code string) providers.Class {
	switch {
	case code == errorBalance, status == http.StatusPaymentRequired:
		return providers.Balance
	case code == errorKey:
		return providers.Auth
	case code == errorEndpoint, status == http.StatusForbidden, status == http.StatusMethodNotAllowed,
		status == http.StatusNotFound && !wire.IsNumber(code):
		return providers.Config
	}
	return providers.Permanent
}

// stateOf reads the words and codes that MessageBird has for one recipient. The
// state of a word that brings no news is empty, as of one that we do not know
// and of "scheduled"; the class is that of a failure.
func stateOf(status, code string) (providers.State, providers.Class) {
	switch status {
	case "sent", "buffered":
		return providers.Sent, providers.ClassNone
	case "delivered":
		return providers.Delivered, providers.ClassNone
	case "delivery_failed":
		return providers.Failed, failureClass(code)
	case "expired":
		if code == "" || code == "0" {
			return providers.Failed, providers.Temporary
		}
		return providers.Failed, failureClass(code)
	}
	return "", providers.ClassNone
}

// failureClass classes a code that the network gave. A failure without one is
// final for that text, since nothing says that another try would fare better.
func failureClass(code string) providers.Class {
	switch code {
	case "1", "5", "9": // no such subscriber
		return providers.NoSubscriber
	case "6", "8", "26", "27", "31": // the phone is off or away
		return providers.Temporary
	case "32", "33", "34", "35", "36": // the network is in trouble
		return providers.Temporary
	case "103": // STOP
		return providers.OptedOut
	case "104", "105": // our sender or its texts are not registered
		return providers.Config
	case "106", "107": // more than was registered
		return providers.Throttled
	}
	return providers.Permanent
}
