package feed

import (
	"slices"
	"strings"

	"github.com/connective-messaging/connective/bot/directory"
)

// where reads where a service is, and whom it serves.
func (o object) where(s *directory.Service) {
	virtual := false
	for _, at := range o.list("service_at_locations") {
		l := at.one("location")
		if strings.EqualFold(l.text("location_type", 20), "virtual") {
			virtual = true
			continue
		}
		if s.Place == nil {
			s.Place = l.place()
		}
	}
	if virtual && s.Place == nil {
		s.Ways = []directory.Way{directory.Online}
	}
	o.areas(s)
}

// place reads a location; nil if it says nothing.
func (o object) place() *directory.Place {
	p := directory.Place{
		Name: o.text("name", mostName), Lat: o.degrees("latitude", 90), Lon: o.degrees("longitude", 180),
	}
	addresses := slices.Concat(o.list("addresses"), o.list("physical_addresses")) // the latter in version 1
	for _, a := range addresses {
		if strings.EqualFold(a.text("address_type", 20), "postal") && len(addresses) > 1 {
			continue
		}
		p.Street, p.Town = a.text("address_1", mostShort), a.text("city", mostShort)
		p.Postcode = a.postcode()
		break
	}
	for _, a := range slices.Concat(o.list("accessibility"), o.list("accessibility_for_disabilities")) {
		if p.Access == "" {
			p.Access = a.text("description", mostShort)
		}
		if p.Access == "" {
			p.Access = a.text("accessibility", mostShort)
		}
	}
	if p == (directory.Place{}) {
		return nil
	}
	return &p
}

// postcode reads a postcode as it is usually written.
func (o object) postcode() string {
	text := strings.ToUpper(o.text("postal_code", 20))
	if text == "" {
		return ""
	}
	code, ok := directory.Outcode(text)
	letters := strings.ReplaceAll(text, " ", "")
	if !ok || len(letters) == len(code) {
		if !ok {
			o.r.note(o.pointer("postal_code"), "this is not a postcode", "nobody near it would be shown the service", "Write it like WB2 4AA.")
		}
		return code
	}
	return code + " " + letters[len(letters)-3:]
}

// areas reads whom a service serves. One that names no outcode, or a place larger
// than outcodes, serves all of the town.
func (o object) areas(s *directory.Service) {
	for _, a := range o.list("service_areas") {
		var codes []string
		for _, key := range []string{"extent", "name", "service_area"} { // the last in version 1
			if codes = directory.Outcodes(a.text(key, mostAbout)); len(codes) > 0 {
				break
			}
		}
		if len(codes) == 0 {
			s.Everywhere = true
		}
		for _, code := range codes {
			if !slices.Contains(s.Serves, code) {
				s.Serves = append(s.Serves, code)
			}
		}
	}
	if len(s.Serves) == 0 {
		s.Everywhere = true
	}
}
