package twilio

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// cleanCode returns a code that people may see. Everything but a number of at
// most five digits is left out, because it could quote a person.
func cleanCode(raw string) string {
	if len(raw) > 5 || !wire.IsNumber(raw) {
		return ""
	}
	return raw
}

// refusalClass classes an error that the API answers. Twilio's codes are
// clearer than its statuses, but for those that speak of every call.
func refusalClass(status int, code string) providers.Class {
	switch status {
	case http.StatusUnauthorized:
		return providers.Auth
	case http.StatusTooManyRequests:
		return providers.Throttled
	case http.StatusPaymentRequired:
		return providers.Balance
	}
	if class, known := classes[code]; known {
		return class
	}
	switch status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
		return providers.Config
	}
	return providers.Permanent
}

// classes are the codes of Twilio's errors and reports that mean more than that
// this text will not arrive (https://www.twilio.com/docs/api/errors). An account
// that has used up its credit is suspended.
var classes = map[string]providers.Class{
	"20003": providers.Auth,
	"20005": providers.Balance, // the account is not active
	"30002": providers.Balance, // the account was suspended
	"20006": providers.Config,  // access was taken away
	"20008": providers.Config,  // a test token, which sends nothing
	"20403": providers.Config,
	"20404": providers.Config, // no such account, or no such address
	"20429": providers.Throttled,
	"21611": providers.Throttled, // the sender's queue is full
	"30022": providers.Throttled,
	"30023": providers.Throttled,
	"21610": providers.OptedOut,
	"21606": providers.Config, // the sender is not ours, or cannot text
	"21659": providers.Config,
	"21660": providers.Config,
	"21703": providers.Config, // the Messaging Service has no sender
	"21705": providers.Config, // there is no such Messaging Service
	"30032": providers.Config, // the sender is not registered
	"30034": providers.Config,
	"21608": providers.UnsupportedClass, // a trial account and a number that was not verified
	"21617": providers.UnsupportedClass, // too long
	"30007": providers.UnsupportedClass, // a network took the words for spam
	"30001": providers.Temporary,        // a queue overflowed
	"30003": providers.Temporary,        // the phone is off or away
	"30008": providers.Temporary,        // nobody knows
	"30017": providers.Temporary,        // the network is congested
	"30005": providers.NoSubscriber,
}

// stateOf reads the words and codes that Twilio has for a text. The state of a
// word that brings no news is empty, as of one that we do not know; the class is
// that of a failure.
func stateOf(status, code string) (providers.State, providers.Class) {
	switch status {
	case "sent":
		return providers.Sent, providers.ClassNone
	case "delivered", "read":
		return providers.Delivered, providers.ClassNone
	case "failed", "undelivered", "canceled":
		return providers.Failed, failureClass(code)
	}
	return "", providers.ClassNone
}

// failureClass classes the code of a failure. One without a code that we know is
// final for that text, since nothing says that another try would fare better.
func failureClass(code string) providers.Class {
	if class, known := classes[code]; known {
		return class
	}
	return providers.Permanent
}
