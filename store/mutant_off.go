//go:build !mutant

package store

// mutant is for builds of the fault test that break one guard on purpose.
func mutant(string) bool { return false }
