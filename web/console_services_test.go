package web_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/bot/staff"
)

func TestStaffSeeToWhatServicesSay(t *testing.T) {
	o := openConsole(t)
	ctx, now := context.Background(), time.Unix(o.clock.Load(), 0)
	d, err := o.store.TakeEdition(ctx, "mill", "services.json", "run")
	require.NoError(t, err)
	services := []directory.Service{
		{ID: "soup", Name: "Soup <kitchen>", Status: directory.Active, Assured: directory.Date(now.Format(time.DateOnly)), Phones: []string{"01632 960101"}},
		{ID: "wool", Name: "Wool", Status: directory.Active},
	}
	require.NoError(t, o.store.Shelve(ctx, d, services, nil))
	require.NoError(t, o.store.Issue(ctx, d, directory.Head{N: 1, Edition: d.Edition, Services: 2, At: now}))
	for id, said := range map[string]directory.Verdict{"soup": directory.HasClosed, "wool": directory.HasChanged} {
		_, err := o.store.Assure(ctx, "mill", id, func(a directory.Assurance) directory.Assurance { return a.Hear(said, "a <new> door", now) })
		require.NoError(t, err)
	}
	page := o.as(staff.Viewer).get("/console/services")
	require.Contains(t, page, "Soup &lt;kitchen&gt;")
	require.Contains(t, page, "a &lt;new&gt; door")
	require.NotContains(t, page, "Seen to", "a viewer sees to nothing")
	lead := o.as(staff.Lead)
	require.Contains(t, lead.get(lead.post("/console/services", form("service", "soup", "do", "show"))), "People are shown it again.")
	page = lead.get(lead.post("/console/services", form("service", "wool", "do", "settle")))
	require.Contains(t, page, "Nothing waits.")
	require.Equal(t, http.StatusNotFound, lead.send("POST", "/console/services", form("service", "wool", "do", "settle")).Code)
	require.Equal(t, http.StatusUnprocessableEntity, lead.send("POST", "/console/services", form("service", "wool", "do", "burn")).Code)
	require.Contains(t, o.as(staff.Lead).get("/console/audit"), "Had a service shown again")
}
