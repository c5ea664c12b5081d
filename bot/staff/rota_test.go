package staff_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
)

// onCall lists the e-mail addresses of who is told.
func (o *office) onCall(lead bool) (told []string) {
	o.t.Helper()
	all, err := o.OnCall(context.Background(), "mill", lead)
	require.NoError(o.t, err)
	for _, c := range all {
		told = append(told, c.Email)
	}
	return told
}

func TestWhoIsOnTheRotaIsToldElseEverybodyWhoAnswers(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := map[string]string{}
	for email, role := range map[string]staff.Role{"dana": staff.Responder, "omar": staff.Responder, "lena": staff.Lead, "vic": staff.Viewer, "ed": staff.Editor} {
		a, _, err := o.Invite(ctx, mill, email, email+"@example.org", role)
		require.NoError(t, err)
		ids[email] = a.ID
	}
	_, _, err := o.Invite(ctx, town, "Other", "other@example.org", staff.Admin)
	require.NoError(t, err)
	require.Equal(t, []string{"dana@example.org", "lena@example.org", "omar@example.org"}, o.onCall(false), "somebody must be told")
	require.NoError(t, o.SetRota(ctx, mill, ids["dana"], true, "07700 900200"))
	require.Equal(t, []string{"dana@example.org"}, o.onCall(false))
	require.Equal(t, []string{"dana@example.org", "lena@example.org"}, o.onCall(true))
	told, err := o.OnCall(ctx, "mill", false)
	require.NoError(t, err)
	require.Equal(t, "+447700900200", told[0].Phone)
	require.True(t, told[0].Has(staff.Texts) && told[0].Has(staff.Mail))

	require.ErrorIs(t, o.SetRota(ctx, mill, ids["dana"], true, "PARCELS"), staff.ErrPhone)
	require.ErrorIs(t, o.SetRota(ctx, town, ids["dana"], false, ""), staff.ErrNoAccount, "another organisation's admin")
	require.NoError(t, o.Disable(ctx, mill, ids["dana"], true))
	require.Equal(t, []string{"lena@example.org", "omar@example.org"}, o.onCall(false))
}

func TestWhoIsAwayIsPassedOverAsLongAsSomebodyElseIsThere(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	dana, _ := o.join(mill, "dana@example.org", staff.Responder)
	omar, _ := o.join(mill, "omar@example.org", staff.Responder)
	require.NoError(t, o.SetRota(ctx, mill, o.scope(dana).Account(), true, ""))
	require.Equal(t, []string{"dana@example.org"}, o.onCall(false))
	require.NoError(t, o.SetAway(ctx, o.scope(dana), true))
	require.Equal(t, []string{"omar@example.org"}, o.onCall(false), "nobody on the rota is there")
	require.NoError(t, o.SetAway(ctx, o.scope(omar), true))
	require.Equal(t, []string{"dana@example.org"}, o.onCall(false), "all are away: the rota holds again")
	require.NoError(t, o.SetAway(ctx, o.scope(omar), false))
	require.NoError(t, o.SetAway(ctx, o.scope(dana), false))
	require.Equal(t, []string{"dana@example.org"}, o.onCall(false))
}

func TestALeadTurnsWhoIsOnCall(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	dana, _, err := o.Invite(ctx, mill, "Dana", "dana@example.org", staff.Responder)
	require.NoError(t, err)
	_, _, err = o.Invite(ctx, mill, "Vic", "vic@example.org", staff.Viewer)
	require.NoError(t, err)
	require.NoError(t, o.SetRota(ctx, mill, dana.ID, true, "07700 900200"))
	scopeOf := func(email string, role staff.Role) staff.Scope {
		session, _ := o.join(mill, email, role)
		return o.scope(session)
	}
	lead, responder := scopeOf("lena@example.org", staff.Lead), scopeOf("omar@example.org", staff.Responder)
	require.NoError(t, o.TurnRota(ctx, lead, dana.ID, false))
	duties, err := o.Rota(ctx, lead)
	require.NoError(t, err)
	require.Len(t, duties, 3, "whoever answers")
	require.Contains(t, duties, staff.Duty{Colleague: staff.Colleague{ID: dana.ID, Name: "Dana"}, Phone: "…200"}, "the phone is kept")
	require.ErrorIs(t, o.TurnRota(ctx, responder, dana.ID, true), staff.ErrMayNot)
	require.NoError(t, o.TurnRota(ctx, responder, responder.Account(), true), "oneself")
	_, err = o.Rota(ctx, responder)
	require.ErrorIs(t, err, staff.ErrMayNot)
	require.ErrorIs(t, o.TurnRota(ctx, town, dana.ID, true), staff.ErrNoAccount)
}
