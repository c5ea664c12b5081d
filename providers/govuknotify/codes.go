package govuknotify

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// Codes of our own, where Notify tells two things apart by words alone.
const (
	codeTooLong   = "too_long"
	codeEmpty     = "empty"
	codeLetters   = "letters" // it has letters that Notify would turn into question marks
	codeRecipient = "recipient"
	codeClock     = "clock"     // this machine's clock is off by more than 30 seconds
	codeTeamOnly  = "team_only" // the key texts members of the team alone
	codeTrial     = "trial"     // the service is on trial, and texts its team alone
	codeTemplate  = "template"  // no such template, or not one with ((body)) alone
	codeSender    = "sender"    // no such sender in the service
	codeService   = "service"   // the service may not send texts, or none to such a number
)

// refusal is the answer to a call that went wrong.
type refusal struct {
	Errors []struct {
		Error   wire.Loose `json:"error"`
		Message wire.Loose `json:"message"`
	} `json:"errors"`
}

// told are sentences of Notify's API, in small letters, that say more than the
// name of their error. They may quote a number: what is kept is the code.
var told = []struct {
	words, code string
	class       providers.Class
}{
	{"system clock", codeClock, providers.Auth},
	{"team-only api key", codeTeamOnly, providers.UnsupportedClass},
	{"in trial mode", codeTrial, providers.UnsupportedClass},
	{"character count greater than", codeTooLong, providers.UnsupportedClass},
	{"missing personalisation", codeTemplate, providers.Config},
	{"template", codeTemplate, providers.Config},
	{"sms_sender_id", codeSender, providers.Config},
	{"service is not allowed to send", codeService, providers.Config},
	{"cannot send to international", codeService, providers.UnsupportedClass},
}

// judgeRefusal classes an error of the API. Notify answers 429 to two things: to
// too many calls in a minute, which pass soon, and to a day's allowance that is
// used up, which comes back at midnight UTC and is an allowance like a balance.
func judgeRefusal(a wire.Answer) (providers.Class, string) {
	name, words := firstError(a)
	switch a.Status {
	case http.StatusTooManyRequests:
		if name == "TooManyRequestsError" {
			return providers.Balance, name
		}
		return providers.Throttled, orStatus(name, a)
	case http.StatusUnauthorized, http.StatusForbidden:
		if strings.Contains(words, told[0].words) {
			return providers.Auth, codeClock
		}
		return providers.Auth, orStatus(name, a)
	case http.StatusPaymentRequired:
		return providers.Balance, orStatus(name, a)
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return providers.Config, orStatus(name, a)
	}
	if name == "InvalidPhoneError" || strings.HasPrefix(words, "phone_number ") {
		return providers.Permanent, orStatus(name, a)
	}
	for _, t := range told {
		if strings.Contains(words, t.words) {
			return t.class, t.code
		}
	}
	return providers.Permanent, orStatus(name, a)
}

func firstError(a wire.Answer) (name, words string) {
	var got refusal
	if a.Err != nil || json.Unmarshal(a.Body, &got) != nil || len(got.Errors) == 0 {
		return "", ""
	}
	return cleanName(string(got.Errors[0].Error)), strings.ToLower(string(got.Errors[0].Message))
}

const longestName = 40

// cleanName returns an error's name that people may see. Everything but a word of
// letters is left out, because it could quote a person.
func cleanName(raw string) string {
	isLetter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	if len(raw) > longestName || strings.ContainsFunc(raw, func(r rune) bool { return !isLetter(r) }) {
		return ""
	}
	return raw
}

func orStatus(name string, a wire.Answer) string {
	if name != "" {
		return name
	}
	return a.StatusCode()
}

// stateOf reads Notify's words for a text. Those that bring no news are empty, as
// is one that we do not know. See
// https://docs.notifications.service.gov.uk/rest-api.html#status-text-message
func stateOf(word string) (providers.State, providers.Class) {
	switch word {
	case "sent":
		return providers.Sent, providers.ClassNone
	case "delivered":
		return providers.Delivered, providers.ClassNone
	case "permanent-failure":
		return providers.Failed, providers.Permanent
	case "temporary-failure", "technical-failure":
		return providers.Failed, providers.Temporary
	}
	return "", providers.ClassNone
}
