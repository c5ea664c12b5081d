package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTokensAreMadeListedAndRevoked(t *testing.T) {
	s := newStaffTown(t)
	require.Contains(t, s.run(exitDone, "token", "list", "tea"), "tea has no token yet")
	said := s.run(exitDone, "token", "new", "tea", "--name", "Booking system", "--scope", "groups:read,people:write", "--expires", "30d")
	require.Regexp(t, `Token [A-Z2-7]{10} of Booking system, until .*It is not shown again:\nconnective_[A-Z2-7]{69}\n$`, said)
	word := strings.Fields(said)[len(strings.Fields(said))-1]
	id := word[len("connective_") : len("connective_")+10]
	list := s.run(exitDone, "token", "list", "tea")
	require.Regexp(t, id+` +Booking system +until \d{4}-\d\d-\d\d +never +groups:read people:write`, list)
	require.NotContains(t, list, word[30:], "the secret is not shown again")
	require.Contains(t, s.run(exitDone, "token", "list", "tea", "--json"), `"scopes": [`)
	for _, wrong := range []struct {
		args []string
		says string
	}{
		{[]string{"token", "new", "mill", "--name", "A", "--scope", "groups:read"}, "there is no organisation mill: there is tea"},
		{[]string{"token", "new", "tea", "--name", "A", "--scope", "everything"}, `there is no scope "everything": there is groups:read`},
		{[]string{"token", "new", "tea", "--name", "A", "--scope", "groups:read", "--expires", "soon"}, "such as 90d or 12h"},
		{[]string{"token", "new", "tea", "--name", "A", "--scope", "groups:read", "--expires", "9999d"}, "366 days at most"},
		{[]string{"token", "revoke", "tea", "AAAAAAAAAA"}, "there is no such token: see  connective token list tea"},
	} {
		require.Contains(t, s.run(exitFailed, wrong.args...), wrong.says)
	}
	require.Contains(t, s.run(exitDone, "token", "revoke", "tea", id), "Booking system is revoked")
	require.Regexp(t, id+` +Booking system +revoked`, s.run(exitDone, "token", "list", "tea"))
	log := s.run(exitDone, "audit", "list", "--org", "tea")
	require.Contains(t, log, "made a token")
	require.Contains(t, log, "revoked a token")
	require.NotContains(t, log, word[30:])
}
