package graph

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColoursCanBeRead(t *testing.T) {
	for kind, look := range looks {
		for _, words := range []string{ink, inkSoft, alarm} {
			require.GreaterOrEqual(t, contrast(t, words, look.fill), 7.0, "%s on %s", words, kind)
		}
		require.GreaterOrEqual(t, contrast(t, look.edge, paper), 4.5, "its sign is white on it, and it on white: %s", kind)
	}
	for _, words := range []string{ink, inkSoft} {
		require.GreaterOrEqual(t, contrast(t, words, chip), 7.0)
	}
	require.GreaterOrEqual(t, contrast(t, paper, badge), 7.0)
	for _, c := range []string{stroke, backward} {
		require.GreaterOrEqual(t, contrast(t, c, paper), 5.5)
	}
}

// contrast is the ratio of two colours as WCAG defines it.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(colour string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
			require.NoError(t, err)
			x := float64(n) / 255
			if x <= 0.04045 {
				x /= 12.92
			} else {
				x = math.Pow((x+0.055)/1.055, 2.4)
			}
			sum += weight * x
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
