package main

import (
	"fmt"

	"github.com/connective-messaging/connective/flows"
)

// sayCover lists the arrows that no transcript takes, each with the beginning of
// a talk that does.
func sayCover(o *flows.Org, taken map[flows.Arrow]bool, io streams) {
	all, missing := o.Arrows(), 0
	for _, a := range all {
		if !taken[a] {
			missing++
			fmt.Fprintln(io.out, o.Stub(a))
		}
	}
	fmt.Fprintf(io.out, "%s: arrows that transcripts take: %d of %d\n", o.Name, len(all)-missing, len(all))
}
