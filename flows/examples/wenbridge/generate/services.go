package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// servicesFile is services.json: the parts of Open Referral that a text can use.
type servicesFile struct {
	Contents []service `json:"contents"`
}

// service is one service of Open Referral.
type service struct {
	Name       string     `json:"name"`
	Status     string     `json:"status"`
	Fees       string     `json:"fees"`
	MinimumAge *int       `json:"minimum_age"`
	MaximumAge *int       `json:"maximum_age"`
	Schedules  []schedule `json:"schedules"`
	At         []struct {
		Location location `json:"location"`
	} `json:"service_at_locations"`
	Areas []struct {
		Name string `json:"name"`
	} `json:"service_areas"`
	Languages []struct {
		Code string `json:"code"`
	} `json:"languages"`
	Contacts []struct {
		Phones []struct {
			Number string `json:"number"`
		} `json:"phones"`
	} `json:"contacts"`
	Attributes []struct {
		Term struct {
			Term string `json:"term"`
		} `json:"taxonomy_term"`
	} `json:"attributes"`
}

// location is where a service is.
type location struct {
	Name      string  `json:"name"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Addresses []struct {
		Street   string `json:"address_1"`
		Postcode string `json:"postal_code"`
	} `json:"addresses"`
}

// serviceColumns are the columns of services.csv. need holds every need that the
// service meets, with spaces between; catch is what to know before going. serves to
// speaks are for searches in people's own words.
var serviceColumns = []string{
	"id", "name", "need", "area", "address", "address:cy", "address:pl", "phone", "hours", "hours:cy", "hours:pl", "catch", "catch:cy", "catch:pl", "lat", "lon", "serves", "open", "ages", "way", "speaks",
}

// serviceRows makes services.csv: active services, in the data's order.
func serviceRows(file servicesFile) ([][]string, error) {
	rows := [][]string{serviceColumns}
	var faults []error
	seen := map[string]bool{}
	for _, s := range file.Contents {
		if s.Status != "active" {
			continue
		}
		row, err := s.row()
		if err == nil && seen[row[0]] {
			err = errors.New("another service has the same id")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("service %q: %w", s.Name, err))
			continue
		}
		seen[row[0]] = true
		rows = append(rows, row)
	}
	return rows, errors.Join(faults...)
}

// row makes one service's row.
func (s service) row() ([]string, error) {
	if len(s.At) == 0 || len(s.Areas) == 0 {
		return nil, errors.New("it has no place")
	}
	var addresses, hours, catches []string
	for _, in := range []language{inEnglish, inWelsh, inPolish} {
		open, err := s.hours(in)
		if err != nil {
			return nil, err
		}
		addresses, hours, catches = append(addresses, s.address(in)), append(hours, open), append(catches, s.catch(in))
	}
	at := s.At[0].Location
	return slices.Concat(
		[]string{slug(s.Name), s.Name, strings.Join(s.needs(), " "), s.Areas[0].Name},
		addresses, []string{s.phone()}, hours, catches,
		[]string{degrees(at.Latitude), degrees(at.Longitude)}, s.searched(),
	), nil
}

// searched are the columns for searches: the outcodes that are served, opening
// times, ages, the way to reach it, and languages.
func (s service) searched() []string {
	var serves, open, speaks []string
	for _, a := range s.Areas {
		serves = append(serves, a.Name)
	}
	for _, l := range s.Schedules {
		if !strings.Contains(s.Fees, "school holidays") { // nobody can say on which days
			open = append(open, l.Days+" "+l.Opens[:min(len(l.Opens), 5)]+"-"+l.Closes[:min(len(l.Closes), 5)])
		}
	}
	for _, l := range s.Languages {
		speaks = append(speaks, l.Code)
	}
	way := ""
	switch {
	case len(s.Schedules) > 0 && s.Schedules[0].Attending == "telephone":
		way = "phone"
	case len(s.At[0].Location.Addresses) == 0:
		way = "online"
	}
	return []string{strings.Join(serves, " "), strings.Join(open, "; "), s.ages(), way, strings.Join(speaks, " ")}
}

// ages are as 16-24, 60- or -4; empty for everybody.
func (s service) ages() string {
	if s.MinimumAge == nil && s.MaximumAge == nil {
		return ""
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return number(s.MinimumAge) + "-" + number(s.MaximumAge)
}

// notSlug is what a slug is cut at.
var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes an id from a name.
func slug(name string) string {
	return strings.Trim(notSlug.ReplaceAllString(strings.ToLower(name), "_"), "_")
}

// needs are the terms of the needs that the service meets.
func (s service) needs() []string {
	var terms []string
	for _, a := range s.Attributes {
		terms = append(terms, a.Term.Term)
	}
	return terms
}

// phone is the first number of the service, or nothing.
func (s service) phone() string {
	for _, c := range s.Contacts {
		for _, p := range c.Phones {
			return p.Number
		}
	}
	return ""
}

// address says where to go. A service by telephone or online gets no street,
// since nobody should travel to it.
func (s service) address(in language) string {
	at := s.At[0].Location
	switch {
	case len(s.Schedules) > 0 && s.Schedules[0].Attending == "telephone":
		return in.byPhone
	case len(at.Addresses) == 0:
		return in.online
	}
	return fmt.Sprintf("%s, %s %s", at.Name, at.Addresses[0].Street, at.Addresses[0].Postcode)
}
