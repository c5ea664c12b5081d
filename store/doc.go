// Package store holds everything durable: Redis, with the keys and scripts that
// write it, and the journal, the second copy of every text on this machine's
// disk. It implements the small interfaces that bot and providers declare.
//
// Keys are made in keys.go and nowhere else. Every write is a script that is
// safe to repeat. It knows nothing of webhooks or of what a conversation means.
package store
