package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/store"
)

// sessionText is a session as the console writes it. Nothing but a sign-in makes
// one, so that it is read from its text.
func sessionText(account string, begun time.Time, known bool) []byte {
	text, err := json.Marshal(map[string]any{
		"account": account, "epoch": 1, "stage": staff.Entered, "org": "mill", "begun": begun, "seen": begun, "known": known,
	})
	if err != nil {
		panic(err)
	}
	return text
}

// accountOf is a new account of that e-mail address.
func accountOf(s *store.Store, email string) staff.Account {
	return staff.Account{ID: s.AccountID(email), Name: canaryWords, Email: email, Password: "hash", Secret: "secret", Roles: map[string]staff.Role{"mill": staff.Lead}}
}

// staffRows are the scripts of the staff's accounts, sessions, tries and log.
func staffRows() []scriptRow {
	ctx := context.Background()
	return []scriptRow{{
		name: "account",
		prepare: func(c *scene) func(*store.Store) error {
			a := accountOf(c.s, c.name+"@example.org")
			return func(s *store.Store) error {
				err := s.SaveAccount(ctx, a)
				if errors.Is(err, staff.ErrMoved) { // its caller reads it again, and finds what it wrote
					return nil
				}
				return err
			}
		},
		stale: func(c *scene) {
			require.ErrorIs(c.t, c.s.SaveAccount(ctx, accountOf(c.s, c.name+"@example.org")), staff.ErrMoved)
		},
		end: func(c *scene, _ int) {
			want := accountOf(c.s, c.name+"@example.org")
			want.Version = 1
			got, err := c.s.Account(ctx, want.ID)
			require.NoError(c.t, err)
			require.Equal(c.t, want, got)
		},
	}, {
		name: "session",
		prepare: func(c *scene) func(*store.Store) error {
			text := sessionText(c.name, time.Now(), false)
			return func(s *store.Store) error {
				return store.Sessions{Store: s}.CommitCtx(ctx, c.name, text, time.Now().Add(time.Hour))
			}
		},
		stale: func(c *scene) {
			kept := store.Sessions{Store: c.s}
			require.NoError(c.t, kept.CommitCtx(ctx, c.name+" ended", sessionText(c.name, time.Now(), true), time.Now().Add(time.Hour)))
			_, found, err := kept.FindCtx(ctx, c.name+" ended")
			require.NoError(c.t, err)
			require.False(c.t, found, "one that has been ended does not come back")
		},
		end: func(c *scene, _ int) {
			all, err := c.s.SessionsOf(ctx, c.name, time.Now())
			require.NoError(c.t, err)
			require.Len(c.t, all, 1)
		},
	}, {
		name: "try",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, _, err := s.Try(ctx, c.name, staff.AccountLimit, noon)
				return err
			}
		},
		end: func(c *scene, _ int) {
			n, _, err := c.s.Try(ctx, c.name, staff.AccountLimit, noon)
			require.NoError(c.t, err)
			require.Contains(c.t, []int64{2, 3}, n, "a repeat by the caller is another try, one by the store is not")
		},
	}, {
		name: "draft",
		prepare: func(c *scene) func(*store.Store) error {
			require.NoError(c.t, c.s.KeepDraft(ctx, "dana", c.name, "form 1", "begun elsewhere"))
			return func(s *store.Store) error { return s.KeepDraft(ctx, "dana", c.name, "form 2", canaryWords) }
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.s.DraftSent(ctx, "dana", c.name+" sent", "form 1"))
			require.NoError(c.t, c.s.KeepDraft(ctx, "dana", c.name+" sent", "form 1", "typed before it was sent"))
			text, err := c.s.Draft(ctx, "dana", c.name+" sent")
			require.NoError(c.t, err)
			require.Empty(c.t, text, "what was sent does not come back")
		},
		end: func(c *scene, _ int) {
			text, err := c.s.Draft(ctx, "dana", c.name)
			require.NoError(c.t, err)
			require.Equal(c.t, canaryWords, text)
			other, err := c.s.Draft(ctx, "omar", c.name)
			require.NoError(c.t, err)
			require.Empty(c.t, other, "a colleague's is their own")
		},
	}, {
		name: "opinion",
		prepare: func(c *scene) func(*store.Store) error {
			return func(s *store.Store) error {
				_, err := s.Opine(ctx, c.name, "dana", "2026-09", 9)
				return err
			}
		},
		stale: func(c *scene) {
			counted, err := c.s.Opine(ctx, c.name, "dana", "2026-10", -1)
			require.NoError(c.t, err)
			require.True(c.t, counted, "who would rather not say")
			counted, err = c.s.Opine(ctx, c.name, "dana", "2026-10", 3)
			require.NoError(c.t, err)
			require.False(c.t, counted, "is not asked again in that month")
		},
		end: func(c *scene, _ int) {
			counts, err := c.s.Opinions(ctx, c.name)
			require.NoError(c.t, err)
			require.Equal(c.t, map[string]map[int]int{"2026-09": {9: 1}}, counts, "once")
			for account, want := range map[string]bool{"dana": true, "omar": false} {
				said, err := c.s.Opined(ctx, c.name, account, "2026-09")
				require.NoError(c.t, err)
				require.Equal(c.t, want, said)
			}
		},
	}, {
		name: "note",
		prepare: func(c *scene) func(*store.Store) error {
			require.NoError(c.t, c.s.Append(ctx, c.name, staff.Entry{ID: "before", At: noon, Deed: staff.SignedIn}))
			return func(s *store.Store) error {
				return s.Append(ctx, c.name, staff.Entry{ID: "this", At: noon, Deed: staff.SignedOut})
			}
		},
		stale: func(c *scene) {
			require.NoError(c.t, c.s.Append(ctx, c.name, staff.Entry{ID: "before", At: noon, Deed: staff.SignedIn}), "it is there")
		},
		end: func(c *scene, _ int) {
			by := staff.AtTheMachine(c.name, "root")
			all, err := c.s.Entries(ctx, by, 0, 10)
			require.NoError(c.t, err)
			require.Len(c.t, all, 2, "each line once")
			v, err := c.s.VerifyAudit(ctx, by, nil)
			require.NoError(c.t, err)
			require.Empty(c.t, v.Faults)
		},
	}}
}
