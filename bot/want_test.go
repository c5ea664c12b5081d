package bot_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// closedTown is the town with groups that not everybody may join.
func closedTown() *flows.Org {
	o := *town()
	o.Lists = map[string]*flows.List{"groups": {Name: "groups", Rows: []flows.Row{
		{"id": "walkers", "name": "Castle Walkers", "word": "WALKERS"},
		{"id": "elm", "name": "Elm Street", "word": "ELM", "joining": "approve", "kind": "street"},
		{"id": "staffroom", "name": "Staff room", "word": "ROOM", "joining": "invite", "invite": "blue door"},
		{"id": "sober", "name": "Sober Sundays", "word": "SOBER", "joining": "invite", "sensitive": "yes"},
		{"id": "grief", "name": "Grief cafe", "word": "GRIEF", "joining": "approve", "sensitive": "yes"},
	}}}
	return &o
}

func closedPhone() *phone {
	p := newPhone().known()
	p.org = closedTown()
	p.thread.Version = 2
	return p
}

// asks texts, and returns what is said to it.
func (p *phone) asks(t *testing.T, words string) string {
	t.Helper()
	turn := p.text(words)
	require.LessOrEqual(t, len(turn.Say), 1)
	if len(turn.Say) == 0 {
		return ""
	}
	return turn.Say[0].Text
}

func (p *phone) decides(t *testing.T, m bot.Membership, at time.Time) error {
	t.Helper()
	m.ID = "act"
	turn, err := bot.JudgeMembership(p.org, p.thread, m, at)
	if err == nil {
		p.turn, p.thread = turn, turn.Thread
	}
	return err
}

func TestJoiningByWordObeysWhoMayJoin(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		invited []string
		want    string
		in      string
	}{
		"open":                          {"JOIN WALKERS", nil, "You are in Castle Walkers. To leave it text STOP WALKERS", "walkers"},
		"by approval":                   {"join elm street", nil, "Thank you. Who runs Elm Street will look at it and text you back.", ""},
		"by approval, invited":          {"JOIN ELM", []string{"elm"}, "You are in Elm Street.", "elm"},
		"by invitation":                 {"JOIN ROOM", nil, "Staff room is only for people who were invited.", ""},
		"by invitation, invited":        {"JOIN ROOM", []string{"staffroom"}, "You are in Staff room.", "staffroom"},
		"by invitation, with its word":  {"Join Room BLUE DOOR", nil, "You are in Staff room.", "staffroom"},
		"by invitation, another's word": {"JOIN ELM BLUE DOOR", nil, "", ""},
		"by invitation, half the word":  {"JOIN ROOM BLUE", nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := closedPhone()
			p.thread.Invited = c.invited
			said := p.asks(t, c.text)
			require.Contains(t, said, c.want)
			require.Equal(t, c.in != "", slices.Contains(p.thread.Person.Groups, c.in))
		})
	}
}

func TestASensitiveGroupByInvitationIsAsIfItWereNotThere(t *testing.T) {
	secret, none := closedPhone(), closedPhone()
	require.Equal(t, none.asks(t, "JOIN NOTHING"), secret.asks(t, "JOIN SOBER"))
	require.NotContains(t, secret.asks(t, "JOIN SOBER SUNDAYS"), "Sober")
}

func TestAWishToJoinIsAnsweredOnce(t *testing.T) {
	p := closedPhone()
	p.asks(t, "JOIN ELM")
	require.Equal(t, []bot.Want{{Group: "elm", At: p.now}}, p.thread.Wants)
	require.Contains(t, p.asks(t, "JOIN ELM"), "You have asked to join Elm Street")
	require.Len(t, p.thread.Wants, 1)
	require.NoError(t, p.decides(t, bot.Membership{Group: "elm", Do: bot.Accept, By: bot.Staff{Name: "Dana"}}, tuesday))
	require.Equal(t, []string{"elm"}, p.turn.Joined)
	require.Equal(t, "elm", p.turn.Say[0].Group, "not sent to who has left again")
	require.Contains(t, p.turn.Say[0].Text, "You are in Elm Street now. To leave it text STOP ELM.")
	require.Equal(t, "Dana", p.turn.Ledger[0].By)
	require.Empty(t, p.thread.Wants)
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "elm", Do: bot.Refuse}, tuesday), bot.ErrNoWant, "a colleague was quicker")
}

func TestAWishIsRefusedOrTakenBack(t *testing.T) {
	p := closedPhone()
	p.asks(t, "JOIN ELM")
	require.NoError(t, p.decides(t, bot.Membership{Group: "elm", Do: bot.Refuse}, tuesday))
	require.Contains(t, p.turn.Say[0].Text, "Sorry, you cannot join Elm Street.")
	require.Empty(t, p.thread.Person.Groups)
	p.asks(t, "JOIN ELM")
	require.Contains(t, p.asks(t, "STOP ELM"), "you no longer ask to join Elm Street")
	require.Empty(t, p.thread.Wants)
	require.False(t, p.thread.Stopped)
}

func TestWhoStoppedMeanwhileIsNeitherToldNorPutIn(t *testing.T) {
	p := closedPhone()
	p.asks(t, "JOIN ELM")
	p.asks(t, "STOP")
	for _, do := range []bot.MembershipDeed{bot.Accept, bot.Refuse} {
		turn, err := bot.JudgeMembership(p.org, p.thread, bot.Membership{ID: "x", Group: "elm", Do: do}, tuesday)
		require.ErrorIs(t, err, bot.ErrStopped)
		require.True(t, turn.Wanted)
		require.Empty(t, turn.Wants, "nobody asks about it again")
		require.Empty(t, turn.Say)
		require.Empty(t, turn.Joined)
	}
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.Put}, tuesday), bot.ErrStopped)
}

func TestASensitiveGroupIsNotNamedLater(t *testing.T) {
	p := closedPhone()
	p.asks(t, "JOIN GRIEF")
	require.NoError(t, p.decides(t, bot.Membership{Group: "grief", Do: bot.Accept}, tuesday))
	require.Contains(t, p.turn.Say[0].Text, "the group that you asked to join")
	require.NotContains(t, p.turn.Say[0].Text, "Grief")
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "sober", Do: bot.Put}, tuesday), bot.ErrSensitive)
}

func TestStaffPutInOnlyWhoAgreedAndAnybodyOut(t *testing.T) {
	p := closedPhone()
	night := time.Date(2026, 9, 15, 23, 0, 0, 0, time.UTC)
	require.NoError(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.Put, By: bot.Staff{Name: "Dana"}, Reason: "asked at the desk"}, night))
	require.False(t, p.turn.Say[0].NotBefore.IsZero(), "they are told in the morning")
	require.Equal(t, "asked at the desk", p.turn.Ledger[0].Wording)
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.Put}, tuesday), bot.ErrMember)
	require.NoError(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.TakeOut, Reason: "moved away"}, tuesday))
	require.Empty(t, p.turn.Say)
	require.Equal(t, []string{"walkers"}, p.turn.Left)
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.TakeOut}, tuesday), bot.ErrMember)
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "chess", Do: bot.Put}, tuesday), bot.ErrNoGroup)
	p.thread.Person.Consents = nil
	require.ErrorIs(t, p.decides(t, bot.Membership{Group: "walkers", Do: bot.Put}, tuesday), bot.ErrNoConsent)
}

func TestMyDataTellsKindsAndHowToLeave(t *testing.T) {
	p := closedPhone()
	p.thread.Person.Groups = []string{"elm"}
	said := p.asks(t, "MYDATA")
	require.Contains(t, said, "Elm Street (street)")
	require.Contains(t, said, "To leave a group text STOP and its name.")
}
