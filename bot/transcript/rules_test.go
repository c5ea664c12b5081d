package transcript_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/transcript"
)

var ruleInSource = regexp.MustCompile(`(?m)^\t\{"([a-z, ]+)", \(\*hearing\)|\.Rule = "([a-z ]+)"|Rule = "([a-z ]+)"$`)

func TestEveryRuleOfTheJudgingHasWords(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.go", "../../flows/match*.go"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, found...)
	}
	rules := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range ruleInSource.FindAllStringSubmatch(string(text), -1) {
			rules[m[1]+m[2]+m[3]] = true
		}
	}
	require.Greater(t, len(rules), 35)
	for rule := range rules {
		require.NotEmpty(t, transcript.Understood[rule], "there are no words for %q", rule)
	}
	for rule := range transcript.Understood {
		require.True(t, rules[rule], "nothing judges by %q any more", rule)
	}
}
