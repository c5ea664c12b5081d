package flows

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// codeInSource finds the codes that findings are reported with.
var codeInSource = regexp.MustCompile(`(?:fault|warn|explain|stepFault|stepWarning|faultAt|missing)\("([a-z-]+)", |Code: +"([a-z-]+)"`)

func TestEveryCodeIsExplained(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	used := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range codeInSource.FindAllStringSubmatch(string(text), -1) {
			used++
			code := strings.TrimSuffix(m[1]+m[2], "-")
			if code == "no" {
				continue // the key that org.yaml lacks follows
			}
			_, _, ok := Explain(code)
			require.True(t, ok, "nothing explains %q of %s", code, file)
		}
	}
	require.Greater(t, used, 80)
}

func TestEveryPageIsWholeAndItsExamplesAreTrue(t *testing.T) {
	seen := map[string]bool{}
	for _, page := range Explanations() {
		t.Run(page.Code, func(t *testing.T) {
			require.False(t, seen[page.Code], "it stands there twice")
			seen[page.Code] = true
			for _, words := range []string{page.What, page.Why, page.Mend} {
				require.Regexp(t, `^[A-Z].*\.$`, words)
			}
			require.NotContains(t, strings.TrimSuffix(page.What, "."), ". ", "what: is one sentence")
			if page.Bad == "" {
				return
			}
			_, found := LoadAt(folder(page.Bad), "", nil, lintDay)
			codes := map[string]Severity{}
			for _, f := range found {
				codes[f.Code] = f.Severity
			}
			require.Equal(t, page.Severity, codes[page.Code], printed(found))
			_, found = LoadAt(folder(page.Good), "", nil, lintDay)
			require.Empty(t, printed(found))
		})
	}
}

func TestAnUnknownCodeSuggestsTheNearest(t *testing.T) {
	_, near, ok := Explain("no-such-stap")
	require.False(t, ok)
	require.Equal(t, "no-such-step", near)
	_, near, ok = Explain("wholly-unlike")
	require.False(t, ok)
	require.Empty(t, near)
	page, _, ok := Explain("TAB")
	require.True(t, ok)
	require.Equal(t, "tab", page.Code)
}

func TestAPageIsReadInATerminal(t *testing.T) {
	page, _, _ := Explain("word-taken")
	require.Equal(t, `word-taken (error)

  Two flows start with the same word.

Why it matters
  A text can start only one flow. The other could not be reached.

For example, this is wrong:

    start: {words: [TEA]}
    steps:
      top: {say: Tea comes.}

    # brew.yaml
    start: {words: [tea]}
    steps:
      top: {say: We brew.}

and this is right:

    start: {words: [TEA]}
    steps:
      top: {say: Tea comes.}

    # brew.yaml
    start: {words: [BREW]}
    steps:
      top: {say: We brew.}

How to mend it
  Choose another word for one of them. Capitals and accents make no
  difference.
`, page.String())
	for _, page := range Explanations() {
		for line := range strings.Lines(page.String()) {
			if !strings.HasPrefix(line, "    ") {
				require.LessOrEqual(t, len([]rune(line)), pageWidth+1, line)
			}
		}
	}
}
