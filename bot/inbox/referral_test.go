package inbox_test

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

var linkKeys = inbox.Links{Keys: [][32]byte{{1}}}

func TestALinkIsReadUntilItIsOverAndByNobodyElsesKey(t *testing.T) {
	k := inbox.Link{Org: "mill", Case: "C1", Referral: "r1", Until: noon.Add(time.Hour).Truncate(time.Second)}
	token := linkKeys.Token(k)
	require.Regexp(t, `^[A-Za-z0-9_-]+$`, token)
	read, err := linkKeys.Read(token, noon)
	require.NoError(t, err)
	require.True(t, k.Until.Equal(read.Until))
	require.Equal(t, []string{"mill", "C1", "r1"}, []string{read.Org, read.Case, read.Referral})

	_, err = inbox.Links{Keys: [][32]byte{{2}, {1}}}.Read(token, noon)
	require.NoError(t, err, "a letter from before the secret was changed")
	for name, c := range map[string]struct {
		links inbox.Links
		token string
		at    time.Time
	}{
		"over":        {linkKeys, token, noon.Add(time.Hour)},
		"another key": {inbox.Links{Keys: [][32]byte{{2}}}, token, noon},
		"changed":     {linkKeys, "A" + token[1:], noon},
		"cut off":     {linkKeys, token[:len(token)-4], noon},
		"empty":       {linkKeys, "", noon},
		"no base64":   {linkKeys, "../../etc", noon},
		"too long":    {linkKeys, strings.Repeat("A", 600), noon},
	} {
		_, err := c.links.Read(c.token, c.at)
		require.ErrorIs(t, err, inbox.ErrLink, name)
	}
}

// acted writes down what was done with cases, and does what letters do.
type acted struct {
	mu    sync.Mutex
	shelf *shelf
	did   []bot.Act
	away  bool
}

func (a *acted) Act(_ context.Context, _, id string, _ bot.Staff, _ string, act bot.Act) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.away {
		return bot.ErrUnavailable
	}
	a.did = append(a.did, act)
	return nil
}

// referrals has one case that waits for a letter, and sends it to a real server.
func referrals(t *testing.T, how func(c *bot.Case)) (*inbox.Referrals, *acted, *postOffice) {
	t.Helper()
	p, address := openPostOffice(t)
	server, err := inbox.ReadServer("smtp+plain://" + address)
	require.NoError(t, err)
	s := newShelf()
	s.files["C1"] = with("C1", func(c *bot.Case) {
		c.About = "very private"
		c.Referral = &bot.Referral{ID: "r1", Name: "Food bank", Email: "bank@example.org", Shares: "very private", Within: 48 * time.Hour, Agreed: noon}
		if how != nil {
			how(c)
		}
	})
	f := s.files["C1"]
	f.Key.Org, f.Key.Address = "mill", providers.Address{Kind: providers.Phone, Value: "+447700900123"}
	s.files["C1"] = f
	a := &acted{shelf: s}
	by := inbox.ByMail{Server: server, From: "texts@example.org"}
	return &inbox.Referrals{
		Board: inbox.NewBoard(s, slog.New(slog.DiscardHandler)), Marks: &marks{until: map[string]time.Time{}}, Bot: a, Send: by.Send, Links: linkKeys,
		Page: "https://texts.example.org/r/", Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler),
	}, a, p
}

// mill is the organisation of the cases.
func mill(t *testing.T) *flows.Org {
	o := *office(t)
	o.ID = "mill"
	return &o
}

func TestAServiceGetsOneLetterThatTellsNothingOfThePerson(t *testing.T) {
	r, a, p := referrals(t, nil)
	var counted []string
	r.Count = func(outcome string) { counted = append(counted, outcome) }
	for range 3 {
		require.NoError(t, r.Look(context.Background(), mill(t)))
	}
	require.Equal(t, []string{"bank@example.org"}, p.to, "once, however often it is looked at")
	require.Equal(t, []string{"sent"}, counted)
	require.Equal(t, []bot.Act{bot.Mailed{Referral: "r1"}}, a.did)
	require.NotContains(t, p.letters[0], "private")
	require.NotContains(t, p.letters[0], "7700")
	token := regexp.MustCompile(`https://texts\.example\.org/r/([\w-]+)`).FindStringSubmatch(p.letters[0])
	require.NotNil(t, token, "the link is whole: %s", p.letters[0])
	link, err := linkKeys.Read(token[1], noon)
	require.NoError(t, err)
	require.Equal(t, "C1", link.Case)
}

func TestALetterThatCannotLeaveIsTriedAgainAndThenStaffGoOn(t *testing.T) {
	r, a, p := referrals(t, nil)
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	var counted []string
	r.Count = func(outcome string) { counted = append(counted, outcome) }
	require.NoError(t, r.Look(context.Background(), mill(t)))
	require.Empty(t, a.did)
	require.Equal(t, []string{"missed"}, counted)
	r.Now = func() time.Time { return noon.Add(13 * time.Hour) }
	require.NoError(t, r.Look(context.Background(), mill(t)))
	require.Equal(t, []bot.Act{bot.Unmailed{Referral: "r1", Why: "the letter could not be sent"}}, a.did)
}

func TestWhatNoLetterIsFor(t *testing.T) {
	for _, c := range []struct {
		name string
		how  func(c *bot.Case)
		mail bool
		want []bot.Act
	}{
		{"they have texted STOP", func(c *bot.Case) { c.Stop = true }, true, []bot.Act{bot.Unmailed{Referral: "r1", Why: "not asked by e-mail, as they have texted STOP"}}},
		{"a call for help", func(c *bot.Case) { c.Reason = "crisis" }, true, []bot.Act{bot.Unmailed{Referral: "r1", Why: "not asked by e-mail, as the case presses"}}},
		{"no mail server", nil, false, []bot.Act{bot.Unmailed{Referral: "r1", Why: "not asked, as no mail server is set"}}},
		{"asked, not yet late", func(c *bot.Case) { c.Referral.Mailed = noon.Add(-47 * time.Hour) }, true, nil},
		{"asked, and no answer", func(c *bot.Case) { c.Referral.Mailed = noon.Add(-48 * time.Hour) }, true, []bot.Act{bot.Unmailed{Referral: "r1", Why: "it has not answered"}}},
		{"asked and answered", func(c *bot.Case) { c.Referral.Mailed, c.Referral.Answered = noon.Add(-48*time.Hour), noon }, true, nil},
		{"with staff", func(c *bot.Case) { c.Referral.Staff = true }, true, nil},
		{"no referral", func(c *bot.Case) { c.Referral = nil }, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, a, p := referrals(t, c.how)
			if !c.mail {
				r.Send = nil
			}
			require.NoError(t, r.Look(context.Background(), mill(t)))
			require.Empty(t, p.letters)
			require.Equal(t, c.want, a.did)
		})
	}
}

func (s *shelf) Case(_ context.Context, org, id string) (bot.CaseFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.files[id]; ok && f.Key.Org == org {
		return f, nil
	}
	return bot.CaseFile{}, bot.ErrNoCase
}

func TestWhoeverOpensALinkSeesNobodyBeforeTheySayThatTheyAreThere(t *testing.T) {
	_, a, _ := referrals(t, nil)
	d := &inbox.ReferralDesk{Links: linkKeys, Files: a.shelf, Bot: a, Org: func(string) *flows.Org { return mill(t) }, Now: func() time.Time { return noon }}
	token := linkKeys.Token(inbox.Link{Org: "mill", Case: "C1", Referral: "r1", Until: noon.Add(time.Hour)})
	known, err := d.Open(context.Background(), token)
	require.NoError(t, err)
	require.Equal(t, inbox.Referred{Org: "Mill Town", Language: "en", Service: "Food bank"}, known)
	require.Empty(t, a.did)

	known, err = d.Say(context.Background(), token, bot.SaysSeen, "")
	require.NoError(t, err)
	require.Equal(t, "+447700900123", known.Number)
	require.Equal(t, "very private", known.Shares)

	known, err = d.Say(context.Background(), token, bot.SaysCannot, "full")
	require.NoError(t, err)
	require.Empty(t, known.Number, "who cannot help does not need it")
	require.Len(t, a.did, 2)

	other := linkKeys.Token(inbox.Link{Org: "mill", Case: "C1", Referral: "r0", Until: noon.Add(time.Hour)})
	_, err = d.Open(context.Background(), other)
	require.ErrorIs(t, err, inbox.ErrLink, "of an earlier asking")
	a.away = true
	_, err = d.Say(context.Background(), token, bot.SaysYes, "")
	require.ErrorIs(t, err, bot.ErrUnavailable)
}
