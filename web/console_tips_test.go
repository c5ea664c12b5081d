package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

func TestWhoeverWritesIsToldWhichTipsNobodyHasLookedThrough(t *testing.T) {
	o := openConsole(t)
	for _, role := range []staff.Role{staff.Editor, staff.Admin} {
		v := o.as(role)
		require.Contains(t, v.get("/console/"), `nobody has looked through for a year: 2. People are still sent them. <a href="/console/tips">`)
		page := v.get("/console/tips")
		require.Contains(t, page, "2 of 3")
		require.Less(t, strings.Index(page, "tip-naps"), strings.Index(page, "tip-warm"), "what is about health comes first")
		require.Regexp(t, `<tr id="tip-naps"><td>Naps <strong class="nhsuk-tag nhsuk-tag--red">About health</strong></td><td data-what="[^"]+">1 Mar 2020</td><td data-what="[^"]+">B. Nurse</td><td data-what="[^"]+">A. Writer</td></tr>`, page)
		require.Regexp(t, `<tr id="tip-warm"><td>Warm places</td><td data-what="[^"]+">Never</td>`, page)
		require.NotContains(t, page, "tip-bath")
		v.header.Set("Accept-Language", "cy")
		require.Contains(t, v.get("/console/tips"), "1 Mawrth 2020")
	}
	for _, role := range []staff.Role{staff.Viewer, staff.Responder, staff.Lead} {
		v := o.as(role)
		require.NotContains(t, v.get("/console/"), "stale-tips")
		require.Equal(t, http.StatusForbidden, v.send("GET", "/console/tips", "").Code)
	}
}
