package twilio

import (
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// fields holds a webhook's values, each the first of its name. Names are in
// lower case.
type fields map[string]string

// The names that we read.
const (
	messageSID    = "messagesid"
	smsSID        = "smssid"
	smsMessageSID = "smsmessagesid"
	from          = "from"
	to            = "to"
	body          = "body"
	numMedia      = "nummedia"
	optOutType    = "optouttype"
	messageStatus = "messagestatus"
	smsStatus     = "smsstatus"
	errorCodeKey  = "errorcode"
)

// known are the names above: all else that Twilio tells is left alone, as it
// adds to it without notice.
var known = map[string]bool{
	messageSID: true, smsSID: true, smsMessageSID: true, from: true, to: true, body: true, numMedia: true, optOutType: true,
	messageStatus: true, smsStatus: true, errorCodeKey: true,
}

// longestName leaves out names that are none of ours without a look.
const longestName = 20

// readFields reads a webhook: the form of a POST, or the query of a GET.
// Everything that can be read is, so that no text is lost for a stray character.
func readFields(r *providers.Request) (fields, error) {
	if len(r.Body) == 0 {
		if r.Method == http.MethodGet {
			return readPairs(wire.Query(r.URL)), nil
		}
		return fields{}, nil
	}
	if !isForm(r) {
		return nil, fmt.Errorf("%w: it is no form", providers.ErrMalformed)
	}
	return readPairs(string(r.Body)), nil
}

// isForm reports whether a body is a form; it is one if nobody says what it is.
func isForm(r *providers.Request) bool {
	said := r.Header.Get("Content-Type")
	if said == "" {
		return true
	}
	kind, _, err := mime.ParseMediaType(said)
	return err == nil && kind == formType
}

func readPairs(raw string) fields {
	f := fields{}
	for name, value := range wire.Pairs(raw) {
		if len(name) > longestName {
			continue
		}
		name = strings.ToLower(name)
		if _, twice := f[name]; known[name] && !twice {
			f[name] = strings.ToValidUTF8(value, "\ufffd")
		}
	}
	return f
}

// first returns the first of the fields that is not empty.
func (f fields) first(of ...string) string {
	for _, name := range of {
		if f[name] != "" {
			return f[name]
		}
	}
	return ""
}

func (f fields) has(name string) bool {
	_, ok := f[name]
	return ok
}

// sid is what Twilio calls the text; older fields have the same.
func (f fields) sid() string { return f.first(messageSID, smsSID, smsMessageSID) }

// status is the word for how far a text has come, in lower case.
func (f fields) status() string {
	return strings.ToLower(strings.TrimSpace(f.first(messageStatus, smsStatus)))
}

// isInbound reports whether the webhook brings a text. A text may be empty, a
// report has no words at all.
func (f fields) isInbound() bool {
	if f.has(body) {
		return true
	}
	switch f.status() {
	case "received", "receiving":
		return true
	case "":
		return f[from] != "" && f.sid() != ""
	}
	return false
}
