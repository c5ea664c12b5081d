package directory

import (
	"context"
	"time"
)

// Head is the directory that an organisation's people get.
type Head struct {
	N        int64     `json:"n"`       // grows with each import that is done; 0 for none
	Edition  string    `json:"edition"` // names its records
	Services int       `json:"services"`
	At       time.Time `json:"at"`
	Source   string    `json:"source"` // without what could be a secret
	// Full is when all of the source was read last; since then only what it says has
	// changed. Zero is not known.
	Full time.Time `json:"full,omitzero"`
}

// Shelf is where whole directories are.
type Shelf interface {
	// Directories returns what people get now, by organisation.
	Directories(ctx context.Context) (map[string]Head, error)
	// Services returns all records of an edition, by id.
	Services(ctx context.Context, org string, head Head) ([]Service, error)
	// Assurances returns what services have said of their records, by id.
	Assurances(ctx context.Context, org string) (map[string]Assurance, error)
	// Assured returns how often that has changed what people are shown, by organisation.
	Assured(ctx context.Context) (map[string]int64, error)
}
