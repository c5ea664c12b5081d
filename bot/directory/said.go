package directory

import (
	"slices"
	"strconv"
	"strings"

	"github.com/connective-messaging/connective/locales"
)

// Hours says when a service is open, in plain words of a language, one line of
// opening times after another; empty where nothing is known.
func (s *Service) Hours(language string) string {
	if said := s.Said[language].Hours; said != "" || len(s.Openings) == 0 {
		return said
	}
	var lines []string
	for i := range s.Openings {
		if line := s.Openings[i].say(language); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// say is one line of opening times. Days that nobody can be sure of are to be asked.
func (o *Opening) say(language string) string {
	if o.AllDay() && (len(o.Days) == 0 || len(o.Days) == 7) && o.Nth == 0 && o.MonthDay == 0 && o.Weeks < 2 && !o.Unsettled {
		return locales.Say(language, "service.always")
	}
	days := o.sayDays(language)
	if !o.Untimed {
		times := clock(language, o.Opens)
		if o.Closes > 0 {
			times = locales.Say(language, "service.span", "from", times, "to", clock(language, o.Closes))
		}
		days = locales.Say(language, "service.at", "days", days, "time", times)
	}
	if o.Unsettled {
		days += ", " + locales.Say(language, "service.ask")
	}
	return days
}

func (o *Opening) sayDays(language string) string {
	names := words(language, "service.days")
	switch {
	case o.MonthDay > 0:
		return locales.Say(language, "service.date", "n", strconv.Itoa(o.MonthDay))
	case len(o.Days) == 0 || len(o.Days) == 7 && o.Nth == 0:
		return locales.Say(language, "service.daily")
	}
	var days []int // Monday first
	for _, day := range o.Days {
		days = append(days, (int(day)+6)%7)
	}
	slices.Sort(days)
	of := func(n int) string { return names[(n+1)%7] }
	last := len(days) - 1
	said := of(days[last])
	switch {
	case last >= 2 && days[last]-days[0] == last:
		said = locales.Say(language, "service.span", "from", of(days[0]), "to", said)
	case last > 0:
		var before []string
		for _, n := range days[:last] {
			before = append(before, of(n))
		}
		said = locales.Say(language, "service.both", "from", strings.Join(before, ", "), "to", said)
	}
	switch nths := words(language, "service.nths"); {
	case o.Nth > 0:
		return locales.Say(language, "service.monthly", "nth", nths[o.Nth-1], "day", said)
	case o.Nth < 0:
		return locales.Say(language, "service.monthly", "nth", nths[5], "day", said)
	case o.Weeks > 1:
		return locales.Say(language, "service.weeks", "days", said, "n", strconv.Itoa(o.Weeks))
	}
	return said
}

// words is a list of the locales.
func words(language, id string) []string {
	all := strings.Split(locales.Say(language, id), ",")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// clock says a time of day, in minutes after midnight.
func clock(language string, minutes int) string {
	hour, minute := minutes/60%24, minutes%60
	switch {
	case locales.Say(language, "date.clock") != "12":
		if minutes == wholeDay {
			hour = 24
		}
		return strconv.Itoa(hour) + ":" + twoDigits(minute)
	case minutes%(12*60) == 0 && hour == 12:
		return locales.Say(language, "date.midday")
	case minutes%wholeDay == 0:
		return locales.Say(language, "date.midnight")
	}
	half := "am"
	if hour >= 12 {
		half = "pm"
	}
	said := strconv.Itoa((hour+11)%12 + 1)
	if minute > 0 {
		said += ":" + twoDigits(minute)
	}
	return said + half
}

func twoDigits(n int) string { return string(rune('0'+n/10%10)) + string(rune('0'+n%10)) }

// Catch is the one thing to know before going: that nobody has assured the service
// for long, what has changed, what it costs, or for whom it is.
func (s *Service) Catch(language string) string {
	if s.Doubt {
		return strings.TrimSpace(s.doubt(language) + " " + s.catch(language))
	}
	return s.catch(language)
}

// doubt says that nobody has assured the service for a year, and what to do.
func (s *Service) doubt(language string) string {
	if len(s.Phones) == 0 {
		return locales.Say(language, "service.old")
	}
	return locales.Say(language, "service.ring")
}

func (s *Service) catch(language string) string {
	if said := s.Said[language].Catch; said != "" {
		return said
	}
	low := strings.ToLower(s.Fees)
	switch {
	case s.Alert != "":
		return sentence(s.Alert)
	case s.Fees != "" && s.Fees[0] >= '0' && s.Fees[0] <= '9', strings.HasPrefix(s.Fees, "£"):
		return locales.Say(language, "service.costs", "fee", s.Fees)
	case s.Fees != "" && !s.Free:
		return sentence(s.Fees)
	case s.MinAge != nil && s.MaxAge != nil:
		return locales.Say(language, "service.ages", "from", strconv.Itoa(*s.MinAge), "to", strconv.Itoa(*s.MaxAge))
	case s.MinAge != nil:
		return locales.Say(language, "service.from_age", "from", strconv.Itoa(*s.MinAge))
	case s.MaxAge != nil:
		return locales.Say(language, "service.to_age", "to", strconv.Itoa(*s.MaxAge))
	case low == "free" || s.Free && (language != "en" || s.Fees == ""):
		return locales.Say(language, "service.free")
	}
	return sentence(s.Fees)
}

func sentence(text string) string {
	if text == "" {
		return ""
	}
	letters := []rune(text)
	if letters[0] < 0x80 {
		letters[0] = []rune(strings.ToUpper(string(letters[0])))[0]
	}
	return strings.TrimRight(string(letters), ". ") + "."
}

// Address says where to go. For what is by phone or online nobody should travel.
func (s *Service) Address(language string) string {
	if said := s.Said[language].Address; said != "" {
		return said
	}
	switch {
	case len(s.Ways) > 0 && !s.Reached(AtPlace) && s.Reached(ByPhone):
		return locales.Say(language, "service.phone")
	case s.Place == nil && s.Reached(Online), len(s.Ways) > 0 && !s.Reached(AtPlace):
		return locales.Say(language, "service.online")
	case s.Place == nil:
		return ""
	}
	street := strings.TrimSpace(s.Place.Street + " " + s.Place.Postcode)
	if s.Place.Name == "" || street == "" || s.Place.Name == s.Name {
		return strings.TrimSpace(cutName(s.Place.Name, s.Name) + " " + street)
	}
	return s.Place.Name + ", " + street
}

// cutName is a name, unless it was said already.
func cutName(name, said string) string {
	if name == said {
		return ""
	}
	return name
}
