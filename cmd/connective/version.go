package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Help shows an example.
func (versionCommand) Help() string { return "Example:\n  connective version" }

// Run prints the version that the build was stamped with.
func (versionCommand) Run(io streams) error {
	fmt.Fprintln(io.out, "connective", version())
	return nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(not stamped)"
	}
	return info.Main.Version
}
