package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/connective-messaging/connective/providers/wire"
)

// account is what Twilio tells of an account.
type account struct {
	Status string `json:"status"`
	Type   string `json:"type"`
}

// Check asks for the account, which proves that the SID and the token work, and
// for the balance, which subaccounts do not have.
func (p *Provider) Check(ctx context.Context) (string, error) {
	a := p.api.Call(ctx, "GET", ".json", nil)
	switch {
	case a.Err != nil:
		return "", fmt.Errorf("ask twilio for the account: %w", a.Err)
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusNotFound:
		return "", fmt.Errorf("twilio refuses the account SID or the auth token (code %s): take both from the front page of the console, of the same account or subaccount", errorCode(a))
	case a.Status != http.StatusOK:
		return "", fmt.Errorf("ask twilio for the account: it answers %d (code %s)", a.Status, errorCode(a))
	}
	var of account
	if err := json.Unmarshal(a.Body, &of); err != nil || of.Status == "" {
		return "", errors.New("ask twilio for the account: its answer cannot be read; is the URL right?")
	}
	if of.Status != "active" {
		return "", errors.New("the account at twilio is suspended or closed: top up, or ask its support why")
	}
	found := "Twilio takes the token; " + balanceOf(p.api.Call(ctx, "GET", "/Balance.json", nil))
	if of.Type == "Trial" {
		found += "; it is a trial account, which texts only numbers that were verified in the console"
	}
	return found, nil
}

// balanceOf says what is left.
func balanceOf(a wire.Answer) string {
	var balance struct {
		Balance  json.Number `json:"balance"`
		Currency string      `json:"currency"`
	}
	if a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &balance) != nil || balance.Balance == "" {
		return "the balance is not shown for this account"
	}
	return fmt.Sprintf("the balance is %s %s", balance.Balance, balance.Currency)
}
