package bot

import "context"

// Repeat tells a store, through the context of a commit, whether the text that
// the turn answers may have been answered before.
type Repeat int

// What may have gone before.
const (
	First   Repeat = iota // nothing: it is judged for the first time
	Tried                 // judging it was begun, and nobody knows how far that went
	Handled               // it was handled; the store may have lost that
)

type repeatKey struct{}

func withRepeat(ctx context.Context, r Repeat) context.Context {
	return context.WithValue(ctx, repeatKey{}, r)
}

// RepeatOf is what a context tells; First if it tells nothing.
func RepeatOf(ctx context.Context) Repeat {
	r, _ := ctx.Value(repeatKey{}).(Repeat)
	return r
}
