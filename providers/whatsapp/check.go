package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/connective-messaging/connective/providers/wire"
)

// Check asks for each number, which proves that the token works and that the id is
// that of the number.
func (p *Provider) Check(ctx context.Context) (string, error) {
	var found []string
	for _, number := range slices.Sorted(maps.Keys(p.config.Numbers)) {
		quality, err := p.checkNumber(ctx, number)
		if err != nil {
			return "", err
		}
		found = append(found, quality)
	}
	return "WhatsApp takes the token; " + strings.Join(found, "; "), nil
}

func (p *Provider) checkNumber(ctx context.Context, number string) (string, error) {
	a := p.api.Call(ctx, "GET", "/"+p.config.Numbers[number]+"?fields=display_phone_number,quality_rating", nil)
	switch code := errorCode(a); {
	case a.Err != nil:
		return "", fmt.Errorf("ask whatsapp for the number: %w", a.Err)
	case a.Status == http.StatusUnauthorized, classes[code] == "auth" && a.Status != http.StatusOK:
		return "", fmt.Errorf("whatsapp refuses the access token (code %s): make one of a system user that does not expire, with whatsapp_business_messaging and whatsapp_business_management", code)
	case a.Status == http.StatusBadRequest, a.Status == http.StatusNotFound, a.Status == http.StatusForbidden:
		return "", fmt.Errorf("whatsapp knows no such phone number id, or the token may not use it (code %s): copy the id from WhatsApp Manager, under the number ending %s; it is not the number itself", code, number[len(number)-3:])
	case a.Status != http.StatusOK:
		return "", fmt.Errorf("ask whatsapp for the number: it answers %d (code %s)", a.Status, code)
	}
	var of struct {
		Shown   string     `json:"display_phone_number"`
		Quality wire.Loose `json:"quality_rating"`
	}
	if err := json.Unmarshal(a.Body, &of); err != nil || of.Shown == "" {
		return "", errors.New("ask whatsapp for the number: its answer cannot be read; is the URL right?")
	}
	if digits(of.Shown) != number[1:] {
		return "", fmt.Errorf("the phone number id beside the number ending %s is another number's (ending %s): swap them in WHATSAPP_NUMBERS", number[len(number)-3:], last(digits(of.Shown)))
	}
	said := "the number ending " + last(number) + " is there"
	if of.Quality == "RED" {
		said += ", and its quality is low: people block it, and Meta may stop it"
	}
	return said, nil
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func last(s string) string { return s[max(0, len(s)-3):] }
