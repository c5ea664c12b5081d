// Package bot is the mind: what one text, one timer or one staff reply changes.
// Judging is a pure function of the person's thread, what was heard, and the
// hour; the shell around it reads a thread, judges, and commits, again if
// another was quicker. Consent, cases and the words that work everywhere live
// here.
//
// It declares the small interfaces that the store fulfils. It knows nothing of
// Redis, webhooks or looplab/fsm, and writes nothing but through a commit.
package bot
