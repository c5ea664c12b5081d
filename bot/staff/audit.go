package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// Deed is what was done, in a word.
type Deed string

// The deeds of this package. Those of cases and flows stand where they are done.
const (
	SignedIn    Deed = "signed in"
	SignedOut   Deed = "signed out"
	SignedOff   Deed = "signed out everywhere"
	TriedTen    Deed = "failed to sign in ten times or more"
	SetPassword Deed = "set a password"
	SetCodes    Deed = "set up codes"
	Invites     Deed = "invited"
	GaveRole    Deed = "gave a role"
	TookRole    Deed = "took the role away"
	Disabled    Deed = "disabled the account"
	Enabled     Deed = "enabled the account"
	ResetIt     Deed = "reset password and codes"
	ReadLog     Deed = "read the audit log"
	ReadApart   Deed = "read a text that was kept apart"
	RetryApart  Deed = "gave a text that was kept apart to the bot again"
	HandApart   Deed = "gave a text that was kept apart to staff"
	DropApart   Deed = "deleted a text that was kept apart"
)

// House is the chain of what concerns no single organisation.
const House = "*"

// Entry is one line of an organisation's audit log. It names cases and people by
// id alone; a number of five digits or more in a reason is not written.
type Entry struct {
	N       int64     `json:"n"` // 1 for the first
	At      time.Time `json:"at"`
	ID      string    `json:"id"`  // the same if it is written twice
	Who     string    `json:"who"` // id of an account, Machine, or empty
	Name    string    `json:"name,omitempty"`
	Role    Role      `json:"role,omitempty"`
	Deed    Deed      `json:"deed"`
	Account string    `json:"account,omitempty"` // that it was done to
	Case    string    `json:"case,omitempty"`
	Person  string    `json:"person,omitempty"`
	Detail  string    `json:"detail,omitempty"` // such as the role that was given
	Reason  string    `json:"reason,omitempty"`
	Before  string    `json:"before"` // the hash of the entry before; empty for the first
}

// Log is an append-only chain of entries for each organisation. Append numbers
// the entry and ties it to the one before. Errors wrap bot.ErrUnavailable.
type Log interface {
	Append(ctx context.Context, org string, e Entry) error
}

// mostReason is how many letters of a reason are kept.
const mostReason = 500

var number = regexp.MustCompile(`\d(?:[\s().-]{0,3}\d){4,}`)

// Clean is the entry as it may be written: without numbers, and of bounded length.
func (e Entry) Clean() Entry {
	for _, text := range []*string{&e.Name, &e.Detail, &e.Reason} {
		*text = number.ReplaceAllString(*text, "…")
		if utf8.RuneCountInString(*text) > mostReason {
			*text = string([]rune(*text)[:mostReason]) + "…"
		}
	}
	e.At = e.At.UTC().Truncate(time.Millisecond)
	return e
}

// Hash is what the next entry holds of this one: SHA-256 of its JSON, in hex.
func (e Entry) Hash() string {
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // it is made of strings, a number and a time
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Head is the end of a chain. Somebody who keeps one elsewhere can tell later
// that nothing before it was changed.
type Head struct {
	N    int64
	Hash string
}

// String is the head as it is printed and read: number and hash.
func (h Head) String() string { return fmt.Sprintf("%d-%s", h.N, h.Hash) }

// ReadHead reads a head as String prints it.
func ReadHead(text string) (Head, error) {
	var h Head
	if n, err := fmt.Sscanf(text, "%d-%64s", &h.N, &h.Hash); err != nil || n != 2 || h.String() != text || h.N < 1 {
		return h, fmt.Errorf("a head is a number, a dash and 64 letters, as  connective audit verify  prints it")
	}
	return h, nil
}
