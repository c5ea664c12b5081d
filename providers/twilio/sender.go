package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// DefaultServicesURL is where Messaging Services are asked after.
const DefaultServicesURL = "https://messaging.twilio.com"

// owned is a number of the account. See
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type owned struct {
	Number       string `json:"phone_number"`
	Capabilities struct {
		SMS *bool `json:"sms"`
	} `json:"capabilities"`
	URL         string `json:"sms_url"`
	Fallback    string `json:"sms_fallback_url"`
	Application string `json:"sms_application_sid"`
}

// service is a Messaging Service. See
// https://www.twilio.com/docs/messaging/api/service-resource
type service struct {
	URL      string `json:"inbound_request_url"`
	Fallback string `json:"fallback_url"`
	OfNumber bool   `json:"use_inbound_webhook_on_number"`
}

// sender is a number in a Messaging Service, which lists what it can do otherwise.
type sender struct {
	Number string `json:"phone_number"`
}

// CheckSender asks for the number, whether it is among the senders of the Messaging
// Service if there is one, and where what people text to it goes.
func (p *Provider) CheckSender(ctx context.Context, number, hook string) providers.Findings {
	var f providers.Findings
	var list struct {
		Numbers *[]owned `json:"incoming_phone_numbers"`
	}
	a := p.api.Call(ctx, "GET", "/IncomingPhoneNumbers.json?"+url.Values{"PhoneNumber": {number}}.Encode(), nil)
	if !read(a, &list) || list.Numbers == nil {
		f.Note("whether the number is the account's could not be asked (" + a.Why(errorCode(a)) + "): look at it in the console under Phone Numbers, Active numbers")
		return f
	}
	var its *owned
	for _, one := range *list.Numbers { // the filter matches parts of numbers too
		if one.Number == number {
			its = &one
		}
	}
	switch {
	case its == nil:
		f.Fault("the account at Twilio has no such number: buy it or move it there, or correct the number in org.yaml; is the account SID that of the right subaccount?")
		return f
	case its.Capabilities.SMS != nil && !*its.Capabilities.SMS:
		f.Fault("the number is the account's at Twilio, but cannot send or receive texts: get one that can under Phone Numbers, and correct org.yaml")
		return f
	}
	f.Note("the number is the account's at Twilio, and can text")
	if p.config.MessagingServiceSID == "" {
		its.goesTo(hook, &f)
		return f
	}
	p.checkService(ctx, its, hook, &f)
	return f
}

// checkService looks whether the number is in the Messaging Service, which says by
// itself where texts go, or leaves it to the number.
func (p *Provider) checkService(ctx context.Context, its *owned, hook string, f *providers.Findings) {
	api := p.api
	api.URL = p.config.servicesURL() + "/v1/Services/" + p.config.MessagingServiceSID
	var of service
	if a := api.Call(ctx, "GET", "", nil); !read(a, &of) {
		if a.Status == http.StatusNotFound {
			f.Fault("the account at Twilio has no such Messaging Service: copy its SID from the console under Messaging, Services, or leave TWILIO_MESSAGING_SERVICE_SID out")
			return
		}
		f.Note("the Messaging Service could not be asked for (" + a.Why(errorCode(a)) + "): look at it in the console under Messaging, Services")
		return
	}
	var list struct {
		Numbers *[]sender `json:"phone_numbers"`
	}
	switch a := api.Call(ctx, "GET", "/PhoneNumbers?PageSize=1000", nil); { // a service has 400 at most
	case !read(a, &list) || list.Numbers == nil:
		f.Note("the senders of the Messaging Service could not be asked for (" + a.Why(errorCode(a)) + "): look whether the number is in its Sender Pool")
	case !slices.Contains(*list.Numbers, sender{its.Number}):
		f.Fault("the number is not among the senders of the Messaging Service, so that its texts are refused (21703): add it in the console under Messaging, Services, Sender Pool")
	}
	if of.OfNumber {
		its.goesTo(hook, f)
		return
	}
	goesTo(of.URL, of.Fallback, hook, "under Messaging, Services, Integration", "the fallback URL", f)
}

// goesTo says whether what is texted to the number comes to our address.
func (o *owned) goesTo(hook string, f *providers.Findings) {
	if hook != "" && o.Application != "" {
		f.Fault("a TwiML app takes what is texted to the number: under Phone Numbers, the number, A message comes in, choose Webhook and " + hook + tries)
		return
	}
	goesTo(o.URL, o.Fallback, hook, "under Phone Numbers, the number, A message comes in", "Primary handler fails", f)
}

func goesTo(set, fallback, hook, where, otherwise string, f *providers.Findings) {
	address, overrides, _ := strings.Cut(set, "#")
	switch {
	case hook == "":
		return
	case set == "":
		f.Fault("nothing is set for what is texted to it, so that no text comes here: " + where + " set " + hook + tries)
		return
	case address != hook:
		f.Fault(fmt.Sprintf("what is texted to it goes to %s and not here: %s set %s", wire.Shown(address), where, hook+tries))
		return
	case "#"+overrides != tries:
		f.Fault("its address for texts lacks " + tries + " at the end, so that a text is lost that comes while Connective starts again: add it " + where)
		return
	}
	f.Note("what is texted to it comes here")
	if address, _, _ = strings.Cut(fallback, "#"); address != hook {
		f.Note("set the same address for " + otherwise + ": then Twilio tries once more")
	}
}

// servicesURL is where Messaging Services are: an API that is not Twilio's own has
// them too.
func (c Config) servicesURL() string {
	if c.URL == DefaultURL {
		return DefaultServicesURL
	}
	return c.URL
}

// read reads a good answer.
func read(a wire.Answer, into any) bool {
	return a.Err == nil && a.Status == http.StatusOK && json.Unmarshal(a.Body, into) == nil
}
