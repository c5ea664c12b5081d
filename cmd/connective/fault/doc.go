// Package fault holds the test that kills the program and its Redis at random
// moments, while the provider fails in every way, and then looks whether any
// text was lost, handled twice, answered twice or out of order. In one of its runs
// staff answer at the console meanwhile. It has no code
// of its own.
package fault
