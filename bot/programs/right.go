package programs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Right is one thing that a token may do. Programmers know it as a scope.
type Right string

// The rights. None of them reads a text of a person.
const (
	ReadGroups      Right = "groups:read"      // groups, and how many are in them
	ReadMembers     Right = "members:read"     // who is in a group, by id
	WriteMembers    Right = "members:write"    // put people into groups, take them out
	ReadPeople      Right = "people:read"      // language, groups and consents of a person
	WritePeople     Right = "people:write"     // add people who have agreed to it
	ErasePeople     Right = "people:erase"     // forget a person
	SeeNumbers      Right = "people:numbers"   // whole numbers, where else only their end is shown
	ReadBroadcasts  Right = "broadcasts:read"  // broadcasts, and what came of them
	WriteBroadcasts Right = "broadcasts:write" // drafts
	SendBroadcasts  Right = "broadcasts:send"  // send, pause, resume and cancel
	WriteWebhooks   Right = "webhooks:write"   // say what is told to which address
)

// Rights are all rights, in the order in which they are offered.
var Rights = []Right{
	ReadGroups, ReadMembers, WriteMembers, ReadPeople, WritePeople, ErasePeople, SeeNumbers, ReadBroadcasts, WriteBroadcasts, SendBroadcasts, WriteWebhooks,
}

// ErrNoRight is returned for a token without any right.
var ErrNoRight = errors.New("a token must be allowed something: " + listed(Rights))

// ReadRights reads rights by their names, each once, in the order of Rights. The
// error names the first that there is not.
func ReadRights(names []string) ([]Right, error) {
	var out []Right
	for _, name := range names {
		r := Right(strings.TrimSpace(name))
		if !slices.Contains(Rights, r) {
			return nil, fmt.Errorf("there is no scope %q: there is %s", r, listed(Rights))
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, ErrNoRight
	}
	return slices.DeleteFunc(slices.Clone(Rights), func(r Right) bool { return !slices.Contains(out, r) }), nil
}

func listed(rights []Right) string {
	names := make([]string, len(rights))
	for i, r := range rights {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
