package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/connective-messaging/connective/bot/staff"
)

func (k *Console) routeStaff(g *echo.Group) {
	k.route(g, http.MethodGet, "/staff", staff.ManageStaff, k.members)
	k.route(g, http.MethodPost, "/staff", staff.ManageStaff, k.invite)
	k.route(g, http.MethodGet, "/staff/:id", staff.ManageStaff, k.member)
	k.route(g, http.MethodPost, "/staff/:id", staff.ManageStaff, k.changeMember)
}

// memberLine is one of the staff as the list shows them.
type memberLine struct {
	ID, Name, Email, Role, State string
	Me                           bool
}

// inviteForm is what was entered to invite somebody.
type inviteForm struct {
	Name, Email, Role string
	Roles             []roleChoice
	Members           []memberLine
}

// roleChoice is a role with what it may do.
type roleChoice struct {
	ID, Name, Hint string
	Chosen         bool
}

func (v *visit) roles(chosen string) []roleChoice {
	var out []roleChoice
	for _, r := range staff.Roles {
		id := string(r)
		out = append(out, roleChoice{id, say(v.lang, "role."+id), say(v.lang, "role."+id+".hint"), id == chosen})
	}
	return out
}

func (v *visit) lineOf(a staff.Account) memberLine {
	state := "state.old"
	switch {
	case a.Disabled:
		state = "state.disabled"
	case a.Local():
		state = "state.local"
	case a.Subject != "":
		state = "state.provider"
	case a.Invited(v.console.Desk.Now()):
		state = "state.invited"
	case a.Password != "":
		state = "state.codes"
	}
	role := say(v.lang, "role."+string(a.Roles[v.scope.Org()]))
	return memberLine{a.ID, a.Name, a.Email, role, say(v.lang, state), a.ID == v.scope.Account()}
}

func (k *Console) members(v *visit) error { return k.showMembers(v, http.StatusOK) }

func (k *Console) showMembers(v *visit, status int, problems ...problem) error {
	all, err := k.Desk.Members(v.ctx(), v.scope)
	if err != nil {
		return err
	}
	form := inviteForm{Name: v.FormValue("name"), Email: v.FormValue("email"), Role: v.FormValue("role")}
	form.Roles = v.roles(form.Role)
	for _, a := range all {
		form.Members = append(form.Members, v.lineOf(a))
	}
	return v.show(status, "staff", "staff.title", form, problems...)
}

// linkSheet is a link to be handed to somebody, who may have an account already.
type linkSheet struct{ Name, Email, Link string }

func (k *Console) invite(v *visit) error {
	a, link, err := k.Desk.Invite(v.ctx(), v.scope, v.FormValue("name"), v.FormValue("email"), staff.Role(v.FormValue("role")))
	for _, wrong := range []struct {
		err        error
		field, key string
	}{
		{staff.ErrName, "name", "wrong.name"}, {staff.ErrEmail, "email", "wrong.email"},
		{staff.ErrRole, "role", "wrong.role"}, {staff.ErrYourself, "email", "wrong.yourself"},
	} {
		if errors.Is(err, wrong.err) {
			return k.showMembers(v, http.StatusUnprocessableEntity, problem{wrong.field, say(v.lang, wrong.key)})
		}
	}
	if err != nil {
		return err
	}
	if link == "" {
		return v.to("staff?done=known")
	}
	return k.showLink(v, a, link)
}

func (k *Console) showLink(v *visit, a staff.Account, link string) error {
	return v.show(http.StatusOK, "link", "link.title", linkSheet{a.Name, a.Email, k.PublicURL + "/console/welcome/" + link})
}

// memberSheet is one of the staff, to be changed.
type memberSheet struct {
	memberLine
	Roles    []roleChoice
	Disabled bool
}

func (k *Console) member(v *visit) error { return k.showMember(v, http.StatusOK) }

func (k *Console) showMember(v *visit, status int, problems ...problem) error {
	a, err := k.Desk.Member(v.ctx(), v.scope, v.Param("id"))
	if err != nil {
		return err
	}
	return v.show(status, "member", "member.title", memberSheet{v.lineOf(a), v.roles(string(a.Roles[v.scope.Org()])), a.Disabled}, problems...)
}

func (k *Console) changeMember(v *visit) error {
	id, done := v.Param("id"), "changed"
	a, err := k.Desk.Member(v.ctx(), v.scope, id)
	if err != nil {
		return err
	}
	switch v.FormValue("do") {
	case "role":
		role := staff.Role(v.FormValue("role"))
		if role == "" {
			role = "none"
		}
		err = k.Desk.SetRole(v.ctx(), v.scope, id, role)
	case "remove":
		done, err = "removed", k.Desk.SetRole(v.ctx(), v.scope, id, "")
	case "disable", "enable":
		err = k.Desk.Disable(v.ctx(), v.scope, id, v.FormValue("do") == "disable")
	case "end":
		done, err = "ended", k.Desk.SignOut(v.ctx(), v.scope, id)
	case "reset":
		var link string
		if link, err = k.Desk.Reset(v.ctx(), v.scope, id); err == nil {
			return k.showLink(v, a, link)
		}
	default:
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	switch {
	case errors.Is(err, staff.ErrRole):
		return k.showMember(v, http.StatusUnprocessableEntity, problem{"role", say(v.lang, "wrong.role")})
	case errors.Is(err, staff.ErrYourself):
		return k.showMember(v, http.StatusConflict, problem{"role", say(v.lang, "wrong.yourself")})
	case errors.Is(err, staff.ErrElsewhere):
		return k.showMember(v, http.StatusConflict, problem{"role", say(v.lang, "wrong.elsewhere")})
	case err != nil:
		return err
	}
	return v.to("staff?done=" + done)
}
