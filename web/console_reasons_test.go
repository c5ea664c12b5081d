package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/web"
)

// Whatever opens a case is told to staff in words, in both languages.
func TestEveryReasonForACaseHasWords(t *testing.T) {
	opens := regexp.MustCompile(`h\.(?:open|person|keepForStaff)\("([a-z_]+)"`)
	sources, err := filepath.Glob("../bot/*.go")
	require.NoError(t, err)
	reasons := 0
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		for _, found := range opens.FindAllStringSubmatch(string(text), -1) {
			reasons++
			require.Contains(t, web.Words(), "case.reason."+found[1], source)
		}
	}
	require.Greater(t, reasons, 10)
}
