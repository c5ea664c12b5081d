package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

var notInRow = regexp.MustCompile(`[^a-z0-9]+`)

// rowID makes an id for flows from a name: "Hive Kitchen" gives hive_kitchen.
func rowID(name string) string {
	id := strings.Trim(notInRow.ReplaceAllString(strings.ToLower(name), "_"), "_")
	return strings.Trim(id[:min(len(id), 60)], "_")
}

// mark is short, and tells ids apart.
func mark(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:4])
}

// Rows are the ids that flows know services by, in their order.
func Rows(services []Service) []string {
	x := &Index{services: services, ids: map[string]int{}}
	x.name(nil)
	return x.rows
}
