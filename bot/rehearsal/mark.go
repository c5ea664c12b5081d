package rehearsal

import (
	"crypto/sha256"
	"encoding/hex"
)

// Mark tells two texts of a file apart: whoever saves a file names the mark of
// the text that they had opened. A file that is not there has the empty mark.
func Mark(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
