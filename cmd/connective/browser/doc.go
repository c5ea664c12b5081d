// Package browser holds the tests that look at the program as a visitor does:
// the built binary, its demonstration page, and a real Chromium. It has no code
// of its own.
package browser
