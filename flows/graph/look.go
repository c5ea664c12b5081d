package graph

// The colours: dark on light, each at least 7 to 1 where it is read. A box's
// kind stands in it in words too, and in its shape, for people to whom colours
// look alike.
const (
	paper    = "#ffffff"
	ink      = "#17202b"
	inkSoft  = "#3e4956"
	stroke   = "#55616e"
	backward = "#7b3fa0"
	alarm    = "#951218"
	chip     = "#e9f2fc" // behind what people say
	badge    = "#1c4f86" // behind how many people wait
)

// look is how a kind of box is drawn.
type look struct {
	fill, edge string
	thick      float64
	mermaid    [2]string // what stands on either side of its words
	dot        string    // its shape, and how the shape is drawn
}

var looks = map[Kind]look{
	Start: {"#dcebfb", "#1c5d9f", 2, [2]string{"([", "])"}, `shape=box, style="rounded,filled"`},
	Ask:   {"#eef5fd", "#2f6fae", 1.5, [2]string{"(", ")"}, `shape=box, style="rounded,filled"`},
	Say:   {"#f6f6f3", "#6d6a60", 1.5, [2]string{"[", "]"}, `shape=box, style="filled"`},
	Note:  {"#ffffff", "#6d6a60", 1.5, [2]string{"[", "]"}, `shape=box, style="filled"`},
	Tell:  {"#fdf0f4", "#96325b", 1.5, [2]string{">", "]"}, `shape=note, style="filled"`},
	When:  {"#fff6dc", "#8a680d", 1.5, [2]string{"{{", "}}"}, `shape=hexagon, style="filled"`},
	Call:  {"#f4eefb", "#7650a6", 1.5, [2]string{"[[", "]]"}, `shape=box, peripheries=2, style="filled"`},
	Staff: {"#e4f5ea", "#1f7043", 3, [2]string{"[/", "/]"}, `shape=component, style="filled"`},
	Wait:  {"#e4f3f5", "#1d6a75", 1.5, [2]string{"[\\", "\\]"}, `shape=box, style="filled,diagonals"`},
	Exit:  {"#eceef1", "#59636e", 1.5, [2]string{"([", "])"}, `shape=box, style="rounded,filled"`},
}
