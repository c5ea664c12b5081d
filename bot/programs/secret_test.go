package programs

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inDocs is how docs/api.md tells tools that look for secrets what a token is.
var inDocs = regexp.MustCompile(`^connective_[A-Z2-7]{69}$`)

func TestATokenIsReadAsItWasWrittenAndInNoOtherWay(t *testing.T) {
	s := newSecret()
	text := s.text()
	require.Regexp(t, inDocs, text)
	read, whole := readSecret(text)
	require.True(t, whole)
	require.Equal(t, s, read)
	require.True(t, read.is(s.hash()))
	for i := range len(text) {
		changed := []byte(text)
		if changed[i]++; changed[i] > 'z' {
			changed[i] = 'a'
		}
		_, whole := readSecret(string(changed))
		require.False(t, whole, "one letter is wrong, the %dth", i)
	}
	for _, other := range []string{"", Prefix, text[1:], text + "A", text[:len(text)-1], strings.ToLower(text), " " + text, strings.Repeat("A", tokenLetters)} {
		_, whole := readSecret(other)
		require.False(t, whole, other)
	}
}

func TestTwoTokensHaveNothingInCommon(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		s := newSecret()
		require.False(t, seen[s.id] || seen[s.key] || seen[s.hash()])
		seen[s.id], seen[s.key], seen[s.hash()] = true, true, true
		require.False(t, s.is(newSecret().hash()))
		require.NotContains(t, s.hash(), strings.ToLower(s.key[:8]))
	}
}
