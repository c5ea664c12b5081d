package messagebird

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Check asks for the balance, which proves that the key works.
func (p *Provider) Check(ctx context.Context) (string, error) {
	a := p.api.Call(ctx, "GET", "/balance", nil)
	switch {
	case a.Err != nil:
		return "", fmt.Errorf("ask messagebird for the balance: %w", a.Err)
	case a.Status == http.StatusUnauthorized && errorCode(a) == errorKey:
		return "", errors.New("messagebird refuses the access key: this key is for Bird's new platform, or was revoked")
	case a.Status != http.StatusOK:
		return "", fmt.Errorf("ask messagebird for the balance: it answers %d (code %s)", a.Status, errorCode(a))
	}
	var balance struct {
		Payment string      `json:"payment"`
		Type    string      `json:"type"`
		Amount  json.Number `json:"amount"`
	}
	if err := json.Unmarshal(a.Body, &balance); err != nil || balance.Amount == "" {
		return "", errors.New("ask messagebird for the balance: its answer cannot be read; is the URL right?")
	}
	found := fmt.Sprintf("MessageBird takes the key; the balance is %s %s (%s)", balance.Amount, balance.Type, balance.Payment)
	if strings.HasPrefix(p.config.AccessKey, "test_") {
		found += "; it is a test key, which sends nothing"
	}
	return found, nil
}
