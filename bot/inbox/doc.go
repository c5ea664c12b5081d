// Package inbox is what staff have before them: the cases of their organisation,
// sorted into lists, as they are at this moment. A Board keeps them in memory, so
// that any number of pages can be open, and learns from the store which have
// changed.
//
// It does not know what a case is opened for or what staff may do with it (bot),
// who they are (bot/staff), or how a page looks (web).
package inbox
