package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/directory"
)

// The limits of a record, in letters and years.
const (
	mostName   = 120
	mostAbout  = 2000
	mostShort  = 200
	mostAge    = 130
	deepest    = 24 // objects and lists in each other
	mostPhones = 6
)

// idForm is what an id may be: the UK profile has UUIDs, older feeds have others.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$`)

// Read reads one service. The faults say what is wrong with it; it is of use unless
// one of them is not Kept.
func Read(raw []byte) (directory.Service, []Fault) {
	r := &reading{}
	fields := r.decode(raw)
	o := object{r: r, fields: fields}
	s := directory.Service{}
	if fields != nil {
		s = o.service()
	}
	id := s.ID
	if id == "" && fields != nil {
		id, _ = fields["id"].(string)
	}
	for i := range r.faults {
		r.faults[i].Service = clip(Plain(id), 60)
	}
	if r.bad() {
		return directory.Service{ID: s.ID}, r.faults
	}
	return s, r.faults
}

// decode reads the JSON of a row.
func (r *reading) decode(raw []byte) map[string]any {
	if depth(raw) > deepest {
		r.refuse("", fmt.Sprintf("there are more than %d objects and lists in each other", deepest), "no service is like that", "Correct it in the system that makes the feed.")
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		r.refuse("", "this is not JSON", "it cannot be read", "Correct it in the system that makes the feed.")
		return nil
	}
	fields, ok := v.(map[string]any)
	if !ok {
		r.refuse("", "this is "+kindOf(v), "a service must be an object", "Correct it in the system that makes the feed.")
	}
	return fields
}

// depth is how deep objects and lists lie in each other, without reading them.
func depth(raw []byte) int {
	deep, most, quoted := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			deep++
			most = max(most, deep)
		case c == '}' || c == ']':
			deep--
		}
	}
	return most
}

func (o object) service() directory.Service {
	s := directory.Service{
		ID: strings.TrimSpace(o.raw("id")), Name: o.text("name", mostName), About: o.text("description", mostAbout),
		Organisation: o.one("organization").text("name", mostName), Alert: o.text("alert", mostShort),
		URL: o.address("url"), Email: o.email("email"), Modified: clip(o.raw("last_modified"), 40),
	}
	if !idForm.MatchString(s.ID) {
		s.ID = ""
		o.missing("id", "an id of letters, digits, - and _", "without one the service would be doubled by the next import")
	}
	if s.Name == "" {
		o.missing("name", "a name", "a text must say what it is about")
	}
	if other := o.text("alternate_name", mostName); other != "" && other != s.Name {
		s.OtherNames = []string{other}
	}
	s.Status = o.status()
	s.Needs, s.Topics = o.needs()
	s.MinAge, s.MaxAge = o.ages()
	s.Languages = o.languages()
	s.Fees, s.Free = o.fees()
	s.Phones = o.phones()
	s.Assured = o.date("assured_date")
	o.where(&s)
	o.when(&s)
	return s
}

// missing refuses a field that must be there, unless its kind was refused already.
func (o object) missing(key, want, why string) {
	if v, there := o.fields[key]; there && v != nil {
		if _, text := v.(string); !text {
			return
		}
	}
	o.r.refuse(o.pointer(key), "there must be "+want, why, "Fill it in.")
}

func (o object) status() directory.Status {
	status := directory.Status(strings.ToLower(strings.TrimSpace(o.raw("status"))))
	switch status {
	case directory.Active, directory.Inactive, directory.Defunct, directory.Closed:
	default:
		o.missing("status", "one of active, inactive, defunct and temporarily closed", "what is closed must not be shown")
	}
	return status
}

// needs are the terms that a service is filed under, and what they are called.
func (o object) needs() (terms, names []string) {
	add := func(term, name string) {
		if term = slug(term); term == "" {
			term = slug(name)
		}
		if term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, a := range o.list("attributes") {
		t := a.one("taxonomy_term")
		term := t.text("term", mostShort)
		if term == "" {
			term = t.text("code", mostShort)
		}
		add(term, t.text("name", mostShort))
	}
	for _, a := range o.list("service_taxonomys") { // version 1 of the UK's profile
		add("", a.one("taxonomy").text("name", mostShort))
	}
	return terms, names
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

func slug(words string) string {
	return strings.Trim(notSlug.ReplaceAllString(strings.ToLower(words), "_"), "_")
}

// ages are who a service is for, in years.
func (o object) ages() (least, most *int) {
	least, most = o.whole("minimum_age", mostAge), o.whole("maximum_age", mostAge)
	for _, e := range o.list("eligibilitys") { // version 1
		if least == nil && most == nil {
			least, most = e.whole("minimum_age", mostAge), e.whole("maximum_age", mostAge)
		}
	}
	if most != nil && *most == 0 && least != nil && *least > 0 { // how some feeds write that there is none
		most = nil
	}
	if least != nil && most != nil && *least > *most {
		o.r.refuse(o.pointer("minimum_age"), "the lowest age is above the highest", "nobody would be shown this service", "Swap them, or leave one out.")
	}
	return least, most
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)

func (o object) languages() []string {
	var tags []string
	for _, l := range o.list("languages") {
		tag := strings.ToLower(l.text("code", 20))
		if tag == "" {
			tag = strings.ToLower(l.text("language", 20)) // version 1
		}
		if languageTag.MatchString(tag) && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// fees say what a service costs, and whether it is free.
func (o object) fees() (words string, free bool) {
	words = o.text("fees", mostShort)
	if words == "" {
		words = o.text("fees_description", mostShort)
	}
	costs := o.list("cost_options")
	nothing := len(costs) > 0
	for _, c := range costs {
		amount := c.degrees("amount", 1e6)
		nothing = nothing && c.has("amount") && amount == 0
		if words == "" {
			words = c.text("option", mostShort)
			if words == "" && amount > 0 {
				words = strings.TrimSuffix(fmt.Sprintf("%.2f", amount), ".00") + " pounds"
			}
		}
	}
	low := strings.ToLower(words)
	free = strings.HasPrefix(low, "free") || low == "no charge" || low == "none" || words == "" && nothing
	return words, free
}

// phones are the numbers to call: the profile drops those of contacts, and a text
// is of no use without them.
func (o object) phones() []string {
	var numbers []string
	add := func(o object) {
		for _, p := range o.list("phones") {
			number := p.text("number", 40)
			kind := strings.ToLower(p.text("type", 20) + " " + p.text("description", mostShort))
			switch {
			case number == "" || strings.Contains(kind, "fax") || slices.Contains(numbers, number) || len(numbers) == mostPhones:
			case !dialled.MatchString(number):
				o.r.note(p.pointer("number"), "this is not a phone number", "nobody could call it", "Write digits and spaces, such as 01632 960014.")
			default:
				numbers = append(numbers, number)
			}
		}
	}
	add(o)
	for _, c := range o.list("contacts") {
		add(c)
	}
	if len(numbers) == 0 {
		add(o.one("organization"))
	}
	return numbers
}

// dialled is what can be dialled; an extension may follow.
var dialled = regexp.MustCompile(`^\+?\(?[0-9][0-9 ()./-]{1,22}[0-9]( ?(x|ext\.?|option) ?[0-9]{1,6})?$`)

func (o object) address(key string) string {
	text := o.text(key, 500)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || strings.Contains(text, " ") {
		o.r.note(o.pointer(key), "this is not the address of a page", "it would lead nowhere", "Write it like https://example.org/page.")
		return ""
	}
	return text
}

func (o object) email(key string) string {
	text := o.text(key, mostShort)
	if text == "" {
		return ""
	}
	if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
		o.r.note(o.pointer(key), "this is not an e-mail address", "nothing would arrive there", "Write it like desk@example.org.")
		return ""
	}
	return text
}

// date returns a day, of which the time of day may follow.
func (o object) date(key string) directory.Date {
	text := strings.TrimSpace(o.raw(key))
	if text == "" {
		return ""
	}
	day, _, _ := strings.Cut(text, "T")
	if at, err := time.Parse(time.DateOnly, day); err == nil && at.Year() > 1900 && at.Year() < 3000 {
		return directory.Date(day)
	}
	o.r.refuse(o.pointer(key), "this is not a date", "it must be like 2026-03-31", "Correct it in the system that makes the feed.")
	return ""
}
