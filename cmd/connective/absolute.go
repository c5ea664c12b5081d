package main

import "path/filepath"

// absolute is the path as kong hands it over; the same path if it cannot be told.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
