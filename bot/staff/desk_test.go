package staff_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
)

const password = "correct horse battery"

// office is a desk on a real store, with a clock that tests move.
type office struct {
	*staff.Desk
	t     *testing.T
	store *store.Store
	clock atomic.Int64
}

func newOffice(t *testing.T) *office {
	keys, err := store.DeriveKeys("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", nil)
	require.NoError(t, err)
	s, err := store.Open(context.Background(), store.Options{Embedded: true, Keys: keys, Patience: 5 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	o := &office{t: t, store: s}
	o.clock.Store(time.Now().Unix())
	o.Desk = staff.NewDesk(staff.DeskConfig{
		Accounts: s, Tries: s, Sessions: s, Audit: s, Log: slog.New(slog.DiscardHandler),
		Cost: argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 16},
		Now:  func() time.Time { return time.Unix(o.clock.Load(), 0) },
	})
	return o
}

func (o *office) later(d time.Duration) { o.clock.Add(int64(d.Seconds())) }

func (o *office) code(secret string) string {
	o.t.Helper()
	code, err := totp.GenerateCode(secret, o.Now())
	require.NoError(o.t, err)
	return code
}

var mill, town = staff.AtTheMachine("mill", "root"), staff.AtTheMachine("town", "root")

// join invites somebody and lets them set up everything.
func (o *office) join(by staff.Scope, email string, role staff.Role) (staff.Session, string) {
	o.t.Helper()
	ctx := context.Background()
	_, link, err := o.Invite(ctx, by, "Sam", email, role)
	require.NoError(o.t, err)
	s, err := o.Accept(ctx, link, password, "192.0.2.1")
	require.NoError(o.t, err)
	shown, err := o.SetUp(ctx, s)
	require.NoError(o.t, err)
	secret := strings.ReplaceAll(shown.Secret, " ", "")
	s, err = o.Code(ctx, s, o.code(secret), "192.0.2.1")
	require.NoError(o.t, err)
	o.later(time.Minute)
	return s, secret
}

func (o *office) scope(s staff.Session) staff.Scope {
	o.t.Helper()
	scope, _, err := o.Live(context.Background(), s)
	require.NoError(o.t, err)
	return scope
}

// deeds are what the chain of an organisation says, the oldest first.
func (o *office) deeds(by staff.Scope) []string {
	o.t.Helper()
	all, err := o.store.Entries(context.Background(), by, 0, 1000)
	require.NoError(o.t, err)
	out := make([]string, len(all))
	for i, e := range all {
		out[len(all)-1-i] = string(e.Deed)
	}
	return out
}

func TestFromTheLinkToTheFirstScope(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a, link, err := o.Invite(ctx, mill, "  Sam   Ito ", " SAM@example.org", staff.Responder)
	require.NoError(t, err)
	require.Equal(t, []string{"Sam Ito", "sam@example.org"}, []string{a.Name, a.Email})
	_, err = o.Password(ctx, "sam@example.org", "", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong, "no password yet is no empty one")
	_, err = o.Accept(ctx, link, "password1234", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWeak)
	_, err = o.Accept(ctx, link[:len(link)-1], password, "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrInvite)
	s, err := o.Accept(ctx, link, password, "192.0.2.1")
	require.NoError(t, err)
	_, err = o.Accept(ctx, link, password, "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrInvite, "it works once")
	_, _, err = o.Live(ctx, s)
	require.ErrorIs(t, err, staff.ErrUnfinished, "a password alone lets nobody in")
	_, err = o.Code(ctx, s, "000000", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong)
	shown, err := o.SetUp(ctx, s)
	require.NoError(t, err)
	in, err := o.Code(ctx, s, o.code(strings.ReplaceAll(shown.Secret, " ", "")), "192.0.2.1")
	require.NoError(t, err)
	scope := o.scope(in)
	require.Equal(t, []string{"mill", a.ID, "Sam Ito", "responder"}, []string{scope.Org(), scope.Account(), scope.Name(), string(scope.Role())})
	_, err = o.SetUp(ctx, s)
	require.NoError(t, err, "the page of before may be looked at")
	_, err = o.Code(ctx, s, o.code(strings.ReplaceAll(shown.Secret, " ", "")), "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrOver, "but sets nothing up any more")
	require.Equal(t, []string{"invited", "set a password", "set up codes", "signed in"}, o.deeds(mill))
}

func TestALinkIsGoodForAWeek(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, link, err := o.Invite(ctx, mill, "Sam", "sam@example.org", staff.Viewer)
	require.NoError(t, err)
	o.later(7*24*time.Hour - time.Second)
	_, err = o.Invited(ctx, link)
	require.NoError(t, err)
	o.later(time.Second)
	_, err = o.Invited(ctx, link)
	require.ErrorIs(t, err, staff.ErrInvite)
}

func TestEveryWayOfBeingWrongIsTheSame(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.join(mill, "sam@example.org", staff.Viewer)
	out, _ := o.join(mill, "kim@example.org", staff.Viewer)
	require.NoError(t, o.Disable(ctx, mill, out.Account(), true))
	for name, try := range map[string][2]string{
		"a wrong password":                {"sam@example.org", "wrong"},
		"an account that is not there":    {"nobody@example.org", password},
		"an account that is disabled":     {"kim@example.org", password},
		"no address":                      {"sam", password},
		"nothing":                         {"", ""},
		"a password that is far too long": {"sam@example.org", strings.Repeat("x", 1<<20)},
	} {
		_, err := o.Password(ctx, try[0], try[1], "192.0.2.9")
		require.Equal(t, staff.ErrWrong, err, name)
	}
}

func TestACodeCountsOnceEvenForManyAtOnce(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, secret := o.join(mill, "sam@example.org", staff.Viewer)
	s, err := o.Password(ctx, "sam@example.org", password, "192.0.2.1")
	require.NoError(t, err)
	require.Equal(t, staff.AwaitCode, s.Stage())
	code := o.code(secret)
	var in atomic.Int64
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if _, err := o.Code(ctx, s, code, "192.0.2.1"); err == nil {
				in.Add(1)
			} else if !errors.Is(err, staff.ErrWrong) && !errors.Is(err, staff.ErrMoved) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, in.Load())
}

func TestAfterTenFailuresEachTryCostsMoreTime(t *testing.T) {
	for name, email := range map[string]string{"an account": "sam@example.org", "none": "nobody@example.org"} {
		t.Run(name, func(t *testing.T) {
			o, ctx := newOffice(t), context.Background()
			o.join(mill, "sam@example.org", staff.Viewer)
			try := func(n int, password string) error {
				_, err := o.Password(ctx, email, password, fmt.Sprintf("192.0.2.%d", n))
				return err
			}
			for n := range 10 {
				require.Equal(t, staff.ErrWrong, try(n, "wrong"))
			}
			require.Equal(t, staff.TooMany{Wait: 30 * time.Second}, try(10, password), "the right one too")
			o.later(30 * time.Second)
			require.Equal(t, staff.ErrWrong, try(11, "wrong"))
			require.Equal(t, staff.TooMany{Wait: time.Minute}, try(12, "wrong"))
			o.later(time.Minute)
			if email == "sam@example.org" {
				require.NoError(t, try(13, password))
				require.Contains(t, o.deeds(mill), string(staff.TriedTen))
			} else {
				require.Equal(t, staff.ErrWrong, try(13, password))
				require.Contains(t, o.deeds(staff.AtTheMachine(staff.House, "root")), string(staff.TriedTen))
			}
		})
	}
}

func TestAnAddressThatTriesManyAccountsIsSlowedDown(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	for n := range 10 {
		_, err := o.Password(ctx, fmt.Sprintf("p%d@example.org", n), "wrong", "2001:db8::1")
		require.Equal(t, staff.ErrWrong, err)
	}
	_, err := o.Password(ctx, "p11@example.org", "wrong", "2001:db8::2")
	require.Equal(t, staff.TooMany{Wait: time.Second}, err)
	_, err = o.Password(ctx, "p11@example.org", "wrong", "192.0.2.1")
	require.Equal(t, staff.ErrWrong, err, "others are not")
}

func TestManyGuessesAtOnceAreNoMoreThanOneAfterTheOther(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.join(mill, "sam@example.org", staff.Viewer)
	var judged atomic.Int64
	var all sync.WaitGroup
	for n := range 60 {
		all.Go(func() {
			_, err := o.Password(ctx, "sam@example.org", "wrong", fmt.Sprintf("198.51.100.%d", n))
			if errors.Is(err, staff.ErrWrong) {
				judged.Add(1)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 10, judged.Load())
}

func TestWhateverChangesAnAccountEndsItsSessions(t *testing.T) {
	for name, act := range map[string]func(*office, string) error{
		"another role": func(o *office, id string) error { return o.SetRole(context.Background(), mill, id, staff.Viewer) },
		"no role":      func(o *office, id string) error { return o.SetRole(context.Background(), mill, id, "") },
		"disabled":     func(o *office, id string) error { return o.Disable(context.Background(), mill, id, true) },
		"reset": func(o *office, id string) error {
			_, err := o.Reset(context.Background(), mill, id)
			return err
		},
		"signed out": func(o *office, id string) error { return o.SignOut(context.Background(), mill, id) },
		"invited again with another role": func(o *office, _ string) error {
			_, _, err := o.Invite(context.Background(), mill, "Sam", "sam@example.org", staff.Editor)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			s, _ := o.join(mill, "sam@example.org", staff.Lead)
			o.scope(s)
			require.NoError(t, act(o, s.Account()))
			_, _, err := o.Live(context.Background(), s)
			require.ErrorIs(t, err, staff.ErrOver)
		})
	}
}

func TestAnAdminReachesTheirOwnOrganisationAlone(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	s, _ := o.join(mill, "admin@example.org", staff.Admin)
	admin := o.scope(s)
	other, _ := o.join(town, "kim@example.org", staff.Admin)
	both, _ := o.join(town, "lee@example.org", staff.Admin)
	_, link, err := o.Invite(ctx, admin, "Lee", "lee@example.org", staff.Viewer)
	require.NoError(t, err)
	require.Empty(t, link, "somebody who has an account gets no link: it would open the other organisation")

	_, err = o.Member(ctx, admin, other.Account())
	require.ErrorIs(t, err, staff.ErrNoAccount)
	require.ErrorIs(t, o.SetRole(ctx, admin, other.Account(), staff.Viewer), staff.ErrNoAccount)
	require.ErrorIs(t, o.Disable(ctx, admin, other.Account(), true), staff.ErrNoAccount)
	_, err = o.Reset(ctx, admin, both.Account())
	require.ErrorIs(t, err, staff.ErrElsewhere)
	require.ErrorIs(t, o.Disable(ctx, admin, both.Account(), true), staff.ErrElsewhere)
	require.NoError(t, o.SetRole(ctx, admin, both.Account(), ""), "they may go from this one")
	a, err := o.Member(ctx, town, both.Account())
	require.NoError(t, err)
	require.Equal(t, map[string]staff.Role{"town": staff.Admin}, a.Roles)

	require.ErrorIs(t, o.SetRole(ctx, admin, s.Account(), staff.Viewer), staff.ErrYourself)
	members, err := o.Members(ctx, admin)
	require.NoError(t, err)
	require.Len(t, members, 1)
	for _, role := range []staff.Role{staff.Viewer, staff.Responder, staff.Lead, staff.Editor} {
		s, _ := o.join(mill, string(role)+"@example.org", role)
		may := o.scope(s)
		_, err := o.Members(ctx, may)
		require.ErrorIs(t, err, staff.ErrMayNot)
		_, _, err = o.Invite(ctx, may, "X", "x@example.org", staff.Admin)
		require.ErrorIs(t, err, staff.ErrMayNot)
		require.ErrorIs(t, o.SetRole(ctx, may, other.Account(), staff.Viewer), staff.ErrMayNot)
	}
	require.NotContains(t, o.deeds(town), string(staff.TookRole), "the other's log has nothing of it")
}

func TestWhatCannotBeNotedIsNotDone(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	s, _ := o.join(mill, "sam@example.org", staff.Viewer)
	deaf := staff.NewDesk(staff.DeskConfig{
		Accounts: o.store, Tries: o.store, Sessions: o.store, Audit: noLog{}, Cost: staff.DefaultCost, Now: o.Now,
	})
	require.ErrorIs(t, deaf.SetRole(ctx, mill, s.Account(), staff.Admin), errNoLog)
	require.Equal(t, staff.Viewer, o.scope(s).Role())
	_, _, err := deaf.Invite(ctx, mill, "Kim", "kim@example.org", staff.Viewer)
	require.ErrorIs(t, err, errNoLog)
	_, err = o.Member(ctx, mill, o.store.AccountID("kim@example.org"))
	require.ErrorIs(t, err, staff.ErrNoAccount)
}

var errNoLog = errors.New("the log is full")

type noLog struct{}

func (noLog) Append(context.Context, string, staff.Entry) error { return errNoLog }

func TestWhoAProviderVouchesForMustBeInvited(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, err := o.Vouched(ctx, "sam@example.org", "https://id 1", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong)
	a, link, err := o.Invite(ctx, mill, "Sam", "sam@example.org", staff.Lead)
	require.NoError(t, err)
	s, err := o.Vouched(ctx, "Sam@example.org", "https://id 1", "192.0.2.1")
	require.NoError(t, err)
	require.Equal(t, a.ID, o.scope(s).Account())
	_, err = o.Invited(ctx, link)
	require.ErrorIs(t, err, staff.ErrInvite, "the link is used up")
	_, err = o.Vouched(ctx, "sam@example.org", "https://id 2", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong, "an address that another person has got since is not they")
	_, err = o.Vouched(ctx, "sam@example.org", "", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong)
	require.NoError(t, o.Disable(ctx, mill, a.ID, true))
	_, err = o.Vouched(ctx, "sam@example.org", "https://id 1", "192.0.2.1")
	require.ErrorIs(t, err, staff.ErrWrong)
}

func TestOnesOwnSessionsAreListedAndEnded(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	s, _ := o.join(mill, "sam@example.org", staff.Viewer)
	me := o.scope(s)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	kept := store.Sessions{Store: o.store}
	require.NoError(t, kept.CommitCtx(ctx, "h1", text, o.Now().Add(time.Hour)))
	all, err := o.Sessions(ctx, me)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.NoError(t, o.SignOutEverywhere(ctx, me))
	all, err = o.Sessions(ctx, me)
	require.NoError(t, err)
	require.Empty(t, all)
	_, found, err := kept.FindCtx(ctx, "h1")
	require.NoError(t, err)
	require.False(t, found)
}
