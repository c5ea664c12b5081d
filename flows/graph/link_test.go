package graph

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheBoxesOfStepsLeadToTheirLines(t *testing.T) {
	p := drawn(t, "title: T\nsteps:\n  first:\n    ask: Well?\n    options: {yes: Yes}\n  last: {say: Thank you. Text STOP to stop.}\n")
	plain := p.SVG()
	require.Contains(t, plain, `role="img"`)
	require.NotContains(t, plain, "<a ")
	p.Link(func(line int) string { return fmt.Sprintf(`#line-%d&"`, line) })
	linked := p.SVG()
	require.Contains(t, linked, `role="group"`)
	require.Contains(t, linked, `<a href="#line-3&amp;&#34;">`)
	require.Contains(t, linked, `<a href="#line-6&amp;&#34;">`)
	require.Equal(t, 2, strings.Count(linked, "<a "), "what begins the flow and its end stand in no line")
	require.Equal(t, 2, strings.Count(linked, "</a>"))
	var whole struct {
		Links []struct {
			To string `xml:"href,attr"`
		} `xml:"a"`
	}
	require.NoError(t, xml.Unmarshal([]byte(linked), &whole), "the picture is well formed")
	require.Equal(t, `#line-3&"`, whole.Links[0].To)
}
