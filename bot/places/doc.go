// Package places decides who gets the places of an event: who comes, who waits in
// line, to whom a place that came up is offered, and until when. It is pure: a
// Register is a value, now is a parameter, and nothing here knows of texts, of
// numbers or of a store.
//
// # Two slots, one promise
//
// The register of an event and the thread of a person lie in different slots of a
// cluster, so no script can write both. What holds instead:
//
//  1. A place is taken first, in the register, with the name of the event that asks
//     (the inbound's id) as its token. The register is read, changed by a function
//     of this package and written only if nobody was quicker, so N places never
//     become N+1. The same token asks the same again and gets the same answer: a
//     webhook that comes twice, a retry and a replay of the journal change nothing.
//  2. The turn is judged with that answer and committed. The thread then holds the
//     token, and beside it, in the same commit, a job says that the place is sure.
//  3. Whoever gives a place back commits that first; the job beside it then gives
//     the place back by its token. A token that was replaced since, since the person
//     has said yes again, gives nothing back.
//  4. A place whose turn was never committed is not sure. After a while somebody
//     looks: where the thread holds its token it becomes sure. Else the thread is
//     written once, unchanged, so that whatever was judged before can not be
//     committed any more, and the place is free again, unless it was asked for
//     anew meanwhile (Entry.Tries).
//
// So at any instant a process may die: what it took is used, or given back.
package places
