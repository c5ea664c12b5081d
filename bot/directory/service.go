package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Status is whether a service is there, in Open Referral's words.
type Status string

// The states of a service.
const (
	Active   Status = "active"
	Inactive Status = "inactive"
	Defunct  Status = "defunct"
	Closed   Status = "temporarily closed"
)

// Way is how a service is reached.
type Way string

// The ways.
const (
	AtPlace Way = "place"
	ByPhone Way = "phone"
	Online  Way = "online"
)

// Date is a day as 2026-03-31; empty for none. Dates compare as text.
type Date string

// Service is one service: what a text needs of an Open Referral record (HSDS 3.0,
// https://docs.openreferral.org). Texts in it are plain: no HTML, no letters that
// cannot be seen.
type Service struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	OtherNames   []string  `json:"other_names,omitempty"`
	About        string    `json:"about,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Status       Status    `json:"status"`
	Alert        string    `json:"alert,omitempty"`
	Needs        []string  `json:"needs,omitempty"`  // terms, such as food
	Topics       []string  `json:"topics,omitempty"` // what the terms are called, such as Money or debt
	Place        *Place    `json:"place,omitempty"`
	Serves       []string  `json:"serves,omitempty"`     // outcodes, such as WB2
	Everywhere   bool      `json:"everywhere,omitempty"` // it serves all of the town
	Ways         []Way     `json:"ways,omitempty"`
	MinAge       *int      `json:"min_age,omitempty"` // years
	MaxAge       *int      `json:"max_age,omitempty"`
	Languages    []string  `json:"languages,omitempty"` // tags, such as pl
	Openings     []Opening `json:"openings,omitempty"`
	Fees         string    `json:"fees,omitempty"`
	Free         bool      `json:"free,omitempty"`
	Phones       []string  `json:"phones,omitempty"` // as they are written
	URL          string    `json:"url,omitempty"`
	Email        string    `json:"email,omitempty"`
	Assured      Date      `json:"assured,omitempty"`  // somebody last saw that all of this is right
	Modified     string    `json:"modified,omitempty"` // as the feed writes it

	Said map[string]Saying `json:"said,omitempty"` // words by language, where a list has them

	Gone  bool `json:"-"` // the service itself has said that it closed; see Assure
	Doubt bool `json:"-"` // it is shown though nobody has assured it for a year; see Card
}

// Saying is what a list of an organisation's own says in one language, where the
// record does not say it in parts.
type Saying struct{ Address, Hours, Catch string }

// Place is where a service is.
type Place struct {
	Name     string  `json:"name,omitempty"`
	Street   string  `json:"street,omitempty"`
	Town     string  `json:"town,omitempty"`
	Postcode string  `json:"postcode,omitempty"`
	Lat      float64 `json:"lat,omitempty"` // 0, 0 is not known
	Lon      float64 `json:"lon,omitempty"`
	Access   string  `json:"access,omitempty"` // such as step free
}

// Mark tells two states of a record apart.
func (s Service) Mark() string {
	s.Modified = ""
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a Service holds nothing that JSON has not
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// Outcode is the first half of the postcode of the place, or empty.
func (s *Service) Outcode() string {
	if s.Place == nil {
		return ""
	}
	code, _ := Outcode(s.Place.Postcode)
	return code
}

// Reached tells whether a service is reached in that way.
func (s *Service) Reached(way Way) bool { return slices.Contains(s.Ways, way) }

// Suits tells whether a service is for somebody of that age, in years. An end that
// is not given is open.
func (s *Service) Suits(age int) bool {
	return (s.MinAge == nil || *s.MinAge <= age) && (s.MaxAge == nil || age <= *s.MaxAge)
}
