package bot

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
)

var plainBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// Ref names the n-th text that an event makes an organisation send. The same
// event always makes the same names, so that judging it again adds nothing. It
// has 26 letters and digits.
func Ref(event, org string, n int) string {
	name := append(make([]byte, 0, 128), event...)
	name = append(append(append(name, 0), org...), 0)
	sum := sha256.Sum256(strconv.AppendInt(name, int64(n), 10))
	return plainBase32.EncodeToString(sum[:16])
}

// caseID names the case that an event opens.
func caseID(event, org string) string {
	sum := sha256.Sum256([]byte("case\x00" + event + "\x00" + org))
	return "c-" + plainBase32.EncodeToString(sum[:5])
}

// digest is a short mark by which the same text is known again.
func digest(text string) string {
	sum := sha256.Sum256(append(make([]byte, 0, 256), text...))
	return plainBase32.EncodeToString(sum[:5])
}
