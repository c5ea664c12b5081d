package flows

import "embed"

// Examples holds the organisations that come with the program, one folder each
// below examples: Millbrook Connect, to learn from, and Wenbridge Link, the
// pretend town of the demonstration.
//
//go:embed examples/*/*.yaml examples/*/*.csv examples/*/*.chat
var Examples embed.FS
