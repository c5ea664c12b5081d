package directory

import (
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// said are the columns that are in the person's language.
var said = []string{"address", "hours", "catch", "card"}

// List is the services as flows list them, from: services: those that may be shown
// on a day, in the languages of an organisation, of which the first has the columns
// without a tag. With stale, what nobody has assured for a year is among them, and
// says so.
func (x *Index) List(languages []string, day time.Time, stale bool) *flows.List {
	columns := []string{"id", "name", "need", "area", "phone", "email", "lat", "lon", "serves", "open", "ages", "way", "speaks", "about", "fees", "assured"}
	for _, column := range said {
		for _, language := range languages {
			columns = append(columns, columnIn(column, language, languages))
		}
	}
	var rows []flows.Row
	for i := range x.services {
		switch s := x.services[i]; s.Standing(day) {
		case Fresh, Unknown:
			rows = append(rows, x.row(i, &s, languages))
		case Stale:
			if s.Doubt = true; stale {
				rows = append(rows, x.row(i, &s, languages))
			}
		}
	}
	list := flows.NewList("services", columns, rows)
	list.Made(func(*flows.List) any { return x })
	return list
}

func columnIn(column, language string, languages []string) string {
	if language == languages[0] {
		return column
	}
	return column + ":" + strings.ToLower(language)
}

func (x *Index) row(i int, s *Service, languages []string) flows.Row {
	row := flows.Row{"id": x.rows[i], "name": s.Name, "need": strings.Join(s.Needs, " "), "area": s.Outcode()}
	row["serves"], row["speaks"], row["about"], row["fees"] = strings.Join(s.Serves, " "), strings.Join(s.Languages, " "), s.About, s.Fees
	row["email"], row["assured"] = s.Email, string(s.Assured)
	row["ages"], row["way"], row["open"] = s.ages(), s.way(), s.opens()
	if len(s.Phones) > 0 {
		row["phone"] = s.Phones[0]
	}
	if s.Place != nil && (s.Place.Lat != 0 || s.Place.Lon != 0) {
		row["lat"], row["lon"] = degrees(s.Place.Lat), degrees(s.Place.Lon)
	}
	for _, language := range languages {
		for column, words := range map[string]string{"address": s.Address(language), "hours": s.Hours(language), "catch": s.Catch(language), "card": s.Card(language)} {
			row[columnIn(column, language, languages)] = words
		}
	}
	return row
}

// ages are as 16-24, 60- or -4; empty for everybody.
func (s *Service) ages() string {
	if s.MinAge == nil && s.MaxAge == nil {
		return ""
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return number(s.MinAge) + "-" + number(s.MaxAge)
}

func (s *Service) way() string {
	switch {
	case len(s.Ways) == 0 || s.Reached(AtPlace):
		return ""
	case s.Reached(ByPhone):
		return string(ByPhone)
	}
	return string(Online)
}

// opens are the opening times that are sure, as the column open has them.
func (s *Service) opens() string {
	var lines []string
	for _, o := range s.Openings {
		if o.Untimed || o.Unsettled || o.MonthDay > 0 || o.Weeks > 1 {
			continue
		}
		days := []string{}
		for _, day := range o.Days {
			nth := ""
			if o.Nth != 0 {
				nth = strconv.Itoa(o.Nth)
			}
			days = append(days, nth+"SUMOTUWETHFRSA"[2*day:2*day+2])
		}
		if len(days) == 0 {
			days = []string{"SU,MO,TU,WE,TH,FR,SA"}
		}
		line := strings.Join(days, ",") + " " + twoDigits(o.Opens/60) + ":" + twoDigits(o.Opens%60)
		if o.Closes > 0 {
			line += "-" + twoDigits(o.Closes/60) + ":" + twoDigits(o.Closes%60)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func degrees(at float64) string { return strconv.FormatFloat(at, 'f', -1, 64) }

// ofRows is the index of a services.csv. Beside id, name, need, area and what is
// said of a service it may have serves (outcodes), ages (16-24, 60-), speaks (tags),
// fees, open, such as "TU,FR 10:00-13:00; 1SU 10:00-11:00", and assured, the day on
// which somebody last saw that all of it is right.
func ofRows(list *flows.List, beside map[string][]string) *Index {
	services := make([]Service, 0, len(list.Rows))
	var rows []string
	for _, row := range list.Rows {
		services, rows = append(services, serviceOf(row)), append(rows, row["id"])
	}
	x := newIndex(services, rows, beside)
	return x
}

func serviceOf(row flows.Row) Service {
	s := Service{
		ID: row["id"], Name: row["name"], About: strings.TrimSpace(row["about"] + " " + row["catch"]), Status: Active,
		Needs: strings.Fields(row["need"]), Languages: strings.Fields(row["speaks"]), Fees: row["fees"], Email: row["email"],
		Assured: dayIn(row["assured"]),
		Free:    strings.HasPrefix(strings.ToLower(row["catch"]+row["fees"]), "free"),
	}
	if row["phone"] != "" {
		s.Phones = []string{row["phone"]}
	}
	s.Serves = Outcodes(row["serves"])
	if code, ok := Outcode(row["area"]); ok {
		s.Place = &Place{Postcode: code}
	} else {
		s.Everywhere = true
	}
	switch row["way"] {
	case "phone":
		s.Ways = []Way{ByPhone}
	case "online":
		s.Ways = []Way{Online}
	}
	least, most, _ := strings.Cut(row["ages"], "-")
	s.MinAge, s.MaxAge = age(least), age(most)
	s.Openings = openings(row["open"])
	return s
}

func age(text string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return nil
	}
	return &n
}

// openings reads the column open.
func openings(text string) []Opening {
	var all []Opening
	for line := range strings.SplitSeq(text, ";") {
		days, times, _ := strings.Cut(strings.TrimSpace(line), " ")
		opens, closes, found := strings.Cut(times, "-")
		from, errFrom := time.Parse("15:04", opens)
		o := Opening{Opens: from.Hour()*60 + from.Minute()}
		if until, err := time.Parse("15:04", closes); err == nil && found {
			o.Closes = until.Hour()*60 + until.Minute()
		}
		if o.Closes >= wholeDay-1 || closes == "24:00" {
			o.Closes = wholeDay
		}
		if errFrom == nil && o.onDays(days) {
			all = append(all, o)
		}
	}
	return all
}

// onDays reads TU,FR or 1SU.
func (o *Opening) onDays(days string) bool {
	for day := range strings.SplitSeq(days, ",") {
		if nth, err := strconv.Atoi(strings.TrimRight(day, "MOTUWEHFRSA")); err == nil {
			o.Nth, day = nth, strings.TrimLeft(day, "-0123456789")
		}
		at := strings.Index("SUMOTUWETHFRSA", day)
		if len(day) != 2 || at < 0 || at%2 != 0 {
			return false
		}
		o.Days = append(o.Days, time.Weekday(at/2))
	}
	return o.Nth >= -1 && o.Nth <= 5
}
