package messagebird

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// DefaultNumbersURL is where the numbers of an account are asked after.
const DefaultNumbersURL = "https://numbers.messagebird.com"

const seeNumbers = "look at it in the dashboard under Numbers"

// CheckSender asks for the number. Where what is texted to it goes, the API tells
// nobody: Flow Builder has no part in it.
func (p *Provider) CheckSender(ctx context.Context, number, hook string) providers.Findings {
	var f providers.Findings
	api := p.api
	api.URL = p.config.numbersURL() + "/v1"
	a := api.Call(ctx, "GET", "/phone-numbers/"+strings.TrimPrefix(number, "+"), nil)
	var its struct {
		Number   wire.Loose `json:"number"`
		Features []string   `json:"features"`
		Status   string     `json:"status"`
	}
	switch {
	case a.Err == nil && a.Status == http.StatusNotFound && errorCode(a) == errorNotFound:
		f.Fault("the account at MessageBird has no such number: get it under Numbers, or correct the number in org.yaml; is the access key of the right account?")
		return f
	case a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &its) != nil || its.Number == "":
		f.Note("whether the number is the account's could not be asked (" + a.Why(errorCode(a)) + "): " + seeNumbers)
	case !slices.Contains(its.Features, "sms"):
		f.Fault("the number is the account's at MessageBird, but cannot send or receive texts: get one that can under Numbers, and correct org.yaml")
		return f
	case its.Status != "" && its.Status != "active":
		f.Fault("the number is the account's at MessageBird, but is not active (" + cleanStatus(its.Status) + "): " + seeNumbers)
	default:
		f.Note("the number is the account's at MessageBird, and can text")
	}
	if hook != "" {
		f.Note("where what is texted to it goes MessageBird's API does not tell: look in Flow Builder whether the first step of the number's flow is Forward to URL, POST, " + hook)
	}
	return f
}

// numbersURL is where numbers are: an API that is not MessageBird's own has them too.
func (c Config) numbersURL() string {
	if c.URL == DefaultURL {
		return DefaultNumbersURL
	}
	return c.URL
}

// cleanStatus is a status that people may see.
func cleanStatus(raw string) string {
	if len(raw) > 40 || strings.Trim(raw, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-") != "" {
		return "in another way"
	}
	return raw
}
