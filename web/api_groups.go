package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/flows"
)

func (a *API) routeGroups(g *echo.Group) {
	a.route(g, http.MethodGet, "/groups", programs.ReadGroups, a.groups)
	a.route(g, http.MethodGet, "/groups/:group", programs.ReadGroups, a.group)
}

// groupOut is a group, as programs see it.
type groupOut struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Kind      string `json:"kind,omitempty"`
	Joining   string `json:"joining"`
	Sensitive bool   `json:"sensitive"`
	Members   int    `json:"members"`
}

func (r *asked) groupOut(row flows.Row) groupOut {
	joining := strings.ToLower(row["joining"])
	if joining == "" {
		joining = "open"
	}
	return groupOut{
		ID: row["id"], Name: row["name"], Kind: row["kind"], Joining: joining, Sensitive: strings.EqualFold(row["sensitive"], "yes"),
		Members: r.api.Members(r.caller.Org(), row["id"]),
	}
}

func (r *asked) groupRows() ([]flows.Row, error) {
	o, err := r.org()
	if err != nil {
		return nil, err
	}
	if list := o.List("groups"); list != nil {
		return list.Rows, nil
	}
	return nil, nil
}

func (a *API) groups(r *asked) (reply, error) {
	rows, err := r.groupRows()
	if err != nil {
		return reply{}, err
	}
	limit, err := r.limit()
	if err != nil {
		return reply{}, err
	}
	some, err := after(rows, func(row flows.Row) string { return row["id"] }, r.QueryParam("after"), limit)
	if err != nil {
		return reply{}, err
	}
	out := page[groupOut]{Items: []groupOut{}, Next: some.Next}
	for _, row := range some.Items {
		out.Items = append(out.Items, r.groupOut(row))
	}
	return reply{http.StatusOK, out}, nil
}

func (a *API) group(r *asked) (reply, error) {
	row, err := r.groupRow()
	if err != nil {
		return reply{}, err
	}
	return reply{http.StatusOK, r.groupOut(row)}, nil
}

// groupRow is the group that the address names, of the caller's organisation.
func (r *asked) groupRow() (flows.Row, error) {
	rows, err := r.groupRows()
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row["id"] == r.Param("group") {
			return row, nil
		}
	}
	return nil, nothingThere
}
