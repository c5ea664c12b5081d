package web

import (
	"errors"
	"net/http"

	"github.com/connective-messaging/connective/bot/broadcast"
)

// mostMissed is how many people a page lists whom a broadcast has not reached.
const mostMissed = 500

// missedRow is one of them.
type missedRow struct{ Number, Why, Code string }

// missedSheet lists whom a broadcast has not reached.
type missedSheet struct {
	ID              string
	Rows            []missedRow
	More, Forgotten bool
}

func (k *Console) missed(v *visit) error {
	page := missedSheet{ID: v.Param("id")}
	all, more, err := k.Broadcasts.Unreached(v.ctx(), v.scope, page.ID, mostMissed)
	if page.Forgotten = errors.Is(err, broadcast.ErrForgotten); err != nil && !page.Forgotten {
		return err
	}
	page.More = more
	for _, m := range all {
		page.Rows = append(page.Rows, missedRow{m.Thread.Key.Address.Masked(), say(v.lang, "missed."+string(m.Fate)), m.Code})
	}
	return v.show(http.StatusOK, "missed", "missed.title", page)
}
