package whatsapp

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// mends are what to do about the states of a number in which it does not send.
var mends = map[string]string{
	"PENDING":      "register it in WhatsApp Manager, under Phone numbers",
	"UNVERIFIED":   "verify it in WhatsApp Manager, under Phone numbers",
	"OFFLINE":      "look at it in WhatsApp Manager, under Phone numbers, and register it again",
	"DISCONNECTED": "register it again in WhatsApp Manager, under Phone numbers",
	"MIGRATED":     "it is of another account now: take the id and a token from there",
	"DELETED":      "it was taken away: add it again in WhatsApp Manager, under Phone numbers",
	"BANNED":       "look in WhatsApp Manager, under Account quality, and appeal there",
	"RESTRICTED":   "look in WhatsApp Manager, under Account quality: it may write to nobody first for now",
}

// about is what Meta tells of a phone number id.
type about struct {
	Status wire.Loose `json:"status"`
	Hooks  struct {
		Number  string `json:"phone_number"`
		Account string `json:"whatsapp_business_account"`
		App     string `json:"application"`
	} `json:"webhook_configuration"`
}

// CheckSender asks how the number is, and to which address Meta sends its webhooks.
func (p *Provider) CheckSender(ctx context.Context, number, hook string) providers.Findings {
	var f providers.Findings
	id := p.config.Numbers[number]
	if id == "" {
		f.Fault("the number is none of WHATSAPP_NUMBERS: add it with its phone number id")
		return f
	}
	its, a := p.ask(ctx, id, "status")
	switch status := strings.ToUpper(string(its.Status)); {
	case status == "":
		f.Note("how the number is Meta did not tell (" + a.Why(errorCode(a)) + "): look in WhatsApp Manager, under Phone numbers")
	case mends[status] != "":
		f.Fault("Meta says that the number is " + strings.ToLower(status) + ", so that it cannot write: " + mends[status])
		return f
	case status == "CONNECTED":
		f.Note("the number is connected at Meta, and can write")
	default: // flagged, or held back for a while
		f.Note("the number is not well at Meta: look in WhatsApp Manager, under Account quality")
	}
	if hook != "" {
		p.checkHook(ctx, id, hook, &f)
	}
	return f
}

// checkHook compares the address that Meta uses: that of the number, else of the
// account, else of the app. See
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
func (p *Provider) checkHook(ctx context.Context, id, hook string, f *providers.Findings) {
	its, _ := p.ask(ctx, id, "webhook_configuration")
	set, where := its.Hooks.App, "in the app, under WhatsApp, Configuration"
	switch {
	case its.Hooks.Number != "":
		set, where = its.Hooks.Number, "the number has an address of its own, which wins over the app's: take it away by the API"
	case its.Hooks.Account != "":
		set, where = its.Hooks.Account, "the WhatsApp account has an address of its own, which wins over the app's: take it away by the API"
	}
	switch set {
	case "":
		f.Note("which address Meta sends webhooks to it does not tell this token: look in the app, under WhatsApp, Configuration, whether it is " + hook + ", and whether messages is subscribed to")
	case hook:
		f.Note("what people write to it comes here")
	default:
		f.Fault("what people write to it goes to " + wire.Shown(set) + " and not here: set " + hook + " (" + where + ")")
	}
}

func (p *Provider) ask(ctx context.Context, id, fields string) (about, wire.Answer) {
	var its about
	a := p.api.Call(ctx, "GET", "/"+id+"?fields="+fields, nil)
	if a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &its) != nil {
		return about{}, a
	}
	return its, a
}
