package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func TestWhatAProcessHasSentIsCertain(t *testing.T) {
	at := time.Unix(1000, 0)
	here := former{histories: []history{"x"}}
	in := func(name string) map[string]life { return map[string]life{"me": {name, at}} }
	for _, row := range []struct {
		name    string
		w       witness
		certain bool
	}{
		{"the server knows this life: the rest is in memory", witness{known: lives{of: in("now")}}, true},
		{"even if it has lost texts", witness{known: lives{of: in("now")}, regained: true}, true},
		{"it knows less than is remembered", witness{known: lives{of: in("now")}, since: at.Add(time.Second)}, false},
		{"this is the first life", witness{known: lives{of: map[string]life{}}, former: former{}}, true},
		{"the life before left in order", witness{known: lives{of: map[string]life{}}, former: former{here.histories, true}}, true},
		{"it left, and the server has lost that, and texts", witness{known: lives{of: in("before")}, former: former{here.histories, true}, regained: true}, false},
		{"a crash with a server that was started again", witness{known: lives{of: in("before")}, former: here}, true},
		{"and has lost a text", witness{known: lives{of: in("before")}, former: here, regained: true}, false},
		{"a crash, and a copy took the server's place", witness{known: lives{of: in("before"), server: server{promoted: true}}, former: here}, false},
		{"a copy that knows no life of a process that was here", witness{known: lives{of: map[string]life{}, server: server{promoted: true}}, former: here}, false},
		{
			"another that left, and the server has lost that",
			witness{known: lives{of: map[string]life{"me": {"now", at}, "other": {"gone", at}}}}, false,
		},
		{
			"another that is there answers for itself",
			witness{known: lives{of: map[string]life{"me": {"now", at}, "other": {"old", at}}}, replicas: []string{"other", "me"}}, true,
		},
	} {
		row.w.replica, row.w.life = "me", "now"
		require.Equal(t, row.certain, row.w.certain(), row.name)
	}
}

func claimOf(ref string, token int) providers.Claim {
	return providers.Claim{Entry: providers.Entry{Ref: ref}, State: providers.Claimed, Token: fmt.Sprint(token), Message: providers.Message{Text: "words"}}
}

func TestSendsAreRememberedUnlessTheyCertainlyWereNone(t *testing.T) {
	var s sends
	at := time.Unix(1000, 0)
	waits := claimOf("waits", 0)
	waits.State = providers.Waiting
	s.begin([]providers.Claim{claimOf("sent", 1), claimOf("lost", 2), claimOf("refused", 3), claimOf("open", 4), waits}, at)
	require.Equal(t, 4, s.underWay())
	s.end([]providers.Settlement{
		{Claim: claimOf("sent", 1), Result: providers.Result{Verdict: providers.Accepted}},
		{Claim: claimOf("sent", 9), Result: providers.Result{Verdict: providers.Rejected}}, // another claim's
		{Claim: claimOf("lost", 2), Result: providers.Result{Verdict: providers.Uncertain}},
		{Claim: claimOf("refused", 3), Result: providers.Result{Verdict: providers.Rejected, Class: providers.Throttled}},
	})
	require.Equal(t, 1, s.underWay())
	settled, since := s.all()
	require.Zero(t, since, "nothing was forgotten")
	words := map[string]string{}
	for _, x := range settled {
		require.Empty(t, x.Claim.Message, "words are not kept")
		words[x.Claim.Ref] = what(x.Result)
	}
	require.Equal(t, map[string]string{"sent": "sent", "lost": "unknown", "open": "unknown"}, words)

	s.begin([]providers.Claim{claimOf("lost", 5)}, at.Add(time.Minute)) // resent by hand
	s.begin([]providers.Claim{claimOf("next", 6)}, at.Add(sendsKept+time.Second))
	settled, since = s.all()
	require.Len(t, settled, 2)
	require.Equal(t, at, since, "what was claimed then is forgotten")
}

func TestNoMoreSendsAreRememberedThanThereIsRoomFor(t *testing.T) {
	var s sends
	at := time.Unix(1000, 0)
	many := make([]providers.Claim, mostSends)
	for n := range many {
		many[n] = claimOf(fmt.Sprint(n), n)
	}
	s.begin(many[:10], at)
	s.begin(many[10:], at.Add(time.Second))
	s.begin([]providers.Claim{claimOf("one more", 0)}, at.Add(2*time.Second))
	settled, since := s.all()
	require.Equal(t, mostSends, len(settled))
	require.Equal(t, at, since)
}

func TestWhichRedisHadTheTextsOutlivesAStart(t *testing.T) {
	dir := t.TempDir()
	again := func() (*Journal, former) {
		j := opened(t, dir, small(handAt()))
		f, err := j.former()
		require.NoError(t, err)
		return j, f
	}
	j, f := again()
	require.False(t, f.knew([]server{{history: "x"}}))
	for _, kept := range []former{{histories: []history{"x", "y"}}, {histories: []history{"z"}, left: true}} {
		require.NoError(t, j.keepFormer(kept))
		require.NoError(t, j.Close())
		j, f = again()
		require.Equal(t, kept, f)
	}
	require.NoError(t, j.Close())
	f = former{histories: []history{"x", "y"}}
	require.True(t, f.knew([]server{{history: "y"}}))
	require.False(t, f.knew([]server{{history: "y"}, {history: "z"}}))
}

func TestOnlyAMasterHasAHistory(t *testing.T) {
	info := "# Replication\r\nrole:%s\r\nmaster_replid:aaaa\r\nmaster_replid2:%s\r\n"
	require.Equal(t, server{address: "a", history: "aaaa"}, masterOf("a", fmt.Sprintf(info, "master", "0000")))
	require.Equal(t, server{address: "a", history: "aaaa", promoted: true}, masterOf("a", fmt.Sprintf(info, "master", "bbbb")))
	require.Equal(t, server{address: "a"}, masterOf("a", fmt.Sprintf(info, "slave", "0000")))
}
