package programs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
)

var (
	ctx           = context.Background()
	noon          = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	mill, harbour = staff.AtTheMachine("mill", "root"), staff.AtTheMachine("harbour", "root")
)

// shelf keeps tokens in a map, and writes down what was noted.
type shelf struct {
	tokens map[string]programs.Token
	noted  []staff.Entry
	spent  int
	fails  error
}

func (s *shelf) KeepToken(_ context.Context, t programs.Token) error {
	if s.fails != nil {
		return s.fails
	}
	t.Version++
	s.tokens[t.ID] = t
	return nil
}

func (s *shelf) Token(_ context.Context, id string) (programs.Token, error) {
	t, there := s.tokens[id]
	if !there {
		return t, programs.ErrNoToken
	}
	return t, s.fails
}

func (s *shelf) TokensOf(_ context.Context, org string) (all []programs.Token, _ error) {
	for _, t := range s.tokens {
		if t.Org == org {
			all = append(all, t)
		}
	}
	return all, s.fails
}

func (s *shelf) Spend(context.Context, string, programs.Limit, time.Time) (programs.Budget, error) {
	s.spent++
	return programs.Budget{Left: 5}, nil
}

func (s *shelf) Note(_ context.Context, by staff.Scope, e staff.Entry) error {
	e.Who = by.Org()
	s.noted = append(s.noted, e)
	return nil
}

func newDesk() (*programs.Desk, *shelf, *time.Time) {
	s, now := &shelf{tokens: map[string]programs.Token{}}, noon
	return &programs.Desk{Keeper: s, Audit: s, Limit: programs.DefaultLimit, Now: func() time.Time { return now }}, s, &now
}

func TestATokenIsGoodUntilItIsRevokedOrTooOld(t *testing.T) {
	d, s, now := newDesk()
	made, word, err := d.New(ctx, mill, " Booking \n system ", []programs.Right{programs.ReadGroups}, time.Hour)
	require.NoError(t, err)
	require.Equal(t, "Booking system", made.Name)
	kept := fmt.Sprintf("%v %+v %#v", made, s.tokens, s.tokens)
	require.NotContains(t, kept, word)
	require.NotContains(t, kept, word[21:73], "the secret is not kept")

	c, budget, err := d.Admit(ctx, word)
	require.NoError(t, err)
	require.Equal(t, 5, budget.Left)
	require.Equal(t, "mill", c.Org())
	require.True(t, c.May(programs.ReadGroups))
	require.False(t, c.May(programs.SendBroadcasts))

	*now = noon.Add(time.Hour)
	_, _, err = d.Admit(ctx, word)
	require.ErrorIs(t, err, programs.ErrStranger, "it is too old")
	*now = noon
	_, err = d.Revoke(ctx, mill, made.ID)
	require.NoError(t, err)
	_, _, err = d.Admit(ctx, word)
	require.ErrorIs(t, err, programs.ErrStranger, "it was revoked")
	require.Equal(t, 1, s.spent, "who has no token uses nobody's limit up")
	require.Equal(t, []staff.Deed{programs.MadeToken, programs.RevokedToken}, []staff.Deed{s.noted[0].Deed, s.noted[1].Deed})
	require.Contains(t, s.noted[0].Detail, "Booking system: groups:read")
	_, err = d.Revoke(ctx, mill, made.ID)
	require.NoError(t, err, "to revoke it twice does no harm")
	require.Len(t, s.noted, 2)
}

func TestAWordThatIsNoTokenOpensNothing(t *testing.T) {
	d, s, _ := newDesk()
	_, word, err := d.New(ctx, mill, "A", programs.Rights, time.Hour)
	require.NoError(t, err)
	_, other, err := d.New(ctx, mill, "B", programs.Rights, time.Hour)
	require.NoError(t, err)
	for _, wrong := range []string{"", "connective_", word[:60], other[:21] + word[21:], strings.Repeat("A", len(word))} {
		c, _, err := d.Admit(ctx, wrong)
		require.ErrorIs(t, err, programs.ErrStranger)
		require.Empty(t, c.Org())
		for _, r := range programs.Rights {
			require.False(t, c.May(r))
		}
	}
	require.Zero(t, s.spent)
	s.fails = fmt.Errorf("read: %w", bot.ErrUnavailable)
	_, _, err = d.Admit(ctx, word)
	require.ErrorIs(t, err, bot.ErrUnavailable, "a store that is away is not a wrong token")
}

func TestAnOrganisationsTokensAreItsOwn(t *testing.T) {
	d, _, _ := newDesk()
	made, word, err := d.New(ctx, mill, "A", programs.Rights, time.Hour)
	require.NoError(t, err)
	all, err := d.List(ctx, harbour)
	require.NoError(t, err)
	require.Empty(t, all)
	_, err = d.Revoke(ctx, harbour, made.ID)
	require.ErrorIs(t, err, programs.ErrNoToken, "as if it did not exist")
	_, _, err = d.Admit(ctx, word)
	require.NoError(t, err)
	all, err = d.List(ctx, mill)
	require.NoError(t, err)
	require.Len(t, all, 1)
}

func TestWhoIsNoAdminMakesNoToken(t *testing.T) {
	d, s, _ := newDesk()
	program := staff.AsProgram("mill", "T", "Booking", "sam", staff.WriteBroadcasts)
	for _, by := range []staff.Scope{{}, program} {
		_, _, err := d.New(ctx, by, "A", programs.Rights, time.Hour)
		require.ErrorIs(t, err, staff.ErrMayNot)
		_, err = d.List(ctx, by)
		require.ErrorIs(t, err, staff.ErrMayNot)
		_, err = d.Revoke(ctx, by, "x")
		require.ErrorIs(t, err, staff.ErrMayNot)
	}
	for _, p := range []staff.Permission{staff.Enter, staff.SeeCases, staff.ManageStaff, staff.ManageTokens, staff.ApproveBroadcast} {
		require.False(t, program.May(p), "a program has no role: %s", p)
	}
	require.True(t, program.May(staff.WriteBroadcasts))
	require.Empty(t, s.noted)
}

func TestWhatATokenMustHave(t *testing.T) {
	d, s, _ := newDesk()
	for _, row := range []struct {
		name   string
		rights []programs.Right
		life   time.Duration
		want   error
	}{
		{"", programs.Rights, time.Hour, programs.ErrName},
		{strings.Repeat("a", 81), programs.Rights, time.Hour, programs.ErrName},
		{"A", nil, time.Hour, programs.ErrNoRight},
		{"A", programs.Rights, time.Minute, programs.ErrExpires},
		{"A", programs.Rights, programs.LongestLife + 1, programs.ErrExpires},
	} {
		_, _, err := d.New(ctx, mill, row.name, row.rights, row.life)
		require.ErrorIs(t, err, row.want)
	}
	require.Empty(t, s.noted, "what is refused is not noted as done")
	s.fails = errors.New("away")
	_, word, err := d.New(ctx, mill, "A", programs.Rights, time.Hour)
	require.Error(t, err)
	require.Empty(t, word, "a token that is not kept is not handed out")
}

func TestRightsAreReadByTheirNames(t *testing.T) {
	got, err := programs.ReadRights([]string{"broadcasts:send", " groups:read", "groups:read"})
	require.NoError(t, err)
	require.Equal(t, []programs.Right{programs.ReadGroups, programs.SendBroadcasts}, got)
	_, err = programs.ReadRights([]string{"groups:read", "groups:reed"})
	require.ErrorContains(t, err, `there is no scope "groups:reed": there is groups:read, members:read`)
	_, err = programs.ReadRights(nil)
	require.ErrorIs(t, err, programs.ErrNoRight)
}
