package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routePrograms(g *echo.Group) {
	k.route(g, http.MethodGet, "/programs", staff.ManageTokens, k.tokens)
	k.route(g, http.MethodPost, "/programs", staff.ManageTokens, k.makeToken)
	k.route(g, http.MethodPost, "/programs/:id", staff.ManageTokens, k.revokeToken)
}

// tokenRow is a token in the list.
type tokenRow struct {
	ID, Name, Rights, State, Used, By string
	Good                              bool
}

// rightChoice is a right that a token can have.
type rightChoice struct {
	ID, Words string
	Chosen    bool
}

// lifeChoice is how long a token can live.
type lifeChoice struct {
	Days   int
	Words  string
	Chosen bool
}

// tokensSheet is the page of an organisation's programs.
type tokensSheet struct {
	Rows   []tokenRow
	Name   string
	Rights []rightChoice
	Lives  []lifeChoice
}

var lives = []int{30, 90, 365}

func (k *Console) tokens(v *visit) error { return k.showTokens(v, http.StatusOK) }

func (k *Console) showTokens(v *visit, status int, problems ...problem) error {
	all, err := k.Programs.List(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	page := tokensSheet{Name: v.FormValue("name")}
	for _, t := range all {
		page.Rows = append(page.Rows, v.tokenRow(t))
	}
	form, _ := v.FormParams() // a form that cannot be read has chosen nothing
	for _, r := range programs.Rights {
		page.Rights = append(page.Rights, rightChoice{string(r), say(v.lang, "right."+string(r)), slices.Contains(form["scope"], string(r))})
	}
	chosen := v.days()
	for _, days := range lives {
		page.Lives = append(page.Lives, lifeChoice{days, say(v.lang, "programs.days", "n", days), days == chosen})
	}
	return v.show(status, "programs", "programs.title", page, problems...)
}

// days is for how many days a token is wanted: 90 unless another choice was made.
func (v *visit) days() int {
	if n, err := strconv.Atoi(v.FormValue("days")); err == nil && slices.Contains(lives, n) {
		return n
	}
	return int(programs.DefaultLife / (24 * time.Hour))
}

func (v *visit) tokenRow(t programs.Token) tokenRow {
	row := tokenRow{ID: t.ID, Name: t.Name, By: t.ByName, Used: say(v.lang, "programs.never"), Good: t.Good(v.console.Desk.Now())}
	if !t.Used.IsZero() {
		row.Used = v.moment(t.Used)
	}
	for i, r := range t.Rights {
		if i > 0 {
			row.Rights += ", "
		}
		row.Rights += string(r)
	}
	switch {
	case !t.Revoked.IsZero():
		row.State = say(v.lang, "programs.revoked", "when", v.moment(t.Revoked))
	case !row.Good:
		row.State = say(v.lang, "programs.old")
	default:
		row.State = say(v.lang, "programs.until", "when", v.moment(t.Expires))
	}
	return row
}

// tokenSheet is a token, which is shown once.
type tokenSheet struct{ Name, Word string }

func (k *Console) makeToken(v *visit) error {
	form, err := v.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	rights, err := programs.ReadRights(form["scope"])
	if err != nil {
		return k.showTokens(v, http.StatusUnprocessableEntity, problem{"scope", say(v.lang, "wrong.right")})
	}
	t, word, err := k.Programs.New(v.ctx(), v.scope, v.FormValue("name"), rights, time.Duration(v.days())*24*time.Hour)
	if errors.Is(err, programs.ErrName) {
		return k.showTokens(v, http.StatusUnprocessableEntity, problem{"name", say(v.lang, "wrong.name")})
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "token", "token.title", tokenSheet{t.Name, word})
}

func (k *Console) revokeToken(v *visit) error {
	_, err := k.Programs.Revoke(v.ctx(), v.scope, v.Param("id"))
	if errors.Is(err, programs.ErrNoToken) {
		return v.problem(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return v.to("programs?done=revoked")
}
