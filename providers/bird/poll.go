package bird

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

const (
	pageSize  = 100
	mostPages = 100
)

// Poll asks for the texts that were received since then, oldest first, and reads
// each as its webhook is read, with the same id. Bird keeps them for 30 days and
// lists the newest first.
func (p *Provider) Poll(ctx context.Context, since time.Time) ([]providers.Inbound, error) {
	var all []providers.Inbound
	after := ""
	for range mostPages {
		page, next, err := p.page(ctx, since, after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if in := p.text(m.ID, m.From, m.To, m.Text, m.CreatedAt, p.config.Now()); in.From.Value != "" {
				all = append(all, in)
			}
		}
		if next == "" || next == after {
			break
		}
		after = next
	}
	slices.Reverse(all)
	return all, nil
}

// page is so many received texts, and where the next page begins; empty for none.
func (p *Provider) page(ctx context.Context, since time.Time, after string, most int) ([]message, string, error) {
	query := url.Values{"direction": {"inbound"}, "limit": {strconv.Itoa(most)}, "created_after": {since.UTC().Format(time.RFC3339)}}
	if after != "" {
		query.Set("starting_after", after)
	}
	a := p.api.Call(ctx, "GET", messagesPath+"?"+query.Encode(), nil)
	var list struct {
		Data *[]message `json:"data"`
		Next wire.Loose `json:"next_cursor"`
	}
	switch {
	case a.Err != nil:
		return nil, "", fmt.Errorf("ask bird for received texts: %w", a.Err)
	case a.Status != http.StatusOK:
		return nil, "", refusal{a.Status, errorCode(a)}
	case json.Unmarshal(a.Body, &list) != nil || list.Data == nil:
		return nil, "", errors.New("ask bird for received texts: its answer cannot be read; is the URL right?")
	}
	return *list.Data, string(list.Next), nil
}

// refusal is a call that Bird answered with an error.
type refusal struct {
	status int
	code   string
}

// Error says what was answered.
func (r refusal) Error() string {
	return fmt.Sprintf("ask bird for received texts: it answers %d (code %s)", r.status, r.code)
}
