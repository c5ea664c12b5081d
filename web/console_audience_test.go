package web_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

func TestOnlyAnswersThatPeopleCanGiveAreOfferedAndTaken(t *testing.T) {
	o := openConsole(t)
	lead := o.as(staff.Lead)
	page := lead.get("/console/broadcasts/new")
	require.Regexp(t, `<select[^>]+name="me\.age"[^>]*><option value="">Everybody</option><option value="a17">a17</option><option value="a65">a65</option></select>`, page)
	require.Contains(t, page, "Grief cafe (sensitive)")
	w := lead.send("POST", "/console/broadcasts/new", form("group", "choir", "me.age", "65+", "say-en", "Hello.", "hours", "24"))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `<a href="#me.age">Nobody can have given that answer for age. Choose one of: a17, a65</a>`)
	w = lead.send("POST", "/console/broadcasts/new", form("group", "choir", "me.age", "a65", "say-en", "Hello.", "hours", "240"))
	require.Contains(t, w.Body.String(), `<option value="a65" selected>`, "what was chosen is kept")
}
