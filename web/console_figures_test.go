package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
)

// rates has somebody new talk to staff, rate it, and write some words.
func (o *office) rates(rating, words string) {
	o.t.Helper()
	id := o.openCase("mill")
	from := o.caseFile(id).Key.Address.Value
	dana := bot.Staff{ID: "dana", Name: "Dana"}
	for n, act := range []bot.Act{bot.Reply{Text: "Hello."}, bot.Close{}} {
		require.NoError(o.t, o.bot.Act(context.Background(), "mill", id, dana, id+string(rune('a'+n)), act))
	}
	for _, text := range []string{rating, words} {
		if text != "" {
			o.text("mill", from, text)
		}
	}
}

// noon is the middle of a day of 2028, for figures of a month that is known.
func (o *office) noonOf(month time.Month) {
	o.later(time.Date(2028, month, 10, 12, 0, 0, 0, time.UTC).Sub(time.Unix(o.clock.Load(), 0)))
}

// plainCells is the page without what a phone shows before each cell of a table.
func plainCells(page string) string {
	return strings.TrimSpace(regexp.MustCompile(`<td data-what="[^"]+">`).ReplaceAllString(page, "<td>"))
}

func TestLeadsReadWhetherItHelped(t *testing.T) {
	o := openConsole(t)
	o.noonOf(time.September)
	require.Contains(t, o.as(staff.Lead).get("/console/figures"), "Nobody has been asked yet")
	o.rates("5", "it was great")
	o.rates("4", "")
	o.rates("", "")
	o.noonOf(time.October)
	o.rates("1", "too slow")
	lead := o.as(staff.Lead)
	page := lead.get("/console/figures")
	row := func(month string) string {
		found := regexp.MustCompile(`(?s)<tr><th scope="row">` + month + `</th>(.*?)</tr>`).FindStringSubmatch(page)
		require.NotNil(t, found, month)
		return plainCells(found[1])
	}
	cells := func(all ...string) string { return "<td>" + strings.Join(all, "</td><td>") + "</td>" }
	require.Equal(t, cells("4", "3", "75%", "3.3", "67%", "1", "0", "0", "1", "1"), row("All"))
	require.Equal(t, cells("3", "2", "67%", "4.5", "100%", "0", "0", "0", "1", "1"), row("Sep 2028"))
	require.Equal(t, cells("1", "1", "100%", "1.0", "0%", "1", "0", "0", "0", "0"), row("Oct 2028"))
	require.NotContains(t, page, "too slow", "words are apart from numbers")
	require.Contains(t, page, "What 2 people wrote")
	words := lead.get("/console/figures/words")
	require.Contains(t, words, "it was great")
	require.Contains(t, words, "too slow")
	require.NotContains(t, words, "2028")
	require.Contains(t, lead.get("/console/audit"), "read what residents would better")
	require.NotContains(t, lead.get("/console/cases/closed"), "too slow", "nor do they stand in the case")

	for _, set := range []string{bot.RatingSet, bot.WordsSet, bot.AskedSet} {
		rows, err := o.store.Rows(context.Background(), "mill", set)
		require.NoError(t, err)
		for _, row := range rows {
			require.NotContains(t, row, "when")
			if set == bot.WordsSet {
				require.Len(t, row, 1, "words, and nothing that could lead to a rating or a person")
			}
		}
		other, err := o.store.Rows(context.Background(), "harbour", set)
		require.NoError(t, err)
		require.Empty(t, other)
	}
}

func TestStaffAreAskedOnceAMonthAndTheirNameIsNotKept(t *testing.T) {
	o := openConsole(t)
	o.noonOf(time.September)
	v := o.as(staff.Responder)
	const question = "Would you recommend this console"
	require.NotContains(t, v.get("/console/"), question, "whoever has closed no case has nothing to say of it yet")
	for n, who := range []*visitor{v, o.as(staff.Lead)} {
		id := o.openCase("mill")
		who.post("/console/case/"+id, form("do", "claim", "key", fmt.Sprint("0123456789a", n)))
		require.NotContains(t, who.get("/console/"), question)
		who.post("/console/case/"+id, form("do", "close", "reason", "advice", "outcome", "advice_given", "risk", "none", "key", fmt.Sprint("0123456789b", n)))
		require.Contains(t, who.get("/console/"), question)
	}
	require.Equal(t, http.StatusUnprocessableEntity, v.send("POST", "/console/recommend", form("do", "say", "score", "")).Code)
	for _, score := range []string{"11", "-1", "99999999999999999999", "ten"} {
		require.Equal(t, http.StatusUnprocessableEntity, v.send("POST", "/console/recommend", form("do", "say", "score", score)).Code, score)
	}
	for range 2 { // a double click
		require.Equal(t, "/console/?done=opinion", v.post("/console/recommend", form("do", "say", "score", "9")))
	}
	require.NotContains(t, v.get("/console/"), question)
	lead := o.as(staff.Lead)
	lead.post("/console/recommend", form("do", "later"))
	require.NotContains(t, lead.get("/console/"), question, "who would rather not say is not asked again")
	for _, role := range []staff.Role{staff.Editor, staff.Admin} {
		require.NotContains(t, o.as(role).get("/console/"), question, "who sees no cases is not asked, nor who has closed none")
	}
	require.Contains(t, lead.get("/console/figures"), "fewer than 3 answers")
	require.NotContains(t, lead.get("/console/figures"), "9.0")
	o.as(staff.Viewer).post("/console/recommend", form("do", "say", "score", "10"))
	o.as(staff.Admin).post("/console/recommend", form("do", "say", "score", "2"))
	page := lead.get("/console/figures")
	require.Contains(t, plainCells(page), "<td>3</td><td>7.0</td><td>67%</td><td>1</td><td>0</td><td>2</td>")
	require.NotContains(t, lead.get("/console/audit"), "recommend", "the time would tell whose score it is")

	o.noonOf(time.October)
	v.signIn("responder@example.org")
	require.Contains(t, v.get("/console/"), question, "a month later")
}

func TestACaseGoesBackToItsQueueWhenItsHolderIsAway(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	v.post("/console/case/"+id, form("do", "claim", "key", "0123456789a"))
	o.later(time.Minute)
	absence := &inbox.Absence{
		Board: o.console.Cases.Board, Staff: o.desk, Bot: o.bot, Audit: o.desk, Marks: o.store,
		Now: func() time.Time { return time.Unix(o.clock.Load(), 0) }, Log: slog.New(slog.DiscardHandler),
	}
	look := func() {
		t.Helper()
		require.NoError(t, absence.Look(context.Background(), o.console.Org("mill")))
	}
	look()
	require.NotEmpty(t, o.caseFile(id).Holder.ID, "they are there")
	require.Equal(t, "/console/account?done=away", v.post("/console/account/away", form("do", "away")))
	require.Contains(t, v.get("/console/account"), "You have said that you are away, since")
	require.Eventually(t, func() bool {
		look()
		return o.caseFile(id).Holder.ID == ""
	}, 30*time.Second, 10*time.Millisecond)
	f := o.caseFile(id)
	require.Equal(t, bot.StateNew, f.State())
	last := f.Notes[len(f.Notes)-1]
	require.Equal(t, bot.ByAct, last.Who)
	require.Equal(t, "Vi responder", last.Name)
	require.Equal(t, "is away: returned to desk", last.Text)
	log := o.as(staff.Lead).get("/console/audit")
	require.Contains(t, log, "a case went back to its queue")
	require.Contains(t, log, "is away")

	o.later(time.Minute)
	v.post("/console/case/"+id, form("do", "claim", "key", "0123456789b"))
	require.Eventually(t, func() bool {
		open, err := o.console.Cases.Board.Open(context.Background(), "mill")
		return err == nil && len(open) == 1 && open[0].Holder.ID != ""
	}, 30*time.Second, 10*time.Millisecond)
	look()
	require.NotEmpty(t, o.caseFile(id).Holder.ID, "who takes a case after that is there for it")
	v.post("/console/account/away", form("do", "back"))
	require.NotContains(t, v.get("/console/account"), "You have said that you are away")
}
