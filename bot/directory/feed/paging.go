package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
)

// paging goes through the pages of an API.
type paging struct {
	api   *api
	row   Row
	seen  map[uint64]struct{} // services of the pages before, as they are written
	seed  maphash.Seed
	yield func(Row, error) bool
}

// all reads page after page, until one says that it is the last, or has nothing.
func (p *paging) all(ctx context.Context, yield func(Row, error) bool) error {
	p.yield, p.seed = yield, maphash.MakeSeed()
	for n := 1; ; n++ {
		if n > p.api.limits.Pages {
			return fmt.Errorf("the feed has more than %d pages", p.api.limits.Pages)
		}
		page, here, fresh, err := p.page(ctx, n)
		switch {
		case errors.Is(err, errEnough):
			return err
		case errors.Is(err, errNotThere) && n > 1: // some answer so after the last page
			return p.short(page)
		case err != nil:
			return fmt.Errorf("page %d: %w", n, err)
		case here > 0 && fresh == 0 && n > 1:
			return fmt.Errorf("page %d is the same as those before it: the feed does not turn its pages", n)
		case here == 0 || page.Last || page.Pages > 0 && n >= page.Pages || p.api.single:
			return p.short(page)
		}
	}
}

// short is the error of a feed that ended before all was there.
func (p *paging) short(page Page) error {
	if page.Items > p.row.Number {
		return fmt.Errorf("the feed says that it has %d services, and ended after %d", page.Items, p.row.Number)
	}
	return nil
}

// page reads one page. It tells how many services were on it, and how many of
// them were on no page before. A page is read whole, so that one that breaks off
// can be read again; a file, which may be as large as a whole feed, is not.
func (p *paging) page(ctx context.Context, n int) (page Page, here, fresh int, err error) {
	take := func(raw json.RawMessage) error {
		here++
		mark := maphash.Bytes(p.seed, raw)
		if _, again := p.seen[mark]; !again {
			fresh++
			p.seen[mark] = struct{}{}
		}
		p.row = Row{Number: p.row.Number + 1, Page: n, Raw: raw, Total: page.Items}
		if !p.yield(p.row, nil) {
			return errEnough
		}
		return nil
	}
	var whole []json.RawMessage
	err = p.api.get(ctx, p.api.page(n), p.api.limits.most(p.api.single), !p.api.single, func(body io.Reader) error {
		whole, page = nil, Page{}
		for raw, err := range Services(body, &page) {
			if err != nil {
				return err
			}
			if !p.api.single {
				whole = append(whole, raw)
			} else if err := take(raw); err != nil {
				return err
			}
		}
		return nil
	})
	for _, raw := range whole {
		if err != nil {
			break
		}
		err = take(raw)
	}
	return page, here, fresh, err
}
