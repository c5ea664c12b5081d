package bird

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers/wire"
)

// Events are what a webhook must be set up for: texts of people, and what becomes
// of ours.
var Events = []string{
	received, "sms.sent", "sms.delivered", "sms.undelivered", "sms.failed", "sms.rejected", "sms.expired", suppressed,
}

// Check asks for received texts, which proves the key and its region, and whether
// Bird has a webhook to our address with all the events. How much credit is left
// the API tells nobody.
func (p *Provider) Check(ctx context.Context) (string, error) {
	if _, _, err := p.page(ctx, p.config.Now().Add(-p.config.Tolerance), "", 1); err != nil {
		return "", p.checkFault(err)
	}
	const found = "Bird takes the key, and can be asked for received texts; its API does not tell the balance, the dashboard does"
	if p.config.HookURL == "" {
		return found, nil
	}
	said, err := p.checkHook(ctx)
	return found + said, err
}

func (p *Provider) checkFault(err error) error {
	var no refusal
	if !errors.As(err, &no) {
		return err
	}
	switch no.status {
	case http.StatusMisdirectedRequest:
		named, _ := regionOf(p.config.APIKey)
		return fmt.Errorf("bird says that the API key is of another region than %s: leave the API's URL empty, which takes the region from the key (%s); "+
			"if it is empty, the workspace has moved: make a new key in it", p.config.URL, named)
	case http.StatusUnauthorized:
		return fmt.Errorf("bird refuses the API key (code %s): make a new one in the dashboard under API keys, and copy all of it; it is shown once", no.code)
	case http.StatusForbidden:
		return fmt.Errorf("the API key may not read texts at bird (code %s): make one that may send and read SMS", no.code)
	}
	return err
}

// hook is an address that Bird sends events to.
type hook struct {
	ID     wire.Loose `json:"id"`
	URL    wire.Loose `json:"url"`
	Status wire.Loose `json:"status"`
	Events []string   `json:"events"`
}

// checkHook looks for our webhook. A key that may not see webhooks is no fault.
func (p *Provider) checkHook(ctx context.Context) (string, error) {
	hooks := p.webhooks(ctx)
	if hooks == nil {
		return "; whether it has our webhook it does not tell this key", nil
	}
	missing := Events
	for _, h := range *hooks {
		if string(h.URL) != p.config.HookURL {
			continue
		}
		switch h.Status {
		case "", "active":
		case "degraded": // it delivers still, and is active again once it is answered
			return "", fmt.Errorf("bird's last calls to %s failed: see under Webhooks what is wrong with the address; bird goes on by itself once it is answered", p.config.HookURL)
		default:
			return "", fmt.Errorf("the webhook at bird to %s is %s: switch it on in the dashboard under Webhooks, and replay what failed before", p.config.HookURL, cleanReason(string(h.Status)))
		}
		missing = slices.DeleteFunc(slices.Clone(missing), func(e string) bool { return slices.Contains(h.Events, e) })
		if len(missing) == 0 {
			return "; it has our webhook", nil
		}
	}
	if len(missing) == len(Events) {
		return "", fmt.Errorf("bird has no webhook to %s: make one in the dashboard under Webhooks, with the events %s", p.config.HookURL, strings.Join(Events, ", "))
	}
	return "", fmt.Errorf("the webhook at bird to %s lacks events: add %s", p.config.HookURL, strings.Join(missing, ", "))
}

// webhooks are those to our address; nil if the key may not see them.
func (p *Provider) webhooks(ctx context.Context) *[]hook {
	a := p.api.Call(ctx, "GET", "/v1/webhooks?"+url.Values{"url": {p.config.HookURL}}.Encode(), nil)
	var list struct {
		Data *[]hook `json:"data"`
	}
	if a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &list) != nil {
		return nil
	}
	return list.Data
}
