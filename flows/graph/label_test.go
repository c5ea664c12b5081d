package graph

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// said are the labels of choices.
func said(words ...string) []Label {
	var all []Label
	for _, w := range words {
		all = append(all, Label{Words: w, Said: true})
	}
	return all
}

func TestChoicesComeFirstAndWholeOnAnArrow(t *testing.T) {
	for name, c := range map[string]struct {
		labels []Label
		want   []string
	}{
		"one":                  {said("Yes, please"), []string{"Yes, please"}},
		"a few, one a line":    {said("Food", "Money", "Home"), []string{"Food", "Money", "Home"}},
		"many run on":          {said("Food", "Money or debt", "Home", "Feeling low", "Baby or child", "Travel"), []string{"Food · Money or debt · Home ·", "Feeling low · Baby or child · Travel"}},
		"reasons after them":   {append([]Label{{Words: "no reply fits"}}, said("No")...), []string{"No", "no reply fits"}},
		"one with a condition": {[]Label{{Words: "Leave", Said: true, If: "me.groups is set"}}, []string{"Leave", "if me.groups is set"}},
		"two, of which one has a condition": {
			[]Label{{Words: "Leave", Said: true, If: "me.groups is set"}, {Words: "Stay", Said: true}}, []string{"Leave (if me.groups is set)", "Stay"},
		},
		"a long one": {said(strings.Repeat("long ", 40)), []string{"long long long long long long", "long long long long long long", "long…"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, Arrow{Labels: c.labels}.words())
		})
	}
}

func TestALabelNeverGrowsBeyondItsRoom(t *testing.T) {
	var choices []Label
	for range 40 {
		choices = append(choices, said("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and around")...)
		choices = append(choices, Label{Words: "if area is one of north, south, east, west"})
	}
	lines := Arrow{Labels: choices}.lines()
	require.Contains(t, lines, line{"and 35 more", true})
	require.Contains(t, lines, line{"and 35 more", false})
	require.LessOrEqual(t, len(lines), mostLines+2*mostLines)
	for _, l := range lines {
		require.LessOrEqual(t, width(l.words, labelSize), runningWidth+width(between, labelSize))
	}
}

func TestWordsAreCutAndWrapped(t *testing.T) {
	require.Equal(t, "Stop at a…", cut("Stop at a space, not in a word", 14))
	require.Equal(t, "Llanfairpwll…", cut("Llanfairpwllgwyngyll", 13))
	require.Equal(t, "short", cut("short", 5))
	for _, l := range wrapped(strings.Repeat("long", 40)+" and short", 100, fontSize) {
		require.LessOrEqual(t, width(l, fontSize), 100.0)
	}
	require.Equal(t, []string{"the", "end"}, wrapped("the end", width("end", fontSize), fontSize))
	require.LessOrEqual(t, width(cutTo(strings.Repeat("W", 90), 100, fontSize), fontSize), 100.0)
	require.Equal(t, []string{"👍🏽", "👍🏽"}, wrapped("👍🏽👍🏽", 2*width("👍", fontSize), fontSize))
}

func TestALongNameIsWholeWhereItCanBe(t *testing.T) {
	for name, c := range map[string]struct {
		name, does string
		want       string
	}{
		"short":            {"need", "asks", "need 14 asks"},
		"long":             {"ask_housing_benefit_today", "staff answer", "ask_housing_benefit_today 14 "},
		"as long as it is": {"ask_housing_benefit_first_visit", "asks", "ask_housing_benefit_first_visit 13 "},
		"as wide as it is": {strings.Repeat("w", 31), "asks", strings.Repeat("w", 23) + "… 10 "},
	} {
		t.Run(name, func(t *testing.T) {
			name, size, does := Box{Name: c.name, Does: c.does}.head()
			require.Equal(t, c.want, name+" "+num(size)+" "+does)
			require.LessOrEqual(t, width(name, size)*boldly, boxWidth-2*padding-icon)
		})
	}
}
