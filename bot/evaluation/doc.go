// Package evaluation is what an organisation learns of how it does: what residents
// say of closed cases, and what staff say of the console. Nothing in it tells who
// has said what.
//
// It does not know how residents are asked (bot), where answers are kept (store),
// or how a page looks (web).
package evaluation
