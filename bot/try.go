package bot

import "context"

// Repeat tells whether a text may have been answered before.
type Repeat int

// What may have gone before.
const (
	First   Repeat = iota // nothing: it is judged for the first time
	Tried                 // judging it was begun, and nobody knows how far that went
	Handled               // it was handled; the store may have lost that
)

// Try is what a store must know of a text that is being handled, beside the
// turn. The context of a read or a commit carries it.
type Try struct {
	Before Repeat
	// Urgent lets the commit write only what may be written when the store is
	// short of memory: texts of the same person wait before this one for more.
	Urgent bool
	// Event is the text that the thread is read for, and Line the number that it
	// came to if organisations share that. A read for a text that was handled is
	// ErrDuplicate: a text that once ended the program is not judged again
	// because its network sends it again.
	Event, Line string
}

type tryKey struct{}

func withTry(ctx context.Context, t Try) context.Context {
	return context.WithValue(ctx, tryKey{}, t)
}

// withText adds to a context which text a thread is read for.
func withText(ctx context.Context, event, line string) context.Context {
	t := TryOf(ctx)
	t.Event, t.Line = event, line
	return withTry(ctx, t)
}

// TryOf is what a context carries; a first try if it carries nothing.
func TryOf(ctx context.Context) Try {
	t, _ := ctx.Value(tryKey{}).(Try)
	return t
}
