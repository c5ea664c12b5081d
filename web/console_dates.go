package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/locales"
)

// dated is a moment as the console writes it in a language, in the time's own zone:
// "2 Sep 2026 15:04", "2 Medi 2026 15:04".
func dated(lang string, t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + monthIn(lang, t.Month()) + " " + t.Format("2006 15:04")
}

// monthWords is what the names of months are called among what the bot says.
const monthWords = "date.months"

// monthIn is a month's name: short in English, where everybody knows it so, and in
// full in other languages.
func monthIn(lang string, m time.Month) string {
	if names := strings.Split(locales.Say(lang, monthWords), ","); lang != "en" && len(names) == 12 {
		return strings.TrimSpace(names[m-1])
	}
	return m.String()[:3]
}

// onDay is a day without an hour: "2 Sep 2026", "2 Medi 2026".
func onDay(lang string, t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + monthIn(lang, t.Month()) + " " + t.Format("2006")
}

// day is a moment in the time of the machine, in the language of the page.
func (v *visit) day(t time.Time) string { return dated(v.lang, t.Local()) }
