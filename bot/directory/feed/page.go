package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// The limits of a page, in bytes.
const (
	mostService = 1 << 20
	mostAround  = 1 << 20 // what a page holds beside its services
)

var (
	errTooLong = fmt.Errorf("a service is larger than %d KB: no record of one is", mostService>>10)
	// ErrNotFeed is returned for what has no list of services in it.
	ErrNotFeed = errors.New("there is no list of services in it: a feed has contents (or content), a file may also be a list")
)

// Page is what a page says of itself. It is whole once its services are read.
type Page struct {
	Number, Pages, Items int  // as the feed counts; 0 where it does not
	Last                 bool // it says that it is the last one
}

// pace lets a reader read so much until it is given more: a service without end
// never fills the memory.
type pace struct {
	from io.Reader
	left int64
}

func (p *pace) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, errTooLong
	}
	n, err := p.from.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	return n, err
}

// Services reads the services of a page or a file one by one, with flat memory.
// It reads a page of the API, version 1 and 3, or a bare list. An error ends it.
func Services(from io.Reader, page *Page) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		p := &pace{from, mostAround}
		w := &walk{d: json.NewDecoder(p), pace: p, page: page, yield: yield}
		if err := w.whole(); err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// errEnough ends a walk that nobody wants more of.
var errEnough = errors.New("enough")

// walk is a page being read, token by token.
type walk struct {
	d     *json.Decoder
	pace  *pace
	page  *Page
	yield func(json.RawMessage, error) bool
	found bool
}

func (w *walk) whole() error {
	first, err := w.d.Token()
	if err != nil {
		return unread(err)
	}
	switch first {
	case json.Delim('['):
		w.found = true
		if err := w.list(); err != nil {
			return err
		}
	case json.Delim('{'):
		if err := w.fields(); err != nil {
			return err
		}
	}
	if !w.found {
		return ErrNotFeed
	}
	return nil
}

func (w *walk) fields() error {
	for w.d.More() {
		key, err := w.d.Token()
		if err != nil {
			return unread(err)
		}
		switch key {
		case "contents", "content", "services":
			err = w.services()
		case "page_number", "number":
			err = w.d.Decode(&lenient{&w.page.Number})
		case "total_pages", "totalPages":
			err = w.d.Decode(&lenient{&w.page.Pages})
		case "total_items", "totalElements":
			err = w.d.Decode(&lenient{&w.page.Items})
		case "last_page", "last":
			var last any
			err = w.d.Decode(&last)
			w.page.Last = last == true
		default:
			err = w.skip()
		}
		if err != nil {
			return unread(err)
		}
	}
	return nil
}

// lenient reads a number, and nothing else as 0: a page may write null there.
type lenient struct{ into *int }

// UnmarshalJSON reads a number.
func (l *lenient) UnmarshalJSON(text []byte) error {
	var f float64
	if json.Unmarshal(text, &f) == nil && f >= 0 && f < 1e9 {
		*l.into = int(f)
	}
	return nil
}

func (w *walk) services() error {
	next, err := w.d.Token()
	if err != nil || next == nil {
		return err
	}
	if next != json.Delim('[') || w.found {
		return ErrNotFeed
	}
	w.found = true
	return w.list()
}

func (w *walk) list() error {
	for w.d.More() {
		w.pace.left = mostService
		var raw json.RawMessage
		if err := w.d.Decode(&raw); err != nil {
			return unread(err)
		}
		if !w.yield(raw, nil) {
			return errEnough
		}
	}
	w.pace.left = mostAround
	_, err := w.d.Token()
	return unread(err)
}

// skip passes over a value without keeping it.
func (w *walk) skip() error {
	for deep := 0; ; {
		token, err := w.d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			deep++
		case json.Delim('}'), json.Delim(']'):
			deep--
		}
		if deep <= 0 {
			return nil
		}
		if deep > deepest {
			return ErrNotFeed
		}
	}
}

// unread says why a page cannot be read, without quoting it.
func unread(err error) error {
	var wrong *json.SyntaxError
	switch {
	case err == nil, errors.Is(err, ErrNotFeed), errors.Is(err, errTooLong), errors.Is(err, errEnough):
		return err
	case errors.As(err, &wrong):
		return fmt.Errorf("this is not JSON from byte %d on", wrong.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errBroken
	}
	return err
}
