package web_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/staff"
)

func TestACaseGoesToAnotherOrganisationOnceItsResidentAgrees(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	page := v.get("/console/case/" + id)
	require.Contains(t, page, `<option value="coast">Coast nurses</option>`)
	require.Contains(t, page, `<option value="leeds">Leeds nurses, 01632 960123</option>`)
	require.NotContains(t, page, "Quay nurses", "there is no such organisation")
	for _, area := range []string{"", "quay", "harbour", "moon"} {
		answer := v.send("POST", "/console/case/"+id, form("do", "area", "area", area))
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code, area)
		require.Contains(t, answer.Body.String(), "Choose who answers where they live")
	}
	require.Equal(t, "/console/case/"+id+"?done=area", v.post("/console/case/"+id, form("do", "area", "area", "coast", "key", "0123456789a")))
	require.Contains(t, v.get("/console/case/"+id), "They are asked whether this may go to Coast nurses")

	from := o.caseFile(id).Key.Address.Value
	o.text("mill", from, "1")
	_, err := o.bot.Work(context.Background())
	require.NoError(t, err)
	there, err := o.store.OpenCases(context.Background(), "harbour")
	require.NoError(t, err)
	require.Len(t, there, 1)
	require.Equal(t, "nurses", there[0].Queue)
	require.Equal(t, "PERSON", there[0].Notes[1].Text)
	require.NotContains(t, v.get("/console/case/"+id), "takes the question back")
	require.Equal(t, http.StatusNotFound, v.send("GET", "/console/case/"+there[0].ID, "").Code, "it is theirs now")
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "asked whether a case may go to another area")
}

func TestWhoHasStoppedIsNotAskedWhetherTheirCaseMayGo(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	o.text("mill", o.caseFile(id).Key.Address.Value, "STOP")
	answer := o.as(staff.Responder).send("POST", "/console/case/"+id, form("do", "area", "area", "leeds"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), "nothing can be sent to them")
	require.Equal(t, bot.Staff{}, o.caseFile(id).Holder)
}
