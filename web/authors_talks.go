package web

import (
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/rehearsal"
	"github.com/connective-messaging/connective/bot/transcript"
)

// mostTalks is how many authors' conversations are remembered; mostSent is how
// much may be done in one.
const (
	mostTalks = 100
	mostSent  = 200
)

// talk is a conversation that an author holds with an organisation to try it. It
// is a value: changing it makes another.
type talk struct {
	begins transcript.Begins
	sent   []rehearsal.Sent
	who    string // who texts now
	used   time.Time
}

// talks remembers the authors' conversations, in memory alone, by author and
// organisation. The one that was used least lately makes room.
type talks struct {
	mu  sync.Mutex
	all map[[2]string]talk
}

func newTalks() *talks { return &talks{all: map[[2]string]talk{}} }

func (t *talks) of(author, org string) talk {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all[[2]string{author, org}]
}

// change replaces a conversation by what becomes of it. Two changes of one author
// come one after the other.
func (t *talks) change(author, org string, now time.Time, become func(talk) talk) talk {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := [2]string{author, org}
	next := become(t.all[key])
	next.used = now
	t.all[key] = next
	for len(t.all) > mostTalks {
		oldest := key
		for k, v := range t.all {
			if v.used.Before(t.all[oldest].used) {
				oldest = k
			}
		}
		delete(t.all, oldest)
	}
	return next
}

// authorCookie tells authors apart, so that each has a conversation of their own.
const authorCookie = "connective-author"

// authorOf names who asks; a new one is given a name.
func (a *Authors) authorOf(c echo.Context) string {
	if id, ok := c.Get(authorCookie).(string); ok {
		return id
	}
	id := ""
	if known, err := c.Cookie(authorCookie); err == nil {
		id = known.Value
	}
	if id == "" {
		id = a.NewID()
		c.SetCookie(&http.Cookie{Name: authorCookie, Value: id, Path: "/flows/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	}
	c.Set(authorCookie, id)
	return id
}

// talkOf is the conversation of whoever asks.
func (a *Authors) talkOf(c echo.Context) talk { return a.talks.of(a.authorOf(c), c.Param("org")) }
