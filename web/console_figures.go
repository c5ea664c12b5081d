package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeFigures(g *echo.Group) {
	k.route(g, http.MethodGet, "/figures", staff.SeeFigures, k.figures)
	k.route(g, http.MethodGet, "/figures/words", staff.SeeFigures, k.residentsWords)
	k.route(g, http.MethodPost, "/recommend", staff.SeeCases, k.recommend)
}

// homeSheet is the page that staff come to first.
type homeSheet struct {
	Role   string
	Stale  int  // tips that nobody has looked through within a year, for whoever writes them
	Cases  bool // whether they see cases
	Waits  int  // how many cases nobody has taken
	Asks   bool // whether they would recommend the console
	Scores []int
}

// homePage is what stands on it. Whether somebody is asked is beside the matter
// where that cannot be read.
func (k *Console) homePage(v *visit) homeSheet {
	page := homeSheet{Role: say(v.lang, "role."+string(v.scope.Role()))}
	if o := k.Org(v.scope.Org()); o != nil && v.scope.May(staff.EditFlows) {
		page.Stale = len(k.staleTips(o))
	}
	if v.scope.May(staff.SeeCases) {
		counts, err := k.Cases.Counts(v.ctx(), v.scope)
		page.Cases, page.Waits = err == nil, counts[inbox.New]
	}
	asks, err := k.Figures.Asks(v.ctx(), v.scope)
	if err != nil {
		k.Log.Warn("whether staff are to be asked what they think could not be read", "why", err)
		return page
	}
	page.Asks = asks
	for score := range 11 {
		page.Scores = append(page.Scores, score)
	}
	return page
}

// recommend counts what somebody thinks of the console, or that they would rather
// not say.
func (k *Console) recommend(v *visit) error {
	score := -1
	if v.FormValue("do") == "say" {
		n, err := strconv.Atoi(v.FormValue("score"))
		if err != nil || n < 0 {
			n = math.MaxInt // no score is so high
		}
		score = n
	}
	switch err := k.Figures.Say(v.ctx(), v.scope, score); {
	case errors.Is(err, evaluation.ErrScore):
		return v.show(http.StatusUnprocessableEntity, "home", "home.title", k.homePage(v), problem{"score", say(v.lang, "wrong.score")})
	case err != nil:
		return err
	}
	return v.to("?done=" + map[bool]string{true: "opinion", false: "later"}[score >= 0])
}

// figureRow is one month of the figures.
type figureRow struct {
	Month, Asked, Count, Mean, Share, Answered string
	Spread                                     []spread
	Hidden                                     bool
}

// spread is how many have given an answer, or one of some that are counted together.
type spread struct {
	Of    string // 5, or 9–10
	Count int
}

// figuresSheet is the figures of an organisation.
type figuresSheet struct {
	Ratings, Scores []figureRow // the first of each is all together
	Words           int
}

func (k *Console) figures(v *visit) error {
	f, err := k.Figures.Figures(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := figuresSheet{Words: f.Words}
	if f.Together.Asked+f.Together.Count > 0 {
		for _, m := range append([]evaluation.Month{f.Together}, f.Months...) {
			page.Ratings = append(page.Ratings, v.ratingRow(m))
		}
	}
	if len(f.Scores) > 0 {
		for _, s := range append([]evaluation.Score{f.Score}, f.Scores...) {
			page.Scores = append(page.Scores, v.scoreRow(s))
		}
	}
	return v.show(http.StatusOK, "figures", "figures.title", page)
}

func (v *visit) ratingRow(m evaluation.Month) figureRow {
	row := figureRow{Month: v.monthOf(m.Month), Asked: strconv.Itoa(m.Asked), Count: strconv.Itoa(m.Count)}
	for i, n := range m.Spread {
		row.Spread = append(row.Spread, spread{strconv.Itoa(i + 1), n})
	}
	if m.Count > 0 {
		row.Mean, row.Share = fmt.Sprintf("%.1f", m.Mean()), percent(m.Helped())
	}
	if m.Asked > 0 {
		row.Answered = percent(m.Answered())
	}
	return row
}

func (v *visit) scoreRow(s evaluation.Score) figureRow {
	row := figureRow{Month: v.monthOf(s.Month), Count: strconv.Itoa(s.Count), Hidden: s.Hidden}
	if s.Count > 0 {
		row.Mean, row.Share = fmt.Sprintf("%.1f", s.Mean()), percent(float64(s.Between(9, 10))/float64(s.Count))
	}
	if !s.Hidden {
		row.Spread = []spread{{"0–6", s.Between(0, 6)}, {"7–8", s.Between(7, 8)}, {"9–10", s.Between(9, 10)}}
	}
	return row
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", 100*share) }

// monthOf is a month as people read it; all of them without one.
func (v *visit) monthOf(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return say(v.lang, "figures.all")
	}
	return monthIn(v.lang, at.Month()) + at.Format(" 2006")
}

// residentsWords is what residents have written after their cases, apart from all
// else.
func (k *Console) residentsWords(v *visit) error {
	words, err := k.Figures.Words(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "words", "words.title", words)
}
