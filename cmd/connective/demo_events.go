package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/connective-messaging/connective/flows"
)

const (
	eventTime = "2006-01-02 15:04" // as groups.csv has it
	ahead     = 5 * 24 * time.Hour // from now to the first event, at least
	oneWeek   = 7 * 24 * time.Hour // events keep their day of the week
	townZone  = "Europe/London"    // of the pretend town
)

// comeAgain adds to the town's list of groups, once more, each event that is over:
// on the same day of the week, at the same hour, within the next two weeks. So
// whoever looks, whenever they look, finds something on.
func comeAgain(file string, now time.Time) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the pretend town's groups: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return fmt.Errorf("read the pretend town's groups: %w", err)
	}
	zone, err := time.LoadLocation(townZone)
	if err != nil {
		return fmt.Errorf("find the pretend town's hour: %w", err)
	}
	var more bytes.Buffer
	w := csv.NewWriter(&more)
	for _, row := range rows[1:] {
		if again := onceMore(rows[0], row, now.In(zone)); again != nil {
			if err := w.Write(again); err != nil {
				return fmt.Errorf("write an event: %w", err)
			}
		}
	}
	if w.Flush(); w.Error() != nil {
		return fmt.Errorf("write the events: %w", w.Error())
	}
	if err := os.WriteFile(file, append(text, more.Bytes()...), 0o600); err != nil {
		return fmt.Errorf("write the pretend town's groups: %w", err)
	}
	return nil
}

// onceMore is the row of an event that is over as it comes again; nil for any
// other group.
func onceMore(columns, row []string, now time.Time) []string {
	at := func(column string) int { return slices.Index(columns, column) }
	was, err := time.ParseInLocation(eventTime, row[at("date")], now.Location())
	if err != nil || was.After(now) {
		return nil
	}
	weeks := int(now.Add(ahead).Sub(was)/oneWeek) + 1
	again := slices.Clone(row)
	for _, column := range []string{"date", "answer_by", "invite_at"} {
		if day, err := time.ParseInLocation(eventTime, row[at(column)], now.Location()); err == nil {
			again[at(column)] = day.AddDate(0, 0, 7*weeks).Format(eventTime)
		}
	}
	next := was.AddDate(0, 0, 7*weeks)
	kind, _, _ := strings.Cut(row[at("id")], "-")
	again[at("id")] = kind + strings.ToLower(next.Format("-2-Jan"))
	again[at("word")] = strings.TrimRight(row[at("word")], "0123456789") + strconv.Itoa(next.Day())
	town := &flows.Org{Timezone: now.Location()}
	for i, column := range columns {
		if name, tag, _ := strings.Cut(column, ":"); name == "meets" {
			again[i] = town.When(cmp.Or(tag, "en"), next)
		}
	}
	return again
}
