package govuknotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// mostPages is how far one poll goes back, at 250 texts a page.
const mostPages = 40

// Poll asks for the texts that were received since then, oldest first, and reads
// each as its callback is read, with the same id. Notify keeps them for seven
// days and lists the newest first.
func (p *Provider) Poll(ctx context.Context, since time.Time) ([]providers.Inbound, error) {
	var all []providers.Inbound
	last := ""
	for range mostPages {
		page, err := p.page(ctx, last)
		if err != nil {
			return nil, err
		}
		for _, got := range page {
			at := dateOf(string(got.CreatedAt))
			if !at.IsZero() && at.Before(since) {
				slices.Reverse(all)
				return all, nil
			}
			in := inbound(string(got.ID), string(got.UserNumber), string(got.NotifyNumber), got.Content, string(got.CreatedAt), p.config.Now())
			if in.From.Value != "" {
				all = append(all, in)
			}
		}
		if len(page) == 0 || string(page[len(page)-1].ID) == last {
			slices.Reverse(all)
			return all, nil
		}
		last = string(page[len(page)-1].ID)
	}
	slices.Reverse(all)
	return all, nil
}

// page is what comes after a text in the list; empty is the beginning.
func (p *Provider) page(ctx context.Context, olderThan string) ([]received, error) {
	path := "/v2/received-text-messages"
	if olderThan != "" {
		path += "?" + url.Values{"older_than": {olderThan}}.Encode()
	}
	a := p.call(ctx, "GET", path, nil)
	var list struct {
		Texts []received `json:"received_text_messages"`
	}
	if err := readList(a, &list); err != nil {
		return nil, fmt.Errorf("ask govuknotify for received texts: %w", err)
	}
	return list.Texts, nil
}

// Look asks what became of the text that we sent with a reference. Nothing is
// that Notify never took it. One that it holds counts as sent.
func (p *Provider) Look(ctx context.Context, ref string) ([]providers.Status, error) {
	if ref == "" {
		return nil, errors.New("ask govuknotify for a text: it has no reference")
	}
	a := p.call(ctx, "GET", "/v2/notifications?"+url.Values{"reference": {ref}, "template_type": {"sms"}}.Encode(), nil)
	var list struct {
		Notifications []notification `json:"notifications"`
	}
	if err := readList(a, &list); err != nil {
		return nil, fmt.Errorf("ask govuknotify for a text: %w", err)
	}
	var all []providers.Status
	for _, n := range list.Notifications {
		if string(n.Reference) != ref || n.ID == "" {
			continue
		}
		s := n.status(string(n.PhoneNumber), p.config.Now())
		if s.State == "" {
			s.State = providers.Sent
		}
		all = append(all, s)
	}
	return all, nil
}

// readList reads a good answer. A list that is missing is a fault: it must not be
// taken for one with nothing in it.
func readList(a wire.Answer, list any) error {
	switch {
	case a.Err != nil:
		return a.Err
	case a.Status != http.StatusOK:
		_, code := judgeRefusal(a)
		return fmt.Errorf("it answers %d (code %s)", a.Status, code)
	}
	var has map[string]json.RawMessage
	if json.Unmarshal(a.Body, &has) != nil || len(has["received_text_messages"])+len(has["notifications"]) == 0 || json.Unmarshal(a.Body, list) != nil {
		return errors.New("its answer cannot be read")
	}
	return nil
}
