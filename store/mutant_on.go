//go:build mutant

package store

import "os"

// mutant reports whether this build is to leave out the guard of that name:
// no-fsync, no-dedupe or no-version. The fault test must notice.
func mutant(guard string) bool { return os.Getenv("CONNECTIVE_MUTANT") == guard }
