package govuknotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// wholeBody is what the template must hold, and nothing beside it.
const wholeBody = "((body))"

// Check asks for the template, which proves the key, this machine's clock and the
// template itself, and for the received texts, which the poll needs. Whether the
// service is on trial, and how much of its allowance is left, Notify tells
// nobody.
func (p *Provider) Check(ctx context.Context) (string, error) {
	a := p.call(ctx, "GET", "/v2/template/"+p.config.TemplateID, nil)
	if a.Err != nil {
		return "", fmt.Errorf("ask govuknotify for the template: %w", a.Err)
	}
	if a.Status != http.StatusOK {
		return "", p.checkFault(a.Status, func() string { _, code := judgeRefusal(a); return code }())
	}
	var template struct{ Type, Body string }
	if err := json.Unmarshal(a.Body, &template); err != nil || template.Type == "" {
		return "", errors.New("ask govuknotify for the template: its answer cannot be read; is the URL right?")
	}
	switch {
	case template.Type != "sms":
		return "", errors.New("the template at govuknotify is not one for text messages: make one under Templates, and give its id")
	case strings.TrimSpace(template.Body) != wholeBody:
		return "", fmt.Errorf("the template at govuknotify must hold %s and nothing else: every text is written here", wholeBody)
	}
	if _, err := p.page(ctx, ""); err != nil {
		return "GOV.UK Notify takes the key and has the template", fmt.Errorf("%w: ask Notify to switch on receiving texts for the service", err)
	}
	return "GOV.UK Notify takes the key, has the template, and can be asked for received texts", nil
}

func (p *Provider) checkFault(status int, code string) error {
	switch {
	case code == codeClock:
		return errors.New("govuknotify finds that this machine's clock is off by more than 30 seconds: keep it right with NTP, and leave the key as it is")
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return fmt.Errorf("govuknotify refuses the API key (code %s): make a new one under API integration, and copy all of it, name and both ids", code)
	case status == http.StatusNotFound || code == codeTemplate:
		return errors.New("the service at govuknotify has no such template: open it under Templates and copy its id; it must be of the service that the key is of")
	}
	return fmt.Errorf("ask govuknotify for the template: it answers %d (code %s)", status, code)
}
