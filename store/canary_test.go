package store_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

const (
	canaryNumber = "+447700900042"
	canaryWords  = "zebrafinch marmalade"
)

// canaries are the forms in which the number or the words could be seen.
func canaries() []string {
	plain := []string{
		canaryNumber, "447700900042", "07700900042", "7700900042", "07700 900042", "07700 900 042", // the number
		canaryWords, "zebrafinch", "marmalade",
	}
	all := plain
	for _, p := range plain {
		all = append(all, hex.EncodeToString([]byte(p)))
		if len(p)%3 == 0 { // else its base64 depends on what follows
			all = append(all, base64.StdEncoding.EncodeToString([]byte(p)))
		}
	}
	return all
}

// seen lists the files below a folder in which a word stands, for each word.
func seen(t testing.TB, dir string, words []string) map[string][]string {
	t.Helper()
	found, bytesRead := map[string][]string{}, 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		bytesRead += len(content)
		for _, w := range words {
			if bytes.Contains(content, []byte(w)) || bytes.Contains([]byte(path), []byte(w)) {
				found[w] = append(found[w], filepath.Base(path))
			}
		}
		return nil
	}))
	require.Positive(t, bytesRead, "there is something to read")
	return found
}

// tellEverything puts the canary's number and words wherever the store keeps
// what a person says or is told.
func tellEverything(t testing.TB, s *store.Store, k bot.Key) {
	t.Helper()
	ctx := context.Background()
	turn := full(t, s, k, "messagebird:"+canaryNumber+":1", canaryWords)
	turn.Conversation = flows.Conversation{V: 1, Lang: "cy", Now: &flows.Frame{Flow: "join", Step: "area"}}
	turn.Soft = &bot.SoftStop{Text: canaryWords, Due: noon}
	turn.Asking = &bot.Asking{Kind: "long", Text: canaryWords, Due: noon}
	turn.Part = &bot.Part{Text: canaryWords, At: noon, Due: noon}
	turn.Thread.Case.Nobody = canaryWords
	turn.Heard = &providers.Inbound{From: k.Address, Text: canaryWords}
	told := &flows.Told{
		Text: map[string]string{"en": canaryWords}, Choices: []flows.ToldChoice{{ID: canaryWords, Label: map[string]string{"en": canaryWords}}},
		Vars: map[string]flows.Value{"item": {One: canaryWords}},
	}
	turn.Jobs = []bot.Job{{ID: "t-canary", Org: k.Org, From: turn.ID, Who: flows.Audience{Kind: flows.ToGroup, Name: "lane"}, Told: told, Made: noon, Until: noon.Add(time.Hour)}}
	turn.Votes = []bot.Vote{{Tell: "t-canary", Choice: 1, Until: noon}}
	_, asked := told.In("t-canary", "en", "en", noon)
	turn.Told = []bot.Told{{ID: "t-canary", Text: canaryWords, Asked: asked, Until: noon}}
	turn.Conversation.Asked = []flows.Asked{*asked}
	turn.Rule, turn.Path = canaryWords, []string{canaryWords}
	turn.Ledger[0].Source = canaryWords
	require.NoError(t, s.Commit(ctx, turn))
	settle(t, s, claims(t, s, 1)[0], providers.Result{Verdict: providers.Uncertain})
	settle(t, s, claims(t, s, 1)[0], providers.Result{Verdict: providers.Accepted, ProviderID: "p1"})
	unknown, err := s.UnknownTexts(ctx)
	require.NoError(t, err)
	require.Len(t, unknown, 1)
	require.Equal(t, k.Address, unknown[0].To)
	report := providers.Status{ProviderID: "p1", Recipient: k.Address, State: providers.Failed, Class: providers.OptedOut}
	require.NoError(t, s.Report(ctx, noon, report))

	closed := turnOf(t, s, k, "e2", canaryWords)
	closed.Closed, closed.Case, closed.CaseID, closed.Thread.Case = closed.Thread.Case, bot.CaseClosed, turn.CaseID, nil
	closed.Notes = []bot.Note{{At: noon, Who: "staff", Name: canaryWords, Text: canaryWords}}
	closed.Say[0].Safety = true
	require.NoError(t, s.Commit(ctx, closed))
	require.NoError(t, s.Quarantine(ctx, inbound(k)))
	require.NoError(t, s.KeepDraft(ctx, "dana", turn.CaseID, "form", canaryWords))
}

func inbound(k bot.Key) providers.Inbound {
	return providers.Inbound{
		Provider: "messagebird", EventID: canaryNumber + "-1", From: k.Address,
		To: providers.Address{Kind: providers.Phone, Value: "+447700900098"}, Text: canaryWords,
	}
}

func TestNeitherNumbersNorWordsStandInTheFilesOfRedis(t *testing.T) {
	ctx := context.Background()
	// A dump would hide long words from us if it were compressed.
	server := storetest.Start(t, "--rdbcompression", "no", "--aof-use-rdb-preamble", "yes")
	s := open(t, store.Options{URL: server.URL()})
	direct := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer direct.Close()
	k := bot.Key{Org: "wenbridge", Address: providers.Address{Kind: providers.Phone, Value: canaryNumber}}
	tellEverything(t, s, k)

	written, err := filepath.Glob(filepath.Join(server.Dir(), "appendonlydir", "*.incr.aof"))
	require.NoError(t, err)
	require.NotEmpty(t, written, "the append-only file lies there")
	require.Empty(t, seen(t, server.Dir(), canaries()), "in the append-only file")
	require.NoError(t, direct.Save(ctx).Err())
	require.FileExists(t, filepath.Join(server.Dir(), "dump.rdb"))
	require.Empty(t, seen(t, server.Dir(), canaries()), "in the dump")
	rewrite(t, direct)
	require.Empty(t, seen(t, server.Dir(), canaries()), "in the rewritten append-only file")

	// What is there can be found: the test is able to fail.
	require.NotEmpty(t, seen(t, server.Dir(), []string{"{p"}), "keys can be read")
	for _, word := range canaries() {
		require.NoError(t, direct.Set(ctx, "control:"+word, "so "+word+" it is", 0).Err())
	}
	require.NoError(t, direct.Save(ctx).Err())
	found := seen(t, server.Dir(), canaries())
	for _, word := range canaries() {
		require.Contains(t, found[word], "dump.rdb", word)
		require.GreaterOrEqual(t, len(found[word]), 2, "%s: in the append-only file too", word)
	}
}

// rewrite makes Redis write its append-only file anew, and waits for it.
func rewrite(t testing.TB, c *redis.Client) {
	t.Helper()
	ctx := context.Background()
	require.NoError(t, c.BgRewriteAOF(ctx).Err())
	require.Eventually(t, func() bool {
		info, err := c.InfoMap(ctx, "persistence").Result()
		is := info["Persistence"]
		return err == nil && is["aof_rewrite_in_progress"] == "0" && is["aof_rewrite_scheduled"] == "0"
	}, 20*time.Second, 10*time.Millisecond)
}

func TestNeitherNumbersNorWordsStandInTheJournal(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	j, err := store.OpenJournal(dir, keys)
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	tickets, err := j.Take(ctx, []providers.Inbound{inbound(key(42))})
	require.NoError(t, err)
	require.NoError(t, j.Tried(ctx, tickets[0]))
	require.NoError(t, j.Done(tickets[0]))
	require.Empty(t, seen(t, dir, canaries()))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "control"), []byte(canaryNumber+canaryWords), 0o600))
	require.NotEmpty(t, seen(t, dir, []string{canaryNumber})[canaryNumber])
}
