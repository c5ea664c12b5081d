package staff

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

func TestWhatEachRoleMay(t *testing.T) {
	for p, want := range map[Permission]string{
		Enter: "viewer responder lead editor admin", SeeCases: "viewer responder lead admin", SeeNumber: "lead admin",
		Reply: "responder lead admin", Claim: "responder lead admin", Assign: "lead admin", Close: "responder lead admin",
		Start: "responder lead admin", EditFlows: "editor admin", Publish: "editor admin", ManageStaff: "admin", ManageTokens: "admin", ManageWebhooks: "admin",
		ReadAudit: "lead admin", Export: "lead admin", SeeFigures: "lead admin",
		SeeGroups: "viewer responder lead editor admin", KeepPeople: "lead editor admin",
		SeeServices: "viewer responder lead editor admin", KeepServices: "lead editor admin",
		SeeBroadcasts: "viewer responder lead editor admin", WriteBroadcasts: "lead editor admin", ApproveBroadcast: "lead admin", "fly": "", "": "",
	} {
		got := ""
		for _, role := range append(Roles, "", "boss") {
			if role.May(p) {
				got += " " + string(role)
			}
		}
		require.Equal(t, want, trim(got), p)
	}
	require.Len(t, granted, 23, "a new permission needs a line above")
}

func trim(s string) string {
	if s == "" {
		return s
	}
	return s[1:]
}

func TestASessionGivesScopeOnlyWhileAllIsWell(t *testing.T) {
	sam := Account{ID: "sam", Name: "Sam", Epoch: 3, Roles: map[string]Role{"mill": Lead}}
	good := begin(sam, Entered, "192.0.2.1", noon)
	for name, c := range map[string]struct {
		session func(Session) Session
		account func(Account) Account
		after   time.Duration
		want    error
	}{
		"it has just begun":           {},
		"it was idle for 14 minutes":  {after: Idle - time.Second},
		"it was idle for 15 minutes":  {after: Idle, want: ErrOver},
		"it is in use for 8 hours":    {session: func(s Session) Session { return s.SeenAt(noon.Add(Longest - time.Minute)) }, after: Longest, want: ErrOver},
		"and a second less":           {session: func(s Session) Session { return s.SeenAt(noon.Add(Longest - time.Minute)) }, after: Longest - time.Second},
		"the account was disabled":    {account: func(a Account) Account { a.Disabled = true; return a }, want: ErrOver},
		"its sessions were ended":     {account: func(a Account) Account { a.Epoch++; return a }, want: ErrOver},
		"it is somebody else's":       {account: func(a Account) Account { a.ID = "kim"; return a }, want: ErrOver},
		"it is nobody's":              {session: func(Session) Session { return Session{} }, want: ErrOver},
		"the code is still to come":   {session: func(Session) Session { return begin(sam, AwaitCode, "", noon) }, want: ErrUnfinished},
		"and did not come in time":    {session: func(Session) Session { return begin(sam, AwaitCode, "", noon) }, after: unfinished, want: ErrOver},
		"no source of codes yet":      {session: func(Session) Session { return begin(sam, AwaitSetUp, "", noon) }, want: ErrUnfinished},
		"the role was taken away":     {account: func(a Account) Account { a.Roles = nil; return a }, want: ErrNowhere},
		"they are of another one now": {account: func(a Account) Account { a.Roles = map[string]Role{"town": Admin}; return a }, want: ErrChoose},
		"the role is none":            {account: func(a Account) Account { a.Roles = map[string]Role{"mill": "boss"}; return a }, want: ErrChoose},
	} {
		t.Run(name, func(t *testing.T) {
			s, a := good, sam
			if c.session != nil {
				s = c.session(s)
			}
			if c.account != nil {
				a = c.account(a)
			}
			scope, err := s.Scope(a, noon.Add(c.after))
			require.ErrorIs(t, err, c.want)
			if c.want == nil {
				require.Equal(t, Scope{org: "mill", account: "sam", name: "Sam", role: Lead}, scope)
			} else {
				require.Equal(t, Scope{}, scope)
			}
		})
	}
}

func TestNobodyChoosesAnOrganisationThatIsNotTheirs(t *testing.T) {
	sam := Account{ID: "sam", Roles: map[string]Role{"mill": Lead, "town": Viewer}}
	s := begin(sam, Entered, "", noon)
	_, err := s.Scope(sam, noon)
	require.ErrorIs(t, err, ErrChoose, "with two nothing is chosen for them")
	_, err = s.Choose(sam, "harbour")
	require.ErrorIs(t, err, ErrNowhere)
	_, err = s.Choose(sam, "")
	require.ErrorIs(t, err, ErrNowhere)
	_, err = s.Choose(Account{ID: "kim", Roles: map[string]Role{"harbour": Admin}}, "harbour")
	require.ErrorIs(t, err, ErrNowhere, "nor by another's roles")
	s, err = s.Choose(sam, "town")
	require.NoError(t, err)
	scope, err := s.Scope(sam, noon)
	require.NoError(t, err)
	require.Equal(t, Viewer, scope.Role())
	require.NoError(t, scope.Must(SeeCases))
	require.ErrorIs(t, scope.Must(Reply), ErrMayNot)
	require.ErrorIs(t, Scope{role: Admin}.Must(Enter), ErrMayNot, "a scope of no organisation reaches nothing")
}

func TestASessionIsKeptAndReadBack(t *testing.T) {
	s := begin(Account{ID: "sam", Epoch: 2}, AwaitSetUp, "192.0.2.1", noon)
	s.k.Secret = "ABC"
	text, err := json.Marshal(s)
	require.NoError(t, err)
	written, err := Written(text)
	require.NoError(t, err)
	require.False(t, written.Known(), "it is a new one")
	var read Session
	require.NoError(t, json.Unmarshal(text, &read))
	require.True(t, read.Known(), "the store had it")
	read.k.Known = false
	require.Equal(t, s, read)
}

func TestAnAccountPrintsNothingSecret(t *testing.T) {
	a := Account{ID: "id1", Password: "hash1", Secret: "secret1", Email: "sam@example.org", Invite: Invite{Hash: "invite1"}}
	for _, how := range []string{"%v", "%+v", "%#v", "%s"} {
		require.Equal(t, "account id1", fmt.Sprintf(how, a))
	}
}

func TestPasswordsThatAreGuessedAreRefused(t *testing.T) {
	sam := Account{Name: "Sam Ito", Email: "sam.ito.walker@example.org"}
	for password, well := range map[string]bool{
		"correct horse battery": true, "tŷ bach twt ar y bryn": true, "sam.ito.walker likes tea": true,
		"": false, "short": false, "elevenchars": false, "aaaaaaaaaaaaaaaa": false, "password1234": false, "Password12345": false,
		"sam.ito.walker1": false, "sam.ito.walker@example.org": false, "connective2026": false,
	} {
		require.Equal(t, well, checkPassword(sam, password) == nil, password)
	}
}

func TestAnUnknownAccountCostsAsMuchAsAKnownOne(t *testing.T) {
	h := newHasher(argon2id.Params{Memory: 64, Iterations: 3, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	hash, err := h.hash("right")
	require.NoError(t, err)
	known, _, _, err := argon2id.DecodeHash(hash)
	require.NoError(t, err)
	unknown, _, _, err := argon2id.DecodeHash(h.dummy())
	require.NoError(t, err)
	require.Equal(t, known, unknown, "the same memory, passes and lanes")
	require.True(t, h.same("right", hash))
	require.False(t, h.same("wrong", hash))
	require.False(t, h.same("nobody's password", ""), "not even the password of nobody opens it")
}

func TestEachCodeIsTakenOnceAndAClockMayBeAMinuteOff(t *testing.T) {
	const secret = "JBSWY3DPEHPK3PXP" // RFC 4648's alphabet; the values are checked against the library's own
	code := func(at time.Time) string { return codeAt(t, secret, at) }
	step := stepOf(secret, code(noon), 0, noon)
	require.Equal(t, noon.Unix()/30, step)
	require.Zero(t, stepOf(secret, code(noon), step, noon), "once")
	require.Zero(t, stepOf(secret, code(noon.Add(-30*time.Second)), step, noon), "nor an older one")
	require.NotZero(t, stepOf(secret, code(noon.Add(30*time.Second)), step, noon), "but the next")
	require.NotZero(t, stepOf(secret, code(noon.Add(-30*time.Second)), 0, noon))
	require.Zero(t, stepOf(secret, code(noon.Add(-60*time.Second)), 0, noon))
	require.Zero(t, stepOf(secret, code(noon.Add(60*time.Second)), 0, noon))
	spaced := code(noon)[:3] + " " + code(noon)[3:]
	require.NotZero(t, stepOf(secret, spaced, 0, noon), "as an app shows it")
	require.Zero(t, stepOf(secret, "", 0, noon))
}

func TestDelaysGrowAndEnd(t *testing.T) {
	for n, want := range map[int64]time.Duration{1: 0, 9: 0, 10: 30 * time.Second, 11: time.Minute, 12: 2 * time.Minute, 17: time.Hour, 1 << 60: time.Hour} {
		require.Equal(t, want, AccountLimit.Delay(n), n)
	}
}

func TestAHouseholdIsOneAddress(t *testing.T) {
	for from, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64", "nonsense": "nonsense",
	} {
		require.Equal(t, want, neighbourhood(from))
	}
}

func TestNumbersDoNotReachTheLog(t *testing.T) {
	e := Entry{Reason: "They rang from 07700 900123, or +44 (7700) 900-123; room 12, bed 4", At: noon}.Clean()
	require.Equal(t, "They rang from …, or +…; room 12, bed 4", e.Reason)
}

// chain makes a chain of n entries.
func chain(n int) ([]Entry, Head) {
	var all []Entry
	var head Head
	for i := range n {
		e := Entry{N: int64(i + 1), At: noon, ID: fmt.Sprint("id", i), Who: "sam", Deed: SignedIn, Before: head.Hash}
		all, head = append(all, e), Head{e.N, e.Hash()}
	}
	return all, head
}

func verdict(all []Entry, heads ...Head) Verdict {
	c := NewChain(heads...)
	for _, e := range all {
		c.Entry(e)
	}
	return c.End()
}

func TestAChainIsWhole(t *testing.T) {
	all, head := chain(30)
	require.Equal(t, Verdict{Head: head}, verdict(all, head))
	require.Equal(t, Verdict{}, verdict(nil))
	read, err := ReadHead(head.String())
	require.NoError(t, err)
	require.Equal(t, head, read)
	for _, wrong := range []string{"", "1", "1-", head.String() + "0", "-" + head.String(), "0" + head.String()} {
		_, err := ReadHead(wrong)
		require.Error(t, err, wrong)
	}
}

func TestWhateverIsDoneToAChainIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		all, head := chain(n)
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		switch rapid.SampledFrom([]string{"change", "drop", "swap", "twice", "rewrite", "cut"}).Draw(t, "how") {
		case "change":
			all[at].Who = "kim"
		case "drop":
			all = append(all[:at:at], all[at+1:]...)
		case "swap":
			other := (at + 1 + rapid.IntRange(0, n-2).Draw(t, "other")) % n
			all[at], all[other] = all[other], all[at]
		case "twice":
			all = append(all[:at+1:at+1], all[at:]...)
		case "rewrite": // with every hash after it made to fit
			all[at].Who = "kim"
			for i := at + 1; i < n; i++ {
				all[i].Before = all[i-1].Hash()
			}
		case "cut":
			all = all[:at]
		}
		require.NotEmpty(t, verdict(all, head).Faults)
	})
}

func TestAFaultNamesItsEntry(t *testing.T) {
	all, head := chain(9)
	missing := append(append([]Entry{}, all[:3]...), all[5:]...)
	require.Equal(t, []string{"entries 4 to 5 are missing"}, verdict(missing, head).Faults)
	require.Equal(t, []string{"entries 8 to 9 are missing at the end"}, verdict(all[:7], head).Faults)
	c := NewChain(head)
	for _, e := range all {
		if e.N == 5 {
			c.Unreadable(5)
			continue
		}
		c.Entry(e)
	}
	require.Equal(t, []string{"entry 5, at place 5, was changed or does not belong there"}, c.End().Faults)
}
