package whatsapp

import (
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// The codes that wait for a time of their own.
const (
	codePair = "131056"
	codeSpam = "131048"
)

// cleanCode returns a code that people may see. Everything but a number of at most
// seven digits is left out, because it could quote a person.
func cleanCode(raw string) string {
	if len(raw) > 7 || !wire.IsNumber(raw) {
		return ""
	}
	return raw
}

// statusClass classes an error whose code says nothing to us.
func statusClass(status int) providers.Class {
	switch status {
	case http.StatusUnauthorized:
		return providers.Auth
	case http.StatusPaymentRequired:
		return providers.Balance
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
		return providers.Config
	case http.StatusTooManyRequests:
		return providers.Throttled
	}
	return providers.Permanent
}

// classes are the codes of the Cloud API's errors and reports (Meta, Error Codes).
// A fault of one text or one template must not stop the texts of all others.
var classes = map[string]providers.Class{
	"0": providers.Auth, "190": providers.Auth,
	"3": providers.Config, "10": providers.Config, "200": providers.Config, // permissions
	"368": providers.Config, "131031": providers.Config, // the account is locked
	"33": providers.Config, "131005": providers.Config, "133010": providers.Config, // the number is gone, or is not registered
	"131042": providers.Balance,
	"4":      providers.Throttled, "80007": providers.Throttled, "130429": providers.Throttled, "133016": providers.Throttled,
	codePair: providers.Throttled, codeSpam: providers.Throttled,
	"1": providers.OutcomeUnknown, "2": providers.OutcomeUnknown, "131000": providers.OutcomeUnknown, "131016": providers.OutcomeUnknown,
	"131047": providers.WindowClosed,
	"131050": providers.OptedOut,
	"131026": providers.Permanent,        // not on WhatsApp, or cannot be reached there
	"131021": providers.Permanent,        // to ourselves
	"131049": providers.UnsupportedClass, // Meta keeps this person's marketing texts few
	"130472": providers.UnsupportedClass, // an experiment of Meta's holds it back
	"131030": providers.UnsupportedClass, // a test number, and a person who is not on its list
	"100":    providers.UnsupportedClass, "131008": providers.UnsupportedClass, "131009": providers.UnsupportedClass, "131051": providers.UnsupportedClass,
	"132000": providers.UnsupportedClass, "132001": providers.UnsupportedClass, "132005": providers.UnsupportedClass, "132007": providers.UnsupportedClass,
	"132012": providers.UnsupportedClass, "132015": providers.UnsupportedClass, "132016": providers.UnsupportedClass, "132018": providers.UnsupportedClass, // the template
}

// stateOf reads the words that Meta has for a text. The state of a word that brings
// no news is empty, as of one that we do not know.
func stateOf(word, code string) (providers.State, providers.Class) {
	switch word {
	case "sent":
		return providers.Sent, providers.ClassNone
	case "delivered", "read", "played":
		return providers.Delivered, providers.ClassNone
	case "failed":
		return providers.Failed, failureClass(code)
	}
	return "", providers.ClassNone
}

// failureClass classes the code of a failure that is reported later. What then was
// too much, or a fault of Meta's, did not arrive and is not tried again.
func failureClass(code string) providers.Class {
	switch class, known := classes[code]; {
	case !known:
		return providers.Permanent
	case class == providers.Throttled, class == providers.OutcomeUnknown:
		return providers.Temporary
	default:
		return class
	}
}
