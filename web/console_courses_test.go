package web_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

func TestStaffSeeTheCoursesOfACaseAndEndThem(t *testing.T) {
	o := openConsole(t)
	id := o.openCase("mill")
	v := o.as(staff.Responder)
	require.NotContains(t, v.get("/console/case/"+id), "End their courses", "they are in none")
	require.Equal(t, http.StatusSeeOther, v.send("POST", "/console/case/"+id, form("do", "endcourses", "key", "0123456789a")).Code)

	from := "+447700900950"
	for _, words := range []string{"BUMP", "yes", "tomorrow", "PERSON"} {
		o.text("mill", from, words)
	}
	require.True(t, o.of(from).Person.In("course:bump"))
	id = o.of(from).Case.ID
	page := v.get("/console/case/" + id)
	require.Contains(t, page, "In a course: Bump tips")
	require.Contains(t, page, "End their courses")
	before := len(o.saidIn(id))
	answer := v.send("POST", "/console/case/"+id, form("do", "endcourses", "key", "0123456789b"))
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.False(t, o.of(from).Person.In("course:bump"))
	require.Len(t, o.saidIn(id), before, "they are not texted")
	page = v.get("/console/case/" + id + "?done=endcourses")
	require.Contains(t, page, "Their courses were ended.")
	require.Contains(t, page, "ended the course Bump tips")
	require.NotContains(t, page, "End their courses")
}
