package flows

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reference is where organisations read what there is.
const reference = "../docs/flow-language.md"

// tableOf prints a table of keys as the reference shows it.
func tableOf[T any](table []key[T]) string {
	var out strings.Builder
	out.WriteString("| key | what it takes | without it | what it does |\n|---|---|---|---|\n")
	for _, k := range table {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", k.name, inCell(k.takes), inCell(k.deflt), inCell(k.note))
	}
	return out.String()
}

func inCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;").Replace(text)
}

func TestTheReferenceHasEveryKey(t *testing.T) {
	doc, err := os.ReadFile(reference)
	require.NoError(t, err)
	text := string(doc)
	for name, table := range map[string]string{
		"flow": tableOf(flowKeys()), "start": tableOf(startKeys()), "step: effects": tableOf(effectKeys()), "step: asking": tableOf(askKeys()),
		"step: going on": tableOf(goKeys()), "options": tableOf(optionsKeys()), "choice": tableOf(choiceKeys()), "timeout": tableOf(timeoutKeys()),
		"hand_over": tableOf(handKeys()), "org.yaml": tableOf(orgKeys()), "queue": tableOf(queueKeys()), "profile": tableOf(profileKeys()), "cases": tableOf(casesKeys()), "area": tableOf(areaKeys()), "watch": tableOf(watchKeys()), "fallback": tableOf(fallbackKeys()), "whatsapp": tableOf(appKeys()),
		"tell": tableOf(tellKeys()), "course": tableOf(courseKeys()),
	} {
		begin := "<!-- keys of " + name + ", written by a test -->\n"
		head, rest, found := strings.Cut(text, begin)
		require.True(t, found, "the reference has no place for the keys of %s", name)
		_, tail, found := strings.Cut(rest, "<!-- end -->")
		require.True(t, found, "the keys of %s have no end", name)
		text = head + begin + table + "<!-- end -->" + tail
	}
	same(t, reference, text)
}

func TestTheReferencesExamplesAreWithoutErrors(t *testing.T) {
	doc, err := os.ReadFile(reference)
	require.NoError(t, err)
	examples := 0
	for _, part := range strings.Split(string(doc), "```yaml\n")[1:] {
		example, _, closed := strings.Cut(part, "```")
		require.True(t, closed)
		if !strings.Contains(example, "steps:") {
			continue
		}
		examples++
		files := folder(example)
		_, found := Load(files)
		for _, f := range found {
			require.NotEqual(t, Error, f.Severity, f.String())
		}
	}
	require.Positive(t, examples)
}
