package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// words holds what the town's data does not say about a group: a few warm words,
// when it meets, and its name in other languages. It is kept by hand.
//
//go:embed words.csv
var words []byte

// events are groups with a date, which the town's data does not have. They are kept
// by hand, in the columns of groups.csv.
//
//go:embed events.csv
var events []byte

// groupsFile is groups.json.
type groupsFile struct {
	Groups []struct {
		Name         string   `json:"name"`
		Keyword      string   `json:"keyword"`
		Outcodes     []string `json:"outcodes"`
		Kind         string   `json:"kind"`
		TextsPerWeek int      `json:"texts_per_week"`
		Join         string   `json:"join"`
		Ages         string   `json:"ages"`
		Sensitive    bool     `json:"sensitive"`
	} `json:"groups"`
}

// outcodesFile is outcodes.json.
type outcodesFile struct {
	Outcodes map[string]struct {
		Lat    float64  `json:"lat"`
		Lon    float64  `json:"lon"`
		NextTo []string `json:"next_to"`
	} `json:"outcodes"`
}

// groupColumns are the columns of groups.csv. around are the outcodes from which
// a group is near, its own and those next to it; joining is open, or approve
// where a volunteer says who may join; date is for events; ages is empty for
// everybody; sensitive groups are named in no text that nobody has asked for.
var groupColumns = []string{
	"id", "name", "name:cy", "name:pl", "word", "area", "around", "about", "about:cy", "about:pl", "meets", "meets:cy", "meets:pl", "texts", "joining", "kind", "kind:cy", "kind:pl", "date", "ages", "sensitive",
	"ends", "place", "place:cy", "place:pl", "places", "party", "answer_by", "invites", "invite_at", "cancelled",
}

// groupRows makes groups.csv, in the data's order.
func groupRows(file groupsFile, outcodes outcodesFile) ([][]string, error) {
	written, err := readWords()
	if err != nil {
		return nil, err
	}
	rows := [][]string{groupColumns}
	for _, g := range file.Groups {
		id := strings.ToLower(g.Keyword)
		own, ok := written[id]
		if !ok {
			return nil, fmt.Errorf("words.csv has no words for the group %q", id)
		}
		area := strings.Join(g.Outcodes, " ")
		if area == "" {
			area = "Wenbridge"
		}
		rows = append(rows, []string{
			id, g.Name, own["name:cy"], own["name:pl"], g.Keyword, area, strings.Join(around(g.Outcodes, outcodes), " "),
			own["about"], own["about:cy"], own["about:pl"], own["meets"], own["meets:cy"], own["meets:pl"],
			strconv.Itoa(g.TextsPerWeek), g.Join, g.Kind, kinds[g.Kind][0], kinds[g.Kind][1], "", ages(g.Ages), map[bool]string{true: "yes"}[g.Sensitive],
			"", "", "", "", "", "", "", "", "", "",
		})
	}
	return withEvents(rows)
}

// withEvents adds the events to the groups.
func withEvents(rows [][]string) ([][]string, error) {
	dated, err := csv.NewReader(bytes.NewReader(events)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read events.csv: %w", err)
	}
	if !slices.Equal(dated[0], groupColumns) {
		return nil, errors.New("events.csv does not have the columns of groups.csv")
	}
	return append(rows, dated[1:]...), nil
}

// kinds are the kinds of groups in Welsh and in Polish.
var kinds = map[string][2]string{
	"club": {"clwb", "klub"}, "support": {"cymorth", "wsparcie"}, "class": {"dosbarth", "kurs"}, "event": {"digwyddiad", "wydarzenie"},
	"board": {"bwrdd", "tablica"}, "street": {"stryd", "ulica"}, "job": {"swydd", "praca"},
}

// ages writes who a group is for: 50+ for the data's 50-, and nothing for all.
func ages(said string) string {
	if from, open := strings.CutSuffix(said, "-"); open {
		return from + "+"
	}
	return strings.TrimPrefix(said, "all")
}

// around returns the outcodes of a group and those next to them; of a group
// without any, all.
func around(own []string, file outcodesFile) []string {
	near := map[string]bool{}
	for _, outcode := range own {
		near[outcode] = true
		for _, next := range file.Outcodes[outcode].NextTo {
			near[next] = true
		}
	}
	if len(own) == 0 {
		return slices.Sorted(maps.Keys(file.Outcodes))
	}
	return slices.Sorted(maps.Keys(near))
}

// outcodeRows makes outcodes.csv.
func outcodeRows(file outcodesFile) [][]string {
	rows := [][]string{{"id", "name", "lat", "lon", "next_to"}}
	for _, id := range slices.Sorted(maps.Keys(file.Outcodes)) {
		o := file.Outcodes[id]
		rows = append(rows, []string{id, id, degrees(o.Lat), degrees(o.Lon), strings.Join(o.NextTo, " ")})
	}
	return rows
}

// degrees writes a position.
func degrees(at float64) string { return strconv.FormatFloat(at, 'f', -1, 64) }

// readWords reads words.csv, by id and column.
func readWords() (map[string]map[string]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(words)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read words.csv: %w", err)
	}
	byID := map[string]map[string]string{}
	for _, row := range rows[1:] {
		byID[row[0]] = map[string]string{}
		for i, column := range rows[0] {
			byID[row[0]][column] = row[i]
		}
	}
	return byID, nil
}
