package web

import (
	"container/list"
	"errors"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// What strangers may ask: so many requests at once from one address, and then one
// a second. The address that has not asked for longest is forgotten when there
// are more, so that the memory for them is bounded (1 MB or so).
const (
	knocksAtOnce  = 30
	knocksEvery   = time.Second
	mostAddresses = 4096
)

// knocks counts, by address, the requests of those who have shown no right to ask
// anything: without the provider's signature, or for what is not here. What is
// signed is never counted, and never refused for what others at the same address
// do: behind a proxy all have one.
type knocks struct {
	mu    sync.Mutex
	known map[netip.Prefix]*list.Element
	order *list.List // of *knocker; who has asked last is at the front
}

type knocker struct {
	from  netip.Prefix
	limit *rate.Limiter
}

func newKnocks() *knocks { return &knocks{known: map[netip.Prefix]*list.Element{}, order: list.New()} }

// refuse reports whether a request is one too many, and when another may come.
func (k *knocks) refuse(address string, now time.Time) (wait time.Duration, tooMany bool) {
	one := k.limitOf(networkOf(address)).ReserveN(now, 1)
	if wait = one.DelayFrom(now); wait > 0 {
		one.CancelAt(now)
	}
	return wait, wait > 0
}

func (k *knocks) limitOf(from netip.Prefix) *rate.Limiter {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.known[from]; e != nil {
		k.order.MoveToFront(e)
		return e.Value.(*knocker).limit
	}
	if k.order.Len() >= mostAddresses {
		oldest := k.order.Remove(k.order.Back()).(*knocker)
		delete(k.known, oldest.from)
	}
	n := &knocker{from, rate.NewLimiter(rate.Every(knocksEvery), knocksAtOnce)}
	k.known[from] = k.order.PushFront(n)
	return n.limit
}

// networkOf is the address, or of IPv6 the 64 bits that name the network: who has
// one of its addresses has them all (RFC 6177). What is no address counts as one.
func networkOf(address string) netip.Prefix {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 64
	if ip = ip.Unmap(); ip.Is4() {
		bits = 32
	}
	network, _ := ip.WithZone("").Prefix(bits) // such a prefix fits every address
	return network
}

// tooMany answers 429 (RFC 6585 §4).
func tooMany(c echo.Context, wait time.Duration) error {
	c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return c.String(http.StatusTooManyRequests, "too many requests that carry no valid signature, or ask for what is not here\n")
}

// strangers counts requests for which there is no route, and answers those that
// are too many by itself.
func (h *Hooks) strangers(answer echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if !errors.Is(err, echo.ErrNotFound) && !errors.Is(err, echo.ErrMethodNotAllowed) || c.Response().Committed {
			answer(err, c)
			return
		}
		wait, refused := h.knocks.refuse(c.RealIP(), h.Now())
		if !refused {
			h.Metrics.stranger(refusedPath)
			answer(err, c)
			return
		}
		h.Metrics.stranger(refusedRate)
		if err := tooMany(c, wait); err != nil {
			h.Log.Debug("an answer was not written", "route", "none")
		}
	}
}
