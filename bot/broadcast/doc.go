// Package broadcast sends one text to many people who have agreed to get it:
// the members of groups, or those who have given a consent. It decides who is in
// an audience, who of them is left out and why, with which words each is texted,
// and moves a broadcast on from draft to done.
//
// It declares the archive that keeps broadcasts and the outbox that sends them.
// Whether somebody has said STOP is asked once more when each text leaves; that
// is the outbox' own gate, which nothing here can open.
package broadcast
