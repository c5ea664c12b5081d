// Package providers holds the words of text messaging: addresses, inbound and
// outbound messages, results, status reports, and how many segments a text
// takes. It declares what a provider of SMS must do, and the dispatcher that
// empties the outbox through one. Each company's wire is a room of its own
// below this one.
//
// It knows nothing of conversations, organisations, Redis or echo, and imports
// no other room.
package providers
