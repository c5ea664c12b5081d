package flows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// known is a Scope for tests.
type known struct {
	values map[string]Value
	open   map[string]bool
	now    time.Time
}

func (k known) Value(name string) (Value, bool) { v, ok := k.values[name]; return v, ok }
func (k known) Open(name string) bool           { return k.open[name] }
func (k known) Now() time.Time                  { return k.now }

// knownRow is a RowScope for tests.
type knownRow struct {
	known
	row Row
}

func (k knownRow) Column(name string) (Value, bool) {
	cell, ok := k.row[name]
	return Value{One: cell}, ok
}

func TestConditionsAreJudged(t *testing.T) {
	s := known{
		values: map[string]Value{
			"area": {One: "castlefields"}, "age": {One: "60"}, "words": {One: "Health Visitor"}, "empty": {One: ""}, "no": {One: "no"}, "agreed": {One: "yes"},
			"me.groups": {Many: []string{"walkers", "knit"}}, "me.consents": {Many: []string{}}, "me.area": {One: "castlefields"}, "needs": {One: "food mind"},
			"event.date": {One: "2026-05-02"}, "starts": {One: "14:30"},
		},
		open: map[string]bool{"office": true},
		now:  time.Date(2026, 5, 1, 17, 0, 0, 0, time.UTC),
	}
	for source, want := range map[string]bool{
		"area is castlefields":                      true,
		"area is Castlefields":                      true,
		"area is not castlefields":                  false,
		"area is nowhere":                           false,
		"area is <me.area>":                         true,
		"area is <unknown>":                         false,
		"area is one of mill_lea, castlefields":     true,
		"area is one of mill_lea, palacefields":     false,
		"area is not one of mill_lea, palacefields": true,
		`words is "health visitor"`:                 true,
		`words is “Health Visitor”`:                 true,
		"words starts with health":                  true,
		"words starts with visitor":                 false,
		"age is 60.0":                               true,
		"age >= 60":                                 true,
		"age > 60":                                  false,
		"age < 9":                                   false, // as numbers, not letters
		"age <= 60 and age > 59":                    true,
		"area >= 3":                                 false,
		"empty is empty":                            true,
		"empty is set":                              false,
		"unknown is empty":                          true,
		"unknown is not nowhere":                    true,
		"area is not set":                           false,
		"me.groups has walkers":                     true,
		"me.groups has swimmers":                    false,
		"not me.groups has swimmers":                true,
		"me.groups is set":                          true,
		"me.consents is set":                        false,
		"needs has mind":                            true,
		"needs has foo":                             false,
		"agreed":                                    true,
		"no":                                        false,
		"not unknown":                               true,
		"office is open":                            true,
		"shop is not open":                          true,
		"event.date after today":                    true,
		"event.date before today":                   false,
		"event.date is 2026-05-02":                  true,
		"today is 2026-05-01":                       true,
		"today before <event.date>":                 true,
		"now after 2026-05-01 16:59":                true,
		"now before 16:00":                          false,
		"starts after 9:00":                         true,
		"starts after 2026-05-01":                   false, // a time of day is in no order with a day
		"agreed or no and no":                       true,  // and binds closer than or
		"(agreed or no) and no":                     false,
		"not (agreed and no)":                       true,
		"not not agreed":                            true,
	} {
		c, err := parseCondition(source, Pos{})
		require.Nil(t, err, source)
		require.Equal(t, want, c.Eval(s), source)
	}
	var none *Condition
	require.True(t, none.Eval(s), "no condition is always true")
}

func TestBareNamesOfWhereAreColumns(t *testing.T) {
	s := knownRow{
		known: known{values: map[string]Value{"area": {One: "north"}, "me.area": {One: "south"}}},
		row:   Row{"area": "south", "around": "south west"},
	}
	for source, want := range map[string]bool{
		"area is <me.area>": true, "area is <area>": false, "around has west": true, "not joined": true, "area is south and not area is north": true,
	} {
		c, err := parseCondition(source, Pos{})
		require.Nil(t, err, source)
		require.Equal(t, want, c.Eval(s), source)
	}
}

func TestBadConditionsSayWhatIsNotUnderstoodAndWhere(t *testing.T) {
	for source, want := range map[string]condError{
		"":                     {"it stops too early", 0},
		"area is":              {"it stops too early", 7},
		"age >>= 3":            {`I don't understand ">=" here`, 5},
		"area is mill lea":     {`I don't understand "lea" here`, 13},
		"area = mill":          {`I don't understand "=" here`, 5},
		"is mill":              {`I don't understand "mill" here`, 3},
		"(area is mill":        {"a bracket ( is never closed", 13},
		`area is "mill`:        {"a quotation mark is never closed", 8},
		"area is one mill":     {`I don't understand "mill" here`, 12},
		"area starts mill":     {`I don't understand "mill" here`, 12},
		"area is mill and":     {"it stops too early", 16},
		"area is and":          {`I don't understand "and" here`, 8},
		"<me.area is mill":     {`I don't understand "<" here`, 0},
		"area is mill; drop":   {`I don't understand ";" here`, 12},
		"area is one of a, ,b": {`I don't understand "," here`, 18},
	} {
		_, err := parseCondition(source, Pos{})
		require.NotNil(t, err, source)
		require.Equal(t, want, *err, source)
	}
}

func TestADeepConditionIsRefused(t *testing.T) {
	deep := ""
	for range 1000 {
		deep += "not ("
	}
	_, err := parseCondition(deep+"a", Pos{})
	require.NotNil(t, err)
	require.Equal(t, "it has too many brackets in each other", err.Error())
}
