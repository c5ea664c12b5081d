package main

import (
	"fmt"
	"strings"
)

// language holds the words that opening times and conditions are said in.
type language struct {
	days            [7]string // Monday first
	to, and, noon   string
	always          string
	firstOfMonth    string
	byPhone, online string
	ages, from      string
	costs           string
	fees            map[string]string // Open Referral's words, made plain
}

var inEnglish = language{
	days:         [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	to:           "to",
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
	to:           "i",
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
