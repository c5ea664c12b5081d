package main

import (
	"fmt"
	"strings"
)

// language holds the words that opening times and conditions are said in.
type language struct {
	days            [7]string // Monday first
	through, until  string    // between the first and the last day, and the first and the last hour
	and, noon       string
	hours24         bool
	always          string
	firstOfMonth    string
	byPhone, online string
	ages, from      string
	costs           string
	fees            map[string]string // Open Referral's words, made plain
}

var inEnglish = language{
	days:         [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	through:      " to ",
	until:        " to ",
	and:          "and",
	noon:         "noon",
	always:       "all day, every day",
	firstOfMonth: "first %s of the month",
	byPhone:      "by phone",
	online:       "online",
	ages:         "Age %d to %d.",
	from:         "Age %d or over.",
	costs:        "Costs %s.",
	fees: map[string]string{
		"voucher needed": "You need a voucher.",
		"paid":           "You pay for this.",
		"fuel cost":      "You pay for fuel.",
		"tenants":        "For its tenants.",
	},
}

var inWelsh = language{
	days: [7]string{
		"dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul",
	},
	through:      " i ",
	until:        " i ",
	and:          "a",
	noon:         "hanner dydd",
	always:       "drwy'r dydd, bob dydd",
	firstOfMonth: "%s cyntaf y mis",
	byPhone:      "dros alwad",
	online:       "ar-lein",
	ages:         "%d i %d oed.",
	from:         "%d oed neu drosodd.",
	costs:        "Cost: %s.",
	fees: map[string]string{
		"voucher needed":               "Mae angen taleb.",
		"paid":                         "Rydych yn talu am hyn.",
		"fuel cost":                    "Rydych yn talu am y tanwydd.",
		"tenants":                      "I'w denantiaid.",
		"free":                         "Am ddim.",
		"free hot meal":                "Pryd poeth am ddim.",
		"free, all welcome":            "Am ddim, croeso i bawb.",
		"free, book first":             "Am ddim, trefnwch ymlaen llaw.",
		"free, no booking":             "Am ddim, dim angen trefnu.",
		"free, school holidays":        "Am ddim, yn ystod gwyliau ysgol.",
		"free, online":                 "Am ddim, ar-lein.",
		"free, by phone":               "Am ddim, dros alwad.",
		"free, autism friendly":        "Am ddim, addas i bobl awtistig.",
		"free, tablets to borrow":      "Am ddim, tabledi i'w benthyg.",
		"wheelchair loan and repair":   "Benthyg a thrwsio cadeiriau olwyn.",
		"4 pounds a week for 12 items": "Cost: 4 punt yr wythnos am 12 peth.",
		"10 pounds a job":              "Cost: 10 punt y gwaith.",
		"2 pounds":                     "Cost: 2 bunt.",
		"3 pounds":                     "Cost: 3 punt.",
		"4 pounds":                     "Cost: 4 punt.",
		"5 pounds":                     "Cost: 5 punt.",
	},
}

// inPolish has no letters that halve the room in a text message: in a list they
// would do so for the whole text. "Wednesday" is written as many phones do.
var inPolish = language{
	days:         [7]string{"pon.", "wt.", "sr.", "czw.", "pt.", "sob.", "niedz."},
	through:      "-",
	until:        "-",
	and:          "i",
	hours24:      true,
	always:       "24 h, 7 dni w tygodniu",
	firstOfMonth: "1. %s w mies.",
	byPhone:      "przez telefon",
	online:       "online",
	ages:         "Wiek %d-%d.",
	from:         "Wiek %d+.",
	costs:        "Koszt: %s.",
	fees: map[string]string{
		"voucher needed":               "Potrzebny talon.",
		"paid":                         "Nie za darmo.",
		"fuel cost":                    "Koszt: paliwo.",
		"tenants":                      "Tylko ich mieszkania.",
		"free":                         "Za darmo.",
		"free hot meal":                "Obiad za darmo.",
		"free, all welcome":            "Za darmo, zapraszamy.",
		"free, book first":             "Za darmo, po rezerwacji.",
		"free, no booking":             "Za darmo, bez rezerwacji.",
		"free, school holidays":        "Za darmo, w ferie i wakacje.",
		"free, online":                 "Za darmo, online.",
		"free, by phone":               "Za darmo, przez telefon.",
		"free, autism friendly":        "Za darmo, przyjazne przy autyzmie.",
		"free, tablets to borrow":      "Za darmo, tablety na miejscu.",
		"wheelchair loan and repair":   "Wozki inwalidzkie: wynajem i naprawa.",
		"4 pounds a week for 12 items": "Koszt: 4 GBP tygodniowo za 12 sztuk.",
		"10 pounds a job":              "Koszt: 10 GBP za zlecenie.",
		"2 pounds":                     "Koszt: 2 GBP.",
		"3 pounds":                     "Koszt: 3 GBP.",
		"4 pounds":                     "Koszt: 4 GBP.",
		"5 pounds":                     "Koszt: 5 GBP.",
	},
}

// catch says what to know before going: the cost, and who it is for.
func (s service) catch(in language) string {
	var said []string
	if fee := in.fee(s.Fees); fee != "" {
		said = append(said, fee)
	}
	switch {
	case s.MaximumAge != nil && s.MinimumAge != nil:
		said = append(said, fmt.Sprintf(in.ages, *s.MinimumAge, *s.MaximumAge))
	case s.MinimumAge != nil:
		said = append(said, fmt.Sprintf(in.from, *s.MinimumAge))
	}
	return strings.Join(said, " ")
}

// fee makes Open Referral's words on cost plain. What has no plain words is
// said as it stands.
func (in language) fee(fees string) string {
	switch {
	case fees == "":
		return ""
	case in.fees[fees] != "":
		return in.fees[fees]
	case fees[0] >= '0' && fees[0] <= '9':
		return fmt.Sprintf(in.costs, fees)
	}
	return strings.ToUpper(fees[:1]) + fees[1:] + "."
}
