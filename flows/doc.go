// Package flows holds what organisations write: the YAML flow language with its
// loader and linter, the compiled flows, the reply matcher, and the machine
// (looplab/fsm) that plays one turn of a conversation. Shipped examples are
// embedded.
//
// Playing is pure: a conversation, what is known of the person, and what
// happened go in; the next conversation, one text and a list of effects come
// out. It knows nothing of Redis, webhooks or providers' wires, does nothing by
// itself, and never reads a clock.
package flows
