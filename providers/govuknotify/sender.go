package govuknotify

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// smokeNumber is one to which Notify sends nothing and keeps nothing: it judges the
// call as any other, and answers as if it had sent. See
// https://docs.notifications.service.gov.uk/rest-api.html#testing
const smokeNumber = "07700900000"

// CheckSender asks which number a text would come from. Notify has no list of senders;
// it says so of a text to its number for trials, which reaches no phone. Where what
// people text goes Notify tells nobody.
func (p *Provider) CheckSender(ctx context.Context, number, hook string) providers.Findings {
	var f providers.Findings
	body, err := json.Marshal(request{PhoneNumber: smokeNumber, TemplateID: p.config.TemplateID, Personalisation: map[string]string{"body": "Test"}, SenderID: p.config.SenderID})
	if err != nil {
		f.Note("which number texts come from could not be asked: look under Settings, Text message senders")
		return f
	}
	p.judgeSender(p.call(ctx, "POST", "/v2/notifications/sms", body), number, &f)
	if hook != "" {
		f.Note("where received texts go Notify's API does not tell: look under API integration, Callbacks, whether it is " + hook)
	}
	return f
}

func (p *Provider) judgeSender(a wire.Answer, number string, f *providers.Findings) {
	const see = "look under Settings, Text message senders"
	var got struct {
		Content struct {
			From wire.Loose `json:"from_number"`
		} `json:"content"`
	}
	if a.Err != nil || a.Status != http.StatusCreated || json.Unmarshal(a.Body, &got) != nil {
		_, code := judgeRefusal(a)
		if said := p.Mend(providers.Config, code); a.Err == nil && code == codeSender {
			f.Fault(said)
			return
		}
		f.Note("which number texts come from could not be asked (" + a.Why(code) + "): " + see)
		return
	}
	switch from := providers.ParseAddress(string(got.Content.From), region); {
	case from.Value == number:
		f.Note("the number is the service's at Notify, and its texts come from it")
	case got.Content.From == "":
		f.Note("which number texts come from Notify did not say: " + see)
	case from.Kind == providers.Phone:
		f.Fault("the texts of the service at Notify come from another number (ending " + last(from.Value) + "): correct org.yaml, or make the number the default under Settings, Text message senders, or give its id as NOTIFY_SMS_SENDER_ID")
	default:
		f.Fault("the texts of the service at Notify come from a name, which nobody can answer: make the number the default under Settings, Text message senders, or give its id as NOTIFY_SMS_SENDER_ID")
	}
}

func last(s string) string { return s[max(0, len(s)-3):] }
