package store_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// A program that dies again and again in its first second has handled a text in each
// of its lives. It counts as tried once or twice and is then done: it does not go to
// people, nor is it kept apart as one that nobody has read.
func TestATextThatShortLivesHaveHandledIsDone(t *testing.T) {
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	root := t.TempDir()
	folder := filepath.Join(root, "first")
	most, lives := 0, 0
	for life := range 6 {
		// The clock of a life stands still: its first second never ends.
		synctest.Test(t, func(t *testing.T) {
			j, err := store.OpenJournal(folder, keys)
			require.NoError(t, err)
			if life == 0 {
				_, err := j.Take(t.Context(), []providers.Inbound{{Provider: "test", EventID: "e1", Text: "hello"}})
				require.NoError(t, err)
			}
			for _, ticket := range j.Unfinished() {
				most, lives = max(most, ticket.Tries), lives+1
				require.NoError(t, j.Tried(t.Context(), ticket))
				if ticket.Tries > 0 {
					ticket.Tries++ // see bot.Intake
				}
				require.NoError(t, j.Done(ticket))
			}
			synctest.Wait()
			left := filepath.Join(root, strconv.Itoa(life))
			require.NoError(t, os.CopyFS(left, os.DirFS(folder))) // as a life leaves it that is killed now
			folder = left
			require.NoError(t, j.Close())
		})
	}
	require.Positive(t, lives, "the first life after it was taken does not know")
	require.Less(t, most, bot.TriesBeforeParking, "it is no suspect")
}
