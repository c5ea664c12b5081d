// Package diff tells in what two versions of an organisation differ: flow by
// flow and step by step, in the words of whoever writes flows, not line by line.
//
// What it says of a flow's steps, answers and arrows rests on the same facts that
// the flow's shape is taken from, so that it cannot call something words alone
// for which people in the middle would have to finish on the older version. It
// knows nothing of stores: who waits where it is told.
package diff
