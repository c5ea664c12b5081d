package locales

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestLoadingRefusesBrokenWords(t *testing.T) {
	for name, broken := range map[string]struct{ file, says string }{
		"a form is missing":     {"data: {groups: {count: n, one: x, few: y}}", `data.groups lacks the plural form "many"`},
		"a form is not known":   {"data: {groups: {count: n, one: x, few: y, many: z, lots: q}}", `no plural form "lots"`},
		"YAML saw a number":     {"label: {one: 1}", "label.one is 1; it must be a text in quotes"},
		"YAML cannot be read":   {"label: [", "active.pl.yaml"},
		"a list instead of one": {"label: [a, b]", "it must be a text in quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadSpeech(fstest.MapFS{"active.pl.yaml": {Data: []byte(broken.file)}})
			require.ErrorContains(t, err, broken.says)
		})
	}
}
