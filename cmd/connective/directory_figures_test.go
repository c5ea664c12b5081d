package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/evaluation"
)

// figuresOfWinter has one need with a small count, one without, and no outcomes.
func figuresOfWinter() evaluation.Signposting {
	var rows evaluation.Rowsets
	for i := range 30 {
		row := map[string]string{"month": "2026-11", "need": "food", "area": "WB1", "service": "foodbank"}
		if i < 3 {
			row["area"] = "WB2"
		}
		rows.Shown = append(rows.Shown, row)
	}
	return evaluation.Signpost(rows, evaluation.Quarter{Year: 2026, Of: 4})
}

func TestFiguresArePrintedWithoutSmallCounts(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, printFigures(streams{out: &out}, figuresOfWinter()))
	require.Equal(t, `2026-Q4
Searches for which there was nothing: 0 %
Asked what came of it: 0, of whom have said: 0 (too few to tell)
Got it, of those who got it or not yet: too few to tell

NEED  AREA  SHOWN  NOTHING FOUND
food  WB1   *      0
food  WB2   *      0

NOTHING FOUND FOR  COUNT

SHOWN MOST  COUNT
foodbank    30

WHAT CAME OF IT  COUNT
`, out.String())
}

func TestFiguresAreRowsOfCSV(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, printFiguresCSV(streams{out: &out}, figuresOfWinter()))
	require.Equal(t, `quarter,table,name,area,measure,value
2026-Q4,need,food,WB1,shown,
2026-Q4,need,food,WB1,unmet,0
2026-Q4,need,food,WB2,shown,
2026-Q4,need,food,WB2,unmet,0
2026-Q4,service,foodbank,,count,30
2026-Q4,follow_up,asked,,count,0
2026-Q4,follow_up,answered,,count,0
2026-Q4,follow_up,answered,,percent,
2026-Q4,follow_up,got,,percent,
2026-Q4,search,unmet,,percent,0
`, out.String())
}
