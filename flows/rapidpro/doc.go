// Package rapidpro turns an export of RapidPro or TextIt into an organisation's
// folder of flows.
//
// It reads the JSON of flow specification 13 and later: nodes with actions, a
// router and exits (documented with goflow, the engine that runs them). Nodes
// become steps (build, question, split), steps that belong together are joined
// (join), and what is left is written as YAML with the translations beside it.
// What has no counterpart here becomes a comment that begins with
// "# TODO not imported:", and is told in the summary: nothing is lost without a
// word.
//
// Everything is a pure function of the export. What comes out always loads: a
// flow that would not is left out, and told in the summary.
package rapidpro
